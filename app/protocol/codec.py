"""Bytes to typed values and back: one cached pydantic adapter per type."""

from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_adapter = lru_cache(maxsize=256)(TypeAdapter)


def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return the validator of `kind`, built once: building is slow, validating is not."""
    return _adapter(kind)


def decode(kind: type[T], data: bytes | str) -> T:
    """Return `data` (JSON) as `kind`; raises pydantic.ValidationError on anything else."""
    value: T = adapter(kind).validate_json(data)
    return value


def encode(value: object) -> bytes:
    """Return `value` (a dataclass) as JSON bytes."""
    return adapter(type(value)).dump_json(value)
