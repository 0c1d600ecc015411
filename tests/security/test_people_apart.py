"""Two people on one OS account, and two OS users on one computer: neither sees anything of the other.

Real stores, one profile each in one data folder; what a process opens is seen by an audit hook in a process
of its own, what another OS user may do is tried as another OS user.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ids import OrganisationId, RecordingId, UserId
from app.domain.recording import RecordingFilter
from app.errors import CallNexError, EnvironmentFault, UserFacing
from local_store.connection import open_keyed
from local_store.keys import KEYRING_SECRET, Cost, KeyringHalfGone, ProfileKeys
from local_store.opened import OpenStores, open_stores
from local_store.profile import ProfilePaths, WorkstationPaths
from local_store.subkey import subkey
from tests.support.profiles import ENROLMENT, TestSealer
from tests.support.secrets import MemorySecrets
from tests.support.things import SetClock, call, campaign, contact, mark, page, policy, recording, transcript

CHEAP = Cost(1, 8192)
ORGANISATION = OrganisationId("org-1")
R1 = RecordingId("recording-1")
AUDIO = bytes(range(256)) * 512
OTHER_UID = 65534


class Person:
    """Somebody who works here, with a word that nobody else's data has."""

    def __init__(self, root: Path, name: str, word: str) -> None:
        self.word, self.password = word, f"password of {name}"
        self.paths: ProfilePaths = WorkstationPaths(root).profile(ORGANISATION, UserId(name))
        self.secrets = MemorySecrets()
        self.keys = ProfileKeys(self.paths, self.secrets, CHEAP)
        self.key = self.keys.create()

    def open(self) -> OpenStores:
        return open_stores(self.paths, self.key, SetClock(), TestSealer(), ENROLMENT)

    async def works(self) -> None:
        """Have a campaign, a contact, a call with its sound and its text, a comment."""
        opened = self.open()
        try:
            stores = opened.stores
            await stores.replica.put_policy(policy())
            await stores.replica.apply(
                page(
                    campaigns=(campaign(name=f"Campaign {self.word}"),),
                    contacts=(contact(name=f"Customer {self.word}"),),
                    calls=(call(),),
                    recordings=(recording(contact_name=f"Customer {self.word}"),),
                    transcripts=(transcript(1, f"the word is {self.word}"),),
                    marks=(mark(text=f"marked {self.word}"),),
                )
            )
            writer = await stores.media.writer(R1)
            await writer.write(AUDIO)
            await writer.commit()
        finally:
            opened.close()


@pytest.fixture
def root() -> Iterator[Path]:
    """A data folder that another OS user can reach, as a home that is open to all."""
    base = Path(tempfile.mkdtemp(prefix="callnex-apart-"))
    base.chmod(0o755)
    yield base / "data"
    shutil.rmtree(base)


@pytest.mark.anyio
async def test_one_sees_no_row_no_find_no_sound_of_the_other(root: Path) -> None:
    ada, ben = Person(root, "ada", "aubergine"), Person(root, "ben", "bergamot")
    await ada.works()
    await ben.works()
    for me, other in ((ada, ben), (ben, ada)):
        opened = me.open()
        try:
            stores = opened.stores
            everything = (
                await stores.campaigns.all(),
                (await stores.recordings.page(RecordingFilter(), None, 50)).items,
                await stores.recordings.transcript(R1),
                await stores.recordings.marks(R1),
                await stores.outbox.items(),
            )
            assert me.word in repr(everything) and other.word not in repr(everything)
            assert (await stores.recordings.page(RecordingFilter(text=me.word), None, 50)).total == 1
            assert (await stores.recordings.page(RecordingFilter(text=other.word), None, 50)).total == 0
        finally:
            opened.close()


