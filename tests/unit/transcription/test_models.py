"""Installing models: what is good gets in whole, what is not leaves nothing behind."""

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.policy import AllowedModel
from app.errors import UserFacing
from app.transcription.models import ModelLibrary, Wanted
from tests.support.tiny_model import build
from ui.gallery.memory.clock import MemoryClock

CLOCK = MemoryClock(datetime(2026, 4, 16, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "models", CLOCK)


def left(library: ModelLibrary, tmp_path: Path) -> list[str]:
    root = tmp_path / "models"
    found = [path.name for path in root.iterdir()] if root.exists() else []
    return sorted(name for name in found if not name.startswith("."))


def test_a_folder_is_added_verified_listed_and_removed(
    library: ModelLibrary, folder: Path, tmp_path: Path
) -> None:
    model = library.add(Wanted(str(folder), "tiny", ("en",)))
    assert (model.name, model.languages) == ("tiny", ("en",))
    assert model.size_bytes == sum(path.stat().st_size for path in folder.iterdir())
    library.verify("tiny")
    assert library.models() == (model,)
    assert library.choose("en") == model
    assert library.choose("nl") is None
    library.remove("tiny")
    assert library.models() == ()
    assert "tiny" not in left(library, tmp_path)


def test_a_zip_is_as_good_as_its_folder(library: ModelLibrary, folder: Path, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "tiny"), "zip", folder)
    library.add(Wanted(archive, "zipped"))
    library.verify("zipped")


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json"])
def test_a_folder_without_a_part_is_refused_by_name(
    library: ModelLibrary, folder: Path, tmp_path: Path, name: str
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    (broken / name).unlink()
    with pytest.raises(UserFacing, match=name):
        library.add(Wanted(str(broken)))
    assert left(library, tmp_path) == []


def test_a_model_that_cannot_be_loaded_leaves_nothing_behind(
    library: ModelLibrary, folder: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    data = (broken / "model.bin").read_bytes()
    (broken / "model.bin").write_bytes(data[: len(data) // 2])
    with pytest.raises(UserFacing, match="MOD-101"):
        library.add(Wanted(str(broken)))
    assert left(library, tmp_path) == []
    assert library.models() == ()


def test_a_model_that_was_changed_later_is_told_and_not_used(
    library: ModelLibrary, folder: Path, tmp_path: Path
) -> None:
    library.add(Wanted(str(folder), "tiny"))
    target = tmp_path / "models" / "tiny" / "model.bin"
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.chmod(0o600)
    target.write_bytes(data)
    with pytest.raises(UserFacing, match=r"model\.bin"):
        library.verify("tiny")


def test_a_second_model_of_that_name_needs_a_word(library: ModelLibrary, folder: Path) -> None:
    library.add(Wanted(str(folder), "tiny"))
    with pytest.raises(UserFacing):
        library.add(Wanted(str(folder), "tiny"))
    library.add(Wanted(str(folder), "tiny", replace=True))


def test_a_preference_is_kept_per_language(library: ModelLibrary, folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        library.add(Wanted(str(folder), name))
    library.use("two", ["en"])
    again = ModelLibrary(tmp_path / "models", CLOCK)
    chosen = again.choose("en")
    assert chosen is not None
    assert chosen.name == "two"
    again.remove("two")
    chosen = again.choose("en")
    assert chosen is not None
    assert chosen.name == "one"


def test_where_the_policy_names_models_no_other_is_added_or_used(folder: Path, tmp_path: Path) -> None:
    allowed: list[AllowedModel] = []
    library = ModelLibrary(tmp_path / "models", CLOCK, allowed=lambda: tuple(allowed))
    library.add(Wanted(str(folder), "house"))
    digest = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()
    allowed.append(AllowedModel("other", "0" * 64))
    assert library.models() == ()
    assert library.choose("en") is None
    with pytest.raises(UserFacing, match="MOD-108"):
        library.folder_for("house", "en")
    with pytest.raises(UserFacing, match="not on your organisation's list"):
        library.add(Wanted(str(folder), "second"))
    assert left(library, tmp_path) == ["house"]
    allowed.append(AllowedModel("house", digest))
    assert [model.name for model in library.models()] == ["house"]
    assert library.add(Wanted(str(folder), "second")).name == "second"
