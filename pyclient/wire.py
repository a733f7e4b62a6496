"""Requests to JSON and answers from JSON, without a double in between.

Decimals travel as JSON texts to the server (the contract takes numbers as texts; a JSON number of more than
15 digits would be a double on the server) and come back as JSON numbers, which are read into Decimal.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, TypeVar, Union

from pyclient.errors import UnreadableAnswerError
from pyclient.models.fields import KEEP, Page, Request, refuse_floats

JsonValue: TypeAlias = bool | int | Decimal | str | list["JsonValue"] | dict[str, "JsonValue"] | None
"""What an answer holds before it is put into a dataclass."""

T = TypeVar("T")


def encode(request: Request | Mapping[str, object]) -> str:
    """Write a request as JSON: absent members are left out, Decimals, days and instants become texts.

    >>> encode({"amount": Decimal("12.50")})
    '{"amount":"12.50"}'

    Raises TypeError for a float, ValueError for a number that is none (NaN, infinity) and for a text that is
    not valid Unicode.
    """
    if not isinstance(request, Request):
        refuse_floats(request, "request")
    text = json.dumps(_to_json(request), ensure_ascii=False, separators=(",", ":"))
    text.encode("utf-8")  # a lone surrogate must fail here, with a ValueError, and not in the driver
    return text


def member_name(field: dataclasses.Field[object]) -> str:
    """The member's name in JSON: the field's own, but for the names that Python keeps (from)."""
    return str(field.metadata.get("member", field.name))


def _to_json(value: object) -> object:
    if isinstance(value, Request):
        # None is left out as well as KEEP: for an optional member null and absence are the same. Where null
        # means "clear it" (a change of master data), the field's default is KEEP and None is sent.
        return {
            member_name(field): _to_json(member)
            for field in dataclasses.fields(value)
            if (member := getattr(value, field.name)) is not KEEP
            and (member is not None or field.default is KEEP)
        }
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is no amount")
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _to_json(member) for name, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [_to_json(member) for member in value]
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"{type(value).__name__} cannot be part of a request")


def parse(text: str) -> JsonValue:
    """Read JSON with every fraction as a Decimal. ValueError where it is none; NaN and Infinity are none.

    >>> parse('{"amount": 5172.70}')
    {'amount': Decimal('5172.70')}
    """
    value: JsonValue = json.loads(text, parse_float=Decimal, parse_int=int, parse_constant=_refuse_constant)
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def decode(kind: type[T], text: str) -> T:
    """Read an answer into a dataclass: unknown members are ignored, absent ones take the field's default.

    Raises :class:`~pyclient.errors.UnreadableAnswerError` when a member without default is absent or of
    another kind.
    """
    return from_json(kind, parse(text))


def from_json(kind: type[T], value: JsonValue) -> T:
    """As :func:`decode`, of a value that is already parsed."""
    return typing.cast(T, _convert(kind, value, kind.__name__))


def decode_page(kind: type[T], member: str, text: str) -> Page[T]:
    """Read a list's answer, whose rows stand in ``member``."""
    answer = parse(text)
    if not isinstance(answer, dict):
        raise UnreadableAnswerError("the answer is no object")
    rows = _convert(tuple[kind, ...], answer.get(member), member)  # type: ignore[valid-type]
    after = answer.get("next_after")
    if not (after is None or isinstance(after, (int, str))):
        raise UnreadableAnswerError(f"the answer's next_after is {after!r}, which this client cannot read")
    return Page(typing.cast(tuple[T, ...], rows), after)


def _convert(kind: object, value: JsonValue, where: str) -> object:
    """``kind`` is a field's type: a scalar, a dataclass, tuple[X, ...], dict or a union with None."""
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        choices = typing.get_args(kind)
        if value is None and type(None) in choices:
            return None
        kinds = [choice for choice in choices if choice is not type(None)]
        return _convert(type(value) if type(value) in kinds else kinds[0], value, where)
    if origin is tuple and isinstance(value, list):
        element = typing.get_args(kind)[0]
        return tuple(_convert(element, each, f"{where}[{at}]") for at, each in enumerate(value))
    if origin is dict and isinstance(value, dict):
        return value  # an object whose members are the caller's own
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind) and isinstance(value, dict):
            return _to_dataclass(kind, value, where)
        if value is not None and kind in _SCALARS:
            try:
                return _SCALARS[kind](value)
            except (ValueError, TypeError, ArithmeticError):
                pass
    raise UnreadableAnswerError(f"the answer's {where} is {value!r}, which this client cannot read")


def _to_dataclass(kind: type, value: dict[str, JsonValue], where: str) -> object:
    members: dict[str, object] = {}
    for field, annotation in _fields(kind):
        name = member_name(field)
        has_default = (
            field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        )
        if name in value and not (value[name] is None and has_default):
            members[field.name] = _convert(annotation, value[name], f"{where}.{name}")
        elif name not in value and not has_default:
            raise UnreadableAnswerError(f"the answer has no member {name} in {where}")
    result: object = kind(**members)
    return result


@functools.cache
def _fields(kind: type) -> tuple[tuple[dataclasses.Field[object], object], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in dataclasses.fields(kind))


def _read_decimal(value: JsonValue) -> Decimal:
    if isinstance(value, (Decimal, int, str)) and not isinstance(value, bool):
        return Decimal(value)
    raise TypeError


def _read_int(value: JsonValue) -> int:
    if isinstance(value, (int, str)) and not isinstance(value, bool):
        return int(value)
    raise TypeError


def _read_text(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    raise TypeError


def _read_bool(value: JsonValue) -> bool:
    # The engines disagree about true and 1 in places; an old or new server may send either.
    if value in (True, False, 0, 1):
        return bool(value)
    raise TypeError


def _read_day(value: JsonValue) -> date:
    return date.fromisoformat(_read_text(value))


def _read_instant(value: JsonValue) -> datetime:
    instant = datetime.fromisoformat(_read_text(value))
    if instant.tzinfo is None:
        raise ValueError
    return instant


_SCALARS: Mapping[type, typing.Callable[[JsonValue], object]] = {
    Decimal: _read_decimal,
    int: _read_int,
    str: _read_text,
    bool: _read_bool,
    date: _read_day,
    datetime: _read_instant,
}