@pytest.mark.anyio
async def test_no_secret_of_one_opens_anything_of_the_other(root: Path) -> None:
    ada, ben = Person(root, "ada", "aubergine"), Person(root, "ben", "bergamot")
    await ada.works()
    await ben.works()
    assert ada.key != ben.key
    assert ada.secrets.get(KEYRING_SECRET) != ben.secrets.get(KEYRING_SECRET)
    ada.keys.add_offline_slot(ada.key, ada.password, SetClock().at.replace(year=2027))
    with pytest.raises(KeyringHalfGone):
        ProfileKeys(ada.paths, ben.secrets, CHEAP).unlock_with_keyring()
    with pytest.raises(UserFacing):
        ada.keys.unlock_offline(ben.password, SetClock().at)
    for path, name in ((ada.paths.console, b"console.db"), (ada.paths.keys, b"keys.db")):
        with pytest.raises(EnvironmentFault):
            open_keyed(path, subkey(ben.key, name))
    with pytest.raises(CallNexError):
        open_stores(ada.paths, ben.key, SetClock(), TestSealer(), ENROLMENT)


OPEN_AND_LOOK = """
import asyncio, json, sys
from pathlib import Path
seen = []
WATCHED = ("open", "sqlite3.connect", "os.listdir", "os.scandir")
def note(event, arguments):
    if event in WATCHED and isinstance(arguments[0], (str, bytes)):
        seen.append(str(arguments[0]))
root, paths, key = Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(sys.stdin.read())
from app.domain.recording import RecordingFilter
from local_store.opened import open_stores
from local_store.profile import ProfilePaths
from tests.security.test_people_apart import R1
from tests.support.profiles import ENROLMENT, TestSealer
from tests.support.things import SetClock
sys.addaudithook(note)
async def look():
    opened = open_stores(ProfilePaths(paths), key, SetClock(), TestSealer(), ENROLMENT)
    await opened.stores.recordings.page(RecordingFilter(text="aubergine bergamot"), None, 50)
    with await opened.stores.media.open(R1) as sound:
        sound.read()
    await opened.stores.retention.purge()
    await opened.stores.retention.scrub()
    opened.close()
asyncio.run(look())
print(json.dumps([path for path in seen if path.startswith(str(root))]))
"""


def test_no_file_of_one_is_opened_for_the_other(root: Path) -> None:
    ada, ben = Person(root, "ada", "aubergine"), Person(root, "ben", "bergamot")
    asyncio.run(ada.works())
    asyncio.run(ben.works())
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AND_LOOK, str(root), str(ben.paths.root)],
        input=ben.key.hex(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    opened = json.loads(done.stdout)
    assert [path for path in opened if path.startswith(str(ben.paths.root))], "nothing was watched"
    assert [path for path in opened if not path.startswith(str(ben.paths.root))] == []


def test_every_file_is_its_owners_alone_and_no_name_tells_of_a_person(root: Path) -> None:
    WorkstationPaths(root).device.make()
    ada = Person(root, "ada", "aubergine")
    asyncio.run(ada.works())
    for path in (root, *root.rglob("*")):
        mode = path.stat().st_mode & 0o777
        assert mode & 0o077 == 0, f"{path.relative_to(root.parent)} is {mode:o}"
        assert "ada" not in str(path.relative_to(root)) and "recording" not in path.name


@pytest.mark.skipif(os.getuid() != 0, reason="only root can try as another OS user")
@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv (util-linux) is not on this computer")
def test_another_os_user_can_neither_list_nor_read_nor_write(root: Path) -> None:
    ada = Person(root, "ada", "aubergine")
    asyncio.run(ada.works())
    files = [path for path in root.rglob("*") if path.is_file()]
    assert len(files) >= 4
    # Even where somebody opened the folders above: each profile looks after itself.
    for opened in ((), (root, root / "profiles")):
        for folder in opened:
            folder.chmod(0o755)
        assert _refused("ls", str(ada.paths.root))
        for path in files:
            assert _refused("cat", str(path)), path.name
            assert _refused("sh", "-c", f"echo x >> '{path}'"), path.name
    assert not _refused("ls", str(root)), "the other user must be able to reach the folder at all"


def _refused(*command: str) -> bool:
    other = ("setpriv", f"--reuid={OTHER_UID}", f"--regid={OTHER_UID}", "--clear-groups")
    done = subprocess.run([*other, *command], capture_output=True, text=True, check=False)
    return done.returncode != 0 and "denied" in done.stderr
