"""The receipt chain: signed, linked, countersigned; every kind of tampering shows."""

from dataclasses import replace
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import CommandId, EnrolmentId
from app.errors import EnvironmentFault
from app.protocol.signed import RECEIPT, RECEIPT_HEAD, Refused, sign
from app.protocol.trust import ReceiptHead
from app.security.device import DeviceIdentity
from app.security.trust import TrustedKeys
from local_store.profile import ProfilePaths
from local_store.receipts_log import DeviceSigner, ReceiptLog, link_hash
from tests.support.things import NOW, SetClock

pytestmark = pytest.mark.anyio
ENROLMENT = EnrolmentId("enrolment-1")
PLATFORM = DeviceIdentity(b"p" * 32).key
KIND = ReceiptKind.PURGE


def trusted(key: OKPKey) -> TrustedKeys:
    return TrustedKeys(policy={}, command={key.thumbprint(): key}, seal=bytes(32), version=1)


def log_of(paths: ProfilePaths, seed: bytes = b"d" * 32, enrolment: EnrolmentId = ENROLMENT) -> ReceiptLog:
    return ReceiptLog(
        paths, SetClock(), DeviceSigner(DeviceIdentity(seed), enrolment, lambda: trusted(PLATFORM))
    )


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    return ProfilePaths(tmp_path / "p")


@pytest.fixture
async def log(paths: ProfilePaths) -> ReceiptLog:
    log = log_of(paths)
    for n in range(3):
        await log.append(KIND, f"purge {n}", (("recordings", n),), CommandId("c") if n else None)
    return log


def head_of(links: list[str], count: int, key: OKPKey = PLATFORM, enrolment: EnrolmentId = ENROLMENT) -> str:
    head = link_hash(links[count - 1]) if count else ""
    return sign(RECEIPT_HEAD, ReceiptHead(enrolment, count, head, NOW), key)


def links(paths: ProfilePaths) -> list[str]:
    return paths.receipts.read_text().splitlines()


async def test_links_follow_each_other_from_one(log: ReceiptLog, paths: ProfilePaths) -> None:
    found = await log.all()
    assert [receipt.sequence for receipt in found] == [1, 2, 3]
    assert found[0].previous == ""
    assert [r.previous for r in found[1:]] == [link_hash(link) for link in links(paths)[:2]]
    assert found[2] == Receipt(
        3, link_hash(links(paths)[1]), KIND, ENROLMENT, NOW, "purge 2", (("recordings", 2),), CommandId("c")
    )
    state = await log.state()
    assert (state.links, state.head, state.intact, state.countersigned) == (
        3,
        link_hash(links(paths)[2]),
        True,
        0,
    )


async def test_a_new_log_goes_on_where_the_old_ended(log: ReceiptLog, paths: ProfilePaths) -> None:
    assert (await log_of(paths).append(KIND, "more")).sequence == 4
    assert (await log.state()).intact


async def test_an_empty_chain_is_whole(paths: ProfilePaths) -> None:
    state = await log_of(paths).state()
    assert (state.links, state.head, state.intact) == (0, "", True)
    assert await log_of(paths).all() == ()


async def test_the_countersigned_part_is_not_sent_again(log: ReceiptLog, paths: ProfilePaths) -> None:
    assert await log.unsent() == tuple(links(paths))
    await log.countersigned(head_of(links(paths), 2))
    assert await log.unsent() == (links(paths)[2],)
    assert (await log.state()).countersigned == 2
    await log.countersigned(head_of(links(paths), 3))
    assert await log.unsent() == ()


async def test_the_head_of_no_receipts_is_accepted(paths: ProfilePaths) -> None:
    paths.make()
    await log_of(paths).countersigned(head_of([], 0))
    assert (await log_of(paths).state()).intact


async def test_a_head_that_does_not_fit_is_refused(log: ReceiptLog, paths: ProfilePaths) -> None:
    whole = links(paths)
    stranger = DeviceIdentity(b"s" * 32).key
    for token in (head_of(whole, 2, stranger), head_of(whole, 2, enrolment=EnrolmentId("other")), "nonsense"):
        with pytest.raises(Refused):
            await log.countersigned(token)
    wrong = sign(RECEIPT_HEAD, ReceiptHead(ENROLMENT, 2, "0" * 64, NOW), PLATFORM)
    none = sign(RECEIPT_HEAD, ReceiptHead(ENROLMENT, 0, "0" * 64, NOW), PLATFORM)
    ahead = sign(RECEIPT_HEAD, ReceiptHead(ENROLMENT, 9, "0" * 64, NOW), PLATFORM)
    for token in (wrong, none, ahead):
        with pytest.raises(EnvironmentFault) as caught:
            await log.countersigned(token)
        assert caught.value.explanation.code == "REC-101"
    await log.countersigned(head_of(whole, 3))
    with pytest.raises(EnvironmentFault) as caught:
        await log.countersigned(head_of(whole, 2))
    assert caught.value.explanation.code == "REC-102"


async def test_a_cut_tail_shows(log: ReceiptLog, paths: ProfilePaths) -> None:
    await log.countersigned(head_of(links(paths), 3))
    paths.receipts.write_text("\n".join(links(paths)[:2]) + "\n")
    state = await log.state()
    assert not state.intact
    assert "missing" in state.fault


@pytest.mark.parametrize("order", [[1, 0, 2], [0, 2], [1, 2], [0, 0, 1, 2]])
async def test_moved_or_missing_links_show(log: ReceiptLog, paths: ProfilePaths, order: list[int]) -> None:
    whole = links(paths)
    paths.receipts.write_text("".join(whole[n] + "\n" for n in order))
    fault = (await log.state()).fault
    assert ("did not cut" if order[0] else "does not follow") in fault


