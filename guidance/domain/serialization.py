"""Dataclasses as plain JSON values, and back: one way for frozen texts, frames and releases.

What a field holds is read from its annotation: other dataclasses, enumerations, dates, tuples,
mappings with keys of text, and values that may be None.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any) -> Any:
    """Return a dataclass, or what stands in one, as plain JSON: tuples as lists, dates in ISO 8601.

    Sets become sorted lists, so that equal values are always the same JSON.
    """
    if hasattr(value, "__dataclass_fields__"):
        # dataclasses.asdict would copy everything once more.
        return {field.name: dump(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): dump(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [dump(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(dump(item) for item in value)
    return value.isoformat() if isinstance(value, date) else value


def load(cls: type[T], data: Any) -> T:
    """Build ``cls`` from what ``dump`` made of one.

    Raises KeyError, TypeError or ValueError for what such a value does not have.
    """
    hint: Any = cls
    loaded: T = _reader(hint)(data)
    return loaded


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return the function that reads a value of this type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hasattr(hint, "__dataclass_fields__"):
        return _dataclass_reader(hint)
    if origin is Literal:
        return _literal_reader(arguments)
    if origin in {Union, UnionType} and NoneType in arguments:
        inner = _reader(next(kind for kind in arguments if kind is not NoneType))
        return lambda value: None if value is None else inner(value)
    if origin in {tuple, frozenset}:
        item = _reader(arguments[0])
        return lambda value: origin(item(entry) for entry in _required(list, value))
    if origin in {dict, Mapping}:
        item = _reader(arguments[1])
        return lambda value: {key: item(entry) for key, entry in _required(dict, value).items()}
    if hint in {datetime, date}:
        from_text: Callable[[Any], Any] = hint.fromisoformat
        return from_text
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint is Any:
        return lambda value: value
    return lambda value: _required(hint, value)


def _dataclass_reader(cls: type[Any]) -> Callable[[Any], Any]:
    hints = get_type_hints(cls)
    readers = {field.name: _reader(hints[field.name]) for field in fields(cls)}

    def read_fields(data: Any) -> Any:
        return cls(**{name: readers[name](value) for name, value in _required(dict, data).items()})

    return read_fields


def _literal_reader(allowed: tuple[Any, ...]) -> Callable[[Any], Any]:
    def read_one(value: Any) -> Any:
        if value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(map(repr, allowed))}")
        return value

    return read_one


def _required(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
