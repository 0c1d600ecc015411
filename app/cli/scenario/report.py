"""What happened in a run of the scenario, measured."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Report:
    """Counts and times. `failures`: what should have happened and did not; empty when all of it did."""

    calls_made: int = 0
    seconds_heard_at_far_end: float = 0.0
    rows_synced: int = 0
    recordings_purged: int = 0
    wipe_milliseconds: float = 0.0
    gui_stalls_over_50_ms: int = 0
    longest_gui_stall_ms: float = 0.0
    longest_gui_work_ms: float = 0.0
    steps: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write report.json."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