async def test_a_forged_or_garbled_link_shows(log: ReceiptLog, paths: ProfilePaths) -> None:
    whole = links(paths)
    stranger = DeviceIdentity(b"s" * 32).key
    forged = sign(RECEIPT, replace((await log.all())[1], detail="nothing happened"), stranger)
    for bad in (forged, "garbage", whole[1][:-4] + "AAAA"):
        paths.receipts.write_text("".join(link + "\n" for link in (whole[0], bad, whole[2])))
        state = await log.state()
        assert not state.intact
        assert "Receipt 2" in state.fault
    paths.receipts.write_text("garbage\n" + whole[1] + "\n")
    assert [receipt.sequence for receipt in await log.all()] == [2]
    assert (await log.append(KIND, "goes on")).sequence == 3


async def test_a_forged_countersignature_confirms_nothing(log: ReceiptLog, paths: ProfilePaths) -> None:
    paths.receipt_head.write_text(head_of(links(paths), 3, DeviceIdentity(b"s" * 32).key))
    assert "not genuine" in (await log.state()).fault
    assert len(await log.unsent()) == 3


async def test_a_torn_last_link_was_never_promised(log: ReceiptLog, paths: ProfilePaths) -> None:
    with paths.receipts.open("ab") as file:
        file.write(b"eyJ0b3Ju")
    assert (await log.state()).links == 3
    assert (await log.append(KIND, "next")).sequence == 4
    assert (await log.state()).intact
    assert (await log.state()).links == 4


async def test_a_new_enrolment_begins_a_new_chain(log: ReceiptLog, paths: ProfilePaths) -> None:
    await log.countersigned(head_of(links(paths), 3))
    old = links(paths)
    other = log_of(paths, b"e" * 32, EnrolmentId("enrolment-2"))
    assert await other.all() == ()
    assert (await other.append(KIND, "first")).sequence == 1
    assert (await other.state()).intact
    kept = list(paths.root.glob("receipts.*.log"))
    assert [path.read_text().splitlines() for path in kept] == [old]
    assert len(list(paths.root.glob("receipts.*.head"))) == 1


async def test_files_that_cannot_be_read_are_faults(paths: ProfilePaths) -> None:
    paths.make()
    paths.receipt_head.mkdir()
    with pytest.raises(EnvironmentFault):
        await log_of(paths).state()
    paths.receipts.mkdir()
    with pytest.raises(EnvironmentFault):
        await log_of(paths).all()


async def test_a_link_of_our_own_that_skips_another_shows(log: ReceiptLog, paths: ProfilePaths) -> None:
    second = replace((await log.all())[1], previous="0" * 64)
    whole = links(paths)
    other = sign(RECEIPT, second, DeviceIdentity(b"d" * 32).key)
    paths.receipts.write_text(f"{whole[0]}\n{other}\n")
    assert "Receipt 2 does not follow" in (await log.state()).fault


async def confirm(log: ReceiptLog, paths: ProfilePaths, count: int) -> None:
    await log.countersigned(head_of(links(paths), count))


async def test_old_links_are_cut_off_and_the_chain_holds(log: ReceiptLog, paths: ProfilePaths) -> None:
    assert await log.prune(2) == 0  # nobody has confirmed them
    await confirm(log, paths, 3)
    assert await log.prune(2) == 2
    found = await log.all()
    assert [receipt.sequence for receipt in found] == [3, 4]
    assert (found[-1].kind, found[-1].counts) == (ReceiptKind.CHAIN_PRUNED, (("through", 2),))
    state = await log.state()
    assert (state.intact, state.links, state.pruned, state.countersigned) == (True, 4, 2, 3)
    assert await log.unsent() == (links(paths)[-1],)
    assert (await log.append(KIND, "next")).sequence == 5
    assert await log.prune(9) == 0  # the link that the countersignature is over stays
    assert (await log.state()).intact


async def test_a_cut_can_be_made_again_and_is_finished_when_killed(
    log: ReceiptLog, paths: ProfilePaths
) -> None:
    await confirm(log, paths, 3)
    before = links(paths)
    await log.prune(1)
    saying = links(paths)[-1]
    paths.receipts.write_text("".join(f"{link}\n" for link in [*before, saying]))  # killed before the cut
    assert (await log.state()).intact
    assert await log.prune(2) == 1  # what was begun, and nothing else
    assert [receipt.sequence for receipt in await log.all()] == [2, 3, 4]
    assert (await log.state()).intact
    await log.countersigned(sign(RECEIPT_HEAD, ReceiptHead(ENROLMENT, 4, link_hash(saying), NOW), PLATFORM))
    assert await log.prune(2) == 2
    assert (await log.state()).intact and (await log.state()).pruned == 3


async def test_nobody_else_can_cut(log: ReceiptLog, paths: ProfilePaths) -> None:
    await confirm(log, paths, 3)
    whole = links(paths)
    paths.receipts.write_text("".join(f"{link}\n" for link in whole[1:]))
    state = await log.state()
    assert not state.intact and "did not cut" in state.fault
    paths.receipts.write_text("".join(f"{link}\n" for link in whole))
    await log.prune(1)
    paths.receipts.write_text("".join(f"{link}\n" for link in links(paths)[1:]))  # one more than was said
    assert "did not cut" in (await log.state()).fault
    assert await log.prune(1) == 0
