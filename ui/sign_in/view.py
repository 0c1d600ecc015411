"""What the sign-in page shows. Light: it stands before the rest of the console is loaded."""

from dataclasses import dataclass

from app.errors import Explanation


@dataclass(frozen=True)
class KeptLine:
    """One row of "What is kept on this workstation"."""

    icon: str
    title: str
    kept_for: str


@dataclass(frozen=True)
class SignInView:
    """`enrolled` decides between the two forms. Empty strings: nothing to show there.

    `known` is False while the console is still being loaded: the forms take keys already.
    """

    enrolled: bool
    organisation: str = ""
    server: str = ""
    device: str = ""
    enrolled_by: str = ""
    kept: tuple[KeptLine, ...] = ()
    policy: str = ""
    locks: str = ""
    notice: str = ""
    busy: bool = False
    error: Explanation | None = None
    known: bool = True
