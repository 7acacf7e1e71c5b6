"""A manuscript as plain values that JSON can hold, and back: how it comes out of the child that read it."""

import binascii
import types
import typing
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from .manuscript import Manuscript

KIND = "is"


class PackingError(ValueError):
    """What was packed is no manuscript."""


def packed(manuscript: Manuscript) -> dict[str, Any]:
    """Return a manuscript as plain values; what is as it mostly is stays out."""
    return _packed_fields(manuscript)


def unpacked(values: Any) -> Manuscript:
    """Return the manuscript that was packed; anything else is refused."""
    made = _unpacked(values, Manuscript)
    assert isinstance(made, Manuscript)
    return made


def _packed_fields(value: Any) -> dict[str, Any]:
    said: dict[str, Any] = {KIND: type(value).__name__}
    kind: Any = type(value)
    for name, field in _fields(kind).items():
        held = getattr(value, name)
        if field.default is MISSING or held != field.default:
            said[name] = _packed(held)
    return said


def _packed(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return [_packed(each) for each in value]
    if is_dataclass(value):
        return _packed_fields(value)
    raise PackingError(f"a {type(value).__name__} cannot be packed")


def _unpacked(value: Any, said: Any) -> Any:
    origin = typing.get_origin(said)
    if origin in (typing.Union, types.UnionType):
        return _one_of(value, typing.get_args(said))
    if origin is tuple:
        inner, *rest = typing.get_args(said)
        if not isinstance(value, list) or rest != [Ellipsis]:
            raise PackingError("a list was expected")
        return tuple(_unpacked(each, inner) for each in value)
    if is_dataclass(said):
        return _unpacked_fields(value, said)
    if said is bytes:
        return _bytes(value)
    if isinstance(said, type) and issubclass(said, StrEnum):
        return _member(value, said)
    if type(value) is not said or said not in (str, int, bool):
        raise PackingError(f"{said} was expected, and {type(value).__name__} came")
    return value


def _one_of(value: Any, kinds: tuple[Any, ...]) -> Any:
    if value is None and types.NoneType in kinds:
        return None
    if isinstance(value, Mapping):
        for kind in kinds:
            if is_dataclass(kind) and getattr(kind, "__name__", "") == value.get(KIND):
                return _unpacked(value, kind)
    raise PackingError("none of the kinds that may stand here")


def _unpacked_fields(value: Any, kind: Any) -> Any:
    if not isinstance(value, Mapping) or value.get(KIND) != kind.__name__:
        raise PackingError(f"no {kind.__name__}")
    known, hints = _fields(kind), _hints(kind)
    given = {name: held for name, held in value.items() if name != KIND}
    needed = {name for name, field in known.items() if field.default is MISSING}
    if not given.keys() <= known.keys() or not needed <= given.keys():
        raise PackingError(f"not the fields of a {kind.__name__}")
    return kind(**{name: _unpacked(held, hints[name]) for name, held in given.items()})


def _bytes(value: Any) -> bytes:
    try:
        return b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise PackingError("no bytes") from error


def _member(value: Any, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value)
    except ValueError as error:
        raise PackingError(f"no {kind.__name__}") from error


@cache
def _fields(kind: Any) -> dict[str, "Field[Any]"]:
    return {field.name: field for field in fields(kind)}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)
