"""The models everybody knows by name. Sizes and languages as their publishers give them."""

from dataclasses import dataclass

MIT = "MIT"
ENGLISH = ("en",)
ANY: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """A model on the public hub, or with this program where `repository` is empty.

    `languages` empty: any. `size_mb` of its files, in millions of bytes; `note` what must be known.
    """

    name: str
    repository: str
    languages: tuple[str, ...]
    size_mb: int
    licence: str = MIT
    note: str = ""


DEMO = Published("demo", "", ENGLISH, 3, "Apache-2.0", "demo: synthetic English call speech only")
PUBLISHED = (
    DEMO,
    Published("tiny", "Systran/faster-whisper-tiny", ANY, 78),
    Published("tiny.en", "Systran/faster-whisper-tiny.en", ENGLISH, 78),
    Published("base", "Systran/faster-whisper-base", ANY, 148),
    Published("base.en", "Systran/faster-whisper-base.en", ENGLISH, 148),
    Published("small", "Systran/faster-whisper-small", ANY, 486),
    Published("small.en", "Systran/faster-whisper-small.en", ENGLISH, 486),
    Published("distil-small.en", "Systran/faster-distil-whisper-small.en", ENGLISH, 336),
    Published("medium", "Systran/faster-whisper-medium", ANY, 1530),
    Published("medium.en", "Systran/faster-whisper-medium.en", ENGLISH, 1530),
    Published("distil-large-v3", "Systran/faster-distil-whisper-large-v3", ENGLISH, 1515),
    Published("large-v2", "Systran/faster-whisper-large-v2", ANY, 3090),
    Published("large-v3", "Systran/faster-whisper-large-v3", ANY, 3090),
    Published("large-v3-turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", ANY, 1620),
)


def published(name: str) -> Published | None:
    """Return the model of this name, None where the catalogue has none."""
    return next((model for model in PUBLISHED if model.name == name), None)
