"""Files that ship with the console; this module only says where they are."""

from pathlib import Path

ROOT = Path(__file__).parent


def icon(name: str) -> Path:
    """Path of the SVG of one icon, e.g. ``icon("phone")``; FileNotFoundError when it is not bundled."""
    path = ROOT / "icons" / f"{name}.svg"
    if not path.is_file():
        raise FileNotFoundError(f"icon {name!r} is not bundled in {path.parent}")
    return path


def icon_names() -> tuple[str, ...]:
    """Names of all bundled icons, sorted."""
    return tuple(sorted(path.stem for path in (ROOT / "icons").glob("*.svg")))


def font_files() -> tuple[Path, ...]:
    """All bundled font files, sorted by name."""
    return tuple(sorted((ROOT / "fonts").glob("*.[ot]tf")))


def demo_speech_model() -> Path:
    """Folder of the small speech model that hears the demo's synthetic English calls."""
    return ROOT / "demo_model"


def outcome_weights() -> Path:
    """Weights of the outcome suggestion that ship with the console."""
    return ROOT / "analysis" / "weights.json"


def voice(name: str) -> Path:
    """Path of one recorded utterance, or with "" of their folder."""
    return ROOT / "voices" / name
