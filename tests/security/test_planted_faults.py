"""One fault for each guarantee of deletion, planted in a copy of the program: its proof must fail on it."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("app", "local_store", "ui", "resources", "tests", "pyproject.toml")


@dataclass(frozen=True)
class Fault:
    """`whole` is replaced by `planted` in `file`; `proof` is the test that must then fail."""

    guarantee: str
    file: str
    whole: str
    planted: str
    proof: str


RESIDUE = "tests/security/test_forensics.py::test_nothing_is_left_of_a_thousand_canaries"
UNFINISHED = "tests/security/test_unfinished.py"
FAULTS = (
    Fault(
        "what is expired shows nowhere",
        "local_store/calls.py",
        "FROM draft WHERE {where} AND {live(db.main, 'draft')}",
        "FROM draft WHERE {where}",
        "tests/security/test_hidden_reads.py",
    ),
    Fault(
        "a new policy hides at once",
        "local_store/ends.py",
        "if is_counted(con, table, END):",
        "if is_counted(con, table, 'no such column'):",
        "tests/security/test_hidden_reads.py",
    ),
    Fault(
        "a new policy takes a note from sight at once",
        "local_store/calls.py",
        "{end(db.main, 'call', REVIEW_END)}",
        "review_expires_at",
        "tests/contract/test_store_expiry.py",
    ),
    Fault(
        "a cut-off hides nothing that is kept",
        "local_store/ends.py",
        "if over < basis_at < kept:",
        "if False:",
        "tests/unit/local_store/test_ends.py",
    ),
    Fault(
        "the edges leave room for a calendar out of order",
        "app/domain/retention.py",
        "OUT_OF_ORDER = timedelta(days=3)",
        "OUT_OF_ORDER = timedelta(hours=2)",
        "tests/unit/domain/test_retention.py",
    ),
    Fault(
        "no end of an earlier policy deletes",
        "local_store/retention.py",
        "(False, None) if recounting(db.main) else",
        "(False, None) if False else",
        "tests/unit/local_store/test_ends.py",
    ),
    Fault(
        "ends written halfway are begun again after a scrub",
        "local_store/retention.py",
        "            begin_again(db.main)\n",
        "",
        "tests/unit/local_store/test_ends.py",
    ),
    Fault(
        "the index is settled before the scrub",
        "local_store/search.py",
        "(turn_index) VALUES ('rebuild')",
        "(turn_index) VALUES ('optimize')",
        RESIDUE,
    ),
    Fault(
        "tombstones are merged away",
        "local_store/search.py",
        "(turn_index) VALUES ('optimize')",
        "(turn_index, rank) VALUES ('merge', 1)",
        RESIDUE,
    ),
    Fault(
        "statistics are taken anew", "local_store/media_rows.py", 'con.execute("ANALYZE")', "pass", RESIDUE
    ),
    Fault(
        "gaps in pages go",
        "local_store/media_rows.py",
        'con.execute("VACUUM")',
        "pass",
        "tests/security/test_forensics.py::test_words_in_gaps_of_pages_are_caught",
    ),
    Fault(
        "the key of audio goes",
        "local_store/media_rows.py",
        'f"DELETE FROM {table} WHERE file = ?"',
        'f"DELETE FROM {table} WHERE file = ? AND 0"',
        RESIDUE,
    ),
    Fault(
        "words of an unfinished transcript lie sealed",
        "local_store/transcription_queue.py",
        "bytes(box.encrypt(encode(turn)))",
        "encode(turn)",
        UNFINISHED,
    ),
    Fault(
        "their key goes with them",
        "local_store/partials.py",
        '"DELETE FROM partial_key WHERE recording_id = ?"',
        '"DELETE FROM partial_key WHERE recording_id = ? AND 0"',
        RESIDUE,
    ),
    Fault(
        "their key leaves no trace", "local_store/partials.py", "    scrub(db.keys)", "    pass", UNFINISHED
    ),
    Fault(
        "a purge takes their key",
        "local_store/retention.py",
        "destroy_partials(db, unfinished_expired(db.main, at))",
        "pass",
        RESIDUE,
    ),
    Fault(
        "a kill in between is made good",
        "local_store/opening.py",
        "                sweep_partials(db)",
        "                pass",
        UNFINISHED,
    ),
    Fault(
        "what lay open before is owed its scrub",
        "local_store/migrations/0003_sealed_unfinished_turns.sql",
        "'deleted_not_scrubbed'",
        "'nothing'",
        UNFINISHED,
    ),
    Fault(
        "no entry of a dead transcript is found",
        "local_store/search.py",
        "return 1 + int(",
        "return 1 + 0 * int(",
        "tests/unit/local_store/test_retention.py",
    ),
    Fault(
        "a receipt that is due is not forgotten",
        "local_store/owed.py",
        "set_state(con, DUE, text_of(DueReceipt(",
        "set_state(con, 'nowhere', text_of(DueReceipt(",
        "tests/security/test_owed_receipts.py",
    ),
    Fault(
        "a receipt is not written twice",
        "app/services/retain.py",
        "if not written:",
        "if True:",
        "tests/security/test_owed_receipts.py",
    ),
    Fault(
        "nobody else cuts the chain",
        "local_store/receipts_log.py",
        "if said is None or said.sequence != first - 1:",
        "if said is None:",
        "tests/unit/local_store/test_receipts_log.py",
    ),
    Fault(
        "a clock set forward puts no policy in force",
        "app/security/keeper.py",
        "moment = None if reading is None else reading.proven",
        "moment = None if reading is None else reading.claimed",
        "tests/unit/security/test_keeper.py",
    ),
    Fault(
        "an anonymous call has no exact length",
        "app/domain/call.py",
        "day + _rounded(call.ended_at - call.started_at)",
        "day + (call.ended_at - call.started_at)",
        "tests/unit/domain/test_anonymous_calls.py",
    ),
    Fault(
        "a shorter policy has its notice",
        "app/reference_platform/policies.py",
        "if late and shortens(",
        "if False and shortens(",
        "tests/unit/reference_platform/test_notice.py",
    ),
    Fault(
        "a hold keeps the call too",
        "app/reference_platform/things.py",
        'own = ("kind", "id", *(LAW if isinstance(values[0], Call) else ()))',
        'own = ("kind", "id")',
        "tests/unit/reference_platform/test_retention.py",
    ),
)
NAMES = [fault.guarantee for fault in FAULTS]


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_each_fault_has_one_place_to_be_planted(fault: Fault) -> None:
    assert (ROOT / fault.file).read_text("utf-8").count(fault.whole) == 1


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    return root


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_its_proof_fails_on_a_planted_fault(copy: Path, fault: Fault) -> None:
    path = copy / fault.file
    whole = path.read_text("utf-8")
    path.write_text(whole.replace(fault.whole, fault.planted), "utf-8")
    try:
        command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", fault.proof]
        ran = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    finally:
        path.write_text(whole, "utf-8")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED, ran.stdout[-2000:]
