"""Marks a dataclass that travels: the wire refuses fields it does not know."""

from typing import ClassVar


class Wire:
    """Base of dataclasses validated at the wire by `app.protocol`.

    pydantic reads `__pydantic_config__` from the class; `extra="forbid"` must be set here, because
    `TypeAdapter(config=...)` is not accepted for dataclasses and extras would be dropped in silence.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}
