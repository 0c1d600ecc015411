"""trust.json: replaced whole, refused when it cannot be read."""

from pathlib import Path

import pytest

from app.domain.ids import EnrolmentId, OrganisationId
from app.errors import EnvironmentFault
from app.ports.profile import Enrolment, TrustState
from local_store.profile import ProfilePaths
from local_store.trust import FileTrust
from tests.support.things import NOW

STATE = TrustState(
    Enrolment(EnrolmentId("e"), OrganisationId("o"), "Org", "Desk 4", "IT", NOW, "root", "https://localhost"),
    "key-set",
    high_water=NOW,
)


def test_nothing_before_enrolment_then_what_was_saved(tmp_path: Path) -> None:
    trust = FileTrust(ProfilePaths(tmp_path / "p"))
    assert trust.load() is None
    trust.save(STATE)
    assert trust.load() == STATE
    assert ProfilePaths(tmp_path / "p").trust.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("content", "code"), [(b"{}", "STO-241"), (b"", "STO-241"), (None, "STO-204")])
def test_damage_is_told_from_absence(tmp_path: Path, content: bytes | None, code: str) -> None:
    paths = ProfilePaths(tmp_path)
    if content is None:
        paths.trust.mkdir()
    else:
        paths.trust.write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        FileTrust(paths).load()
    assert caught.value.explanation.code == code
