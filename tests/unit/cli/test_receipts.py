"""`callnex receipts verify`: intact, tampered, cut, foreign, or none; by words and exit status."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.cli.main import main
from app.cli.receipts import BROKEN, INTACT, NONE
from app.cli.workstation import Workstation
from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import EnrolmentId
from app.ports.profile import TrustState
from app.protocol.signed import RECEIPT, RECEIPT_HEAD, sign
from app.protocol.trust import ReceiptHead
from app.security.device import DeviceIdentity, create_identity
from local_store.profile import ProfilePaths, WorkstationPaths
from local_store.receipts_log import DeviceSigner, ReceiptLog, link_hash
from local_store.trust import FileTrust
from tests.support.secrets import MemorySecrets
from tests.support.signing import DEVICE, NOW, enrolment, platform_side
from tests.support.things import SetClock

OURS = platform_side()


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> MemorySecrets:
    memory = MemorySecrets()
    monkeypatch.setattr(Workstation, "secrets_of", lambda self, paths: memory)
    return memory


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    return WorkstationPaths(tmp_path).device


@pytest.fixture
def device(secrets: MemorySecrets, paths: ProfilePaths) -> DeviceIdentity:
    """An enrolled device with three receipts, two of them countersigned."""
    paths.make()
    identity = create_identity(secrets)
    FileTrust(paths).save(TrustState(enrolment(), OURS.signed_set()))
    log = ReceiptLog(paths, SetClock(NOW), DeviceSigner(identity, DEVICE, lambda: OURS.trusted))

    async def write() -> None:
        await log.append(ReceiptKind.ENROLLED, "enrolled by Voorbeeld BV")
        await log.append(ReceiptKind.PURGE, "retention", (("recordings", 11), ("transcripts", 9)))
        await log.append(ReceiptKind.POLICY_APPLIED, "revision 2")
        head = ReceiptHead(DEVICE, 2, link_hash(links(paths)[1]), NOW)
        await log.countersigned(sign(RECEIPT_HEAD, head, OURS.command))

    asyncio.run(write())
    return identity


def links(paths: ProfilePaths) -> list[str]:
    return paths.receipts.read_text("ascii").splitlines()


def put(paths: ProfilePaths, given: list[str]) -> None:
    paths.receipts.write_text("".join(f"{link}\n" for link in given), "ascii")


def verify(tmp_path: Path, what: str = "verify") -> int:
    return main(["receipts", what, "--data-dir", str(tmp_path)])


def test_an_intact_chain(tmp_path: Path, device: DeviceIdentity, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(tmp_path) == INTACT
    assert capsys.readouterr().out == "chain intact: 3 receipts, 2 countersigned by the platform\n"


def test_the_list_says_what_was_deleted_when(
    tmp_path: Path, device: DeviceIdentity, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(tmp_path, "list") == INTACT
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 4
    assert "purge" in told[1] and "11 recordings, 9 transcripts" in told[1]
    assert f"{NOW:%Y-%m-%d %H:%M:%S}Z" in told[1]


def _tampered(whole: list[str], _: DeviceIdentity) -> list[str]:
    head, payload, signature = whole[1].split(".")
    return [whole[0], f"{head}.{payload[:-2]}AA.{signature}", whole[2]]


def _re_signed(whole: list[str], _: DeviceIdentity) -> list[str]:
    """Somebody else signs a smaller deletion."""
    thief = DeviceIdentity(b"t" * 32)
    return [
        whole[0],
        thief.sign(RECEIPT, Receipt(2, link_hash(whole[0]), ReceiptKind.PURGE, DEVICE, NOW, "retention")),
        whole[2],
    ]


def _of_another_device(_: list[str], own: DeviceIdentity) -> list[str]:
    other = Receipt(1, "", ReceiptKind.ENROLLED, EnrolmentId("another"), NOW, "enrolled by Voorbeeld BV")
    return [own.sign(RECEIPT, other)]


FAULTS: dict[str, tuple[Callable[[list[str], DeviceIdentity], list[str]], str]] = {
    "tampered": (_tampered, "Receipt 2 was not signed by this device"),
    "signed by somebody else": (_re_signed, "Receipt 2 was not signed by this device"),
    "cut tail": (lambda whole, _: whole[:1], "Receipts that the platform has confirmed are missing"),
    "cut front": (lambda whole, _: whole[1:], "The receipts before 2 are missing"),
    "one taken out": (lambda whole, _: [whole[0], whole[2]], "Receipt 2 does not follow"),
    "foreign": (_of_another_device, "of another device or of an earlier enrolment"),
    "emptied": (lambda whole, _: [], "Receipts that the platform has confirmed are missing"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_chain_says_how(
    tmp_path: Path,
    paths: ProfilePaths,
    device: DeviceIdentity,
    capsys: pytest.CaptureFixture[str],
    fault: str,
) -> None:
    change, words = FAULTS[fault]
    put(paths, change(links(paths), device))
    assert verify(tmp_path) == BROKEN
    told = capsys.readouterr()
    assert told.out == "" and "chain broken: " in told.err and words in told.err, told.err


def test_a_foreign_countersignature_is_not_genuine(
    tmp_path: Path, paths: ProfilePaths, device: DeviceIdentity, capsys: pytest.CaptureFixture[str]
) -> None:
    head = ReceiptHead(DEVICE, 3, link_hash(links(paths)[2]), NOW + timedelta(days=1))
    paths.receipt_head.write_text(sign(RECEIPT_HEAD, head, platform_side("theirs").command))
    assert verify(tmp_path) == BROKEN
    assert "not genuine" in capsys.readouterr().err


def test_all_receipts_and_the_countersignature_gone_is_no_intact_chain(
    tmp_path: Path, paths: ProfilePaths, device: DeviceIdentity, capsys: pytest.CaptureFixture[str]
) -> None:
    paths.receipts.unlink()
    paths.receipt_head.unlink()
    assert verify(tmp_path) == BROKEN
    assert "enrolment is missing" in capsys.readouterr().err


def test_a_device_that_is_not_enrolled_has_none(
    tmp_path: Path, secrets: MemorySecrets, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(tmp_path) == NONE
    assert "not enrolled" in capsys.readouterr().err
