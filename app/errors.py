"""Errors in three kinds: the world failed, the user must know, or we have a bug."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """What a person reads: a code for IT, what happened, and the next step. One sentence each."""

    code: str
    what: str
    next_step: str


class CallNexError(Exception):
    """Base of every error this program raises on purpose."""

    def __init__(self, code: str, what: str, next_step: str) -> None:
        super().__init__(f"{code}: {what} {next_step}")
        self.explanation = Explanation(code, what, next_step)


class EnvironmentFault(CallNexError):
    """The world is not as it should be (network, disk, keyring, device); trying again may help."""


class UserFacing(CallNexError):
    """A refusal or limit that the person can act on."""


class Bug(CallNexError):
    """An invariant of ours does not hold; never caught to go on as if nothing happened."""

    def __init__(self, what: str) -> None:
        super().__init__("BUG-001", what, "Please report this with the details for IT.")
