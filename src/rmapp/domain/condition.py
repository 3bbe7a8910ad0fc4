"""Conditions as data, never code: read from a file, checked against the fields there are, and three-valued.

A condition is `all`, `any`, `not` or a leaf `{field, op, value}` (in boards the field is called `metric`).
Source of the language and its logic: domain reference, 6.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal, cast

from rmapp.domain.money import Money
from rmapp.domain.written_value import misfit
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rmapp.domain.known import Known, Plain, Values

FieldType = Literal["enum", "set", "bool", "int", "number", "ratio", "money", "date"]
Op = Literal["eq", "ne", "in", "not_in", "gt", "gte", "lt", "lte", "between", "has_any", "has_all", "is_known"]
Truth = bool | None
"""True, False, or None where it is not known."""

DEEPEST = 8
"""How many conditions may stand inside each other."""

_MOST_DIGITS = 18

_ORDERED = ("gt", "gte", "lt", "lte", "between")
_FITTING: Mapping[str, tuple[str, ...]] = {
    "enum": ("eq", "ne", "in", "not_in"),
    "set": ("has_any", "has_all"),
    "bool": ("eq", "ne"),
    "int": ("eq", "ne", "in", "not_in", *_ORDERED),
    "number": ("eq", "ne", *_ORDERED),
    "ratio": ("eq", "ne", *_ORDERED),
    "money": ("eq", "ne", *_ORDERED),
    "date": ("eq", "ne", *_ORDERED),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One requirement; `value` is of the field's type, a tuple for `in`, `between` and the like."""

    field: str
    type: FieldType
    op: Op
    value: Plain | tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True if all parts are; false if one is false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True if one part is; false if all are false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of its part; unknown stays unknown."""

    part: Condition


Condition = Leaf | AllOf | AnyOf | Not


class ConditionFault(InputError):
    """A condition that cannot be read: the place in it, parts counted from 1, and what is wrong there."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__({place: _("{place}: {what}").format(place=place or _("condition"), what=what)})
        self.place = place
        self.what = what


@dataclass(frozen=True, slots=True)
class Judged:
    """A leaf with what is known of its field and whether it is met; `opposed` leaves stand under a `not`."""

    leaf: Leaf
    known: Known | None
    truth: Truth
    opposed: bool = False


def parse_condition(data: object, fields: Mapping[str, FieldType], place: str = "") -> Condition:
    """Return the condition that JSON describes. Raises ConditionFault for one that cannot be read."""
    return _parse(data, fields, place, 1)


def evaluate(condition: Condition, values: Values, convert: Callable[[Money, str], Money | None]) -> Truth:
    """Return whether a condition holds for what is known of a firm (three-valued, domain 6.2).

    `convert` turns money into another currency, None where no rate is known; the leaf is then unknown.
    """
    if isinstance(condition, Leaf):
        return holds(condition, values.get(condition.field), convert)
    if isinstance(condition, Not):
        inner = evaluate(condition.part, values, convert)
        return None if inner is None else not inner
    decides = isinstance(condition, AnyOf)
    found: Truth = not decides
    for part in condition.parts:
        truth = evaluate(part, values, convert)
        if truth is decides:
            return decides
        if truth is None:
            found = None
    return found


def judged(
    condition: Condition, values: Values, convert: Callable[[Money, str], Money | None], *, opposed: bool = False
) -> Iterator[Judged]:
    """Yield every leaf in the order of the file, with what is known of it."""
    if isinstance(condition, Leaf):
        known = values.get(condition.field)
        yield Judged(condition, known, holds(condition, known, convert), opposed)
        return
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    turned = opposed ^ isinstance(condition, Not)
    for part in parts:
        yield from judged(part, values, convert, opposed=turned)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield every leaf in the order of the file."""
    if isinstance(condition, Leaf):
        yield condition
        return
    for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
        yield from leaves(part)


def holds(leaf: Leaf, known: Known | None, convert: Callable[[Money, str], Money | None]) -> Truth:
    """Return whether one requirement is met by what is known of its field."""
    if leaf.op == "is_known":
        return (known is not None) is leaf.value
    if known is None:
        return None
    if leaf.type == "set":
        held = cast("frozenset[str]", known.value)
        wanted = cast("tuple[str, ...]", leaf.value)
        return any(one in held for one in wanted) if leaf.op == "has_any" else held.issuperset(wanted)
    if leaf.type in ("enum", "bool"):
        return _same(leaf, known.value)
    return _in_order(leaf, known, convert)


def _same(leaf: Leaf, value: object) -> bool:
    match leaf.op:
        case "eq":
            return value == leaf.value
        case "ne":
            return value != leaf.value
        case "in":
            return value in cast("tuple[object, ...]", leaf.value)
        case _:
            return value not in cast("tuple[object, ...]", leaf.value)


def _in_order(leaf: Leaf, known: Known, convert: Callable[[Money, str], Money | None]) -> Truth:
    """Compare a number, an amount or a day that may only be known to lie between two ends."""
    low = None if known.bound == "at_most" else known.value
    high = known.value if known.bound in ("exact", "at_most") else known.high
    wanted = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    if leaf.type == "money":
        ccy = cast("Money", wanted[0]).ccy
        low, high = (_minor(one, ccy, convert) for one in (low, high))
        wanted = tuple(cast("Money", one).minor for one in wanted)
        if low is None and high is None:
            return None
    return _compare(leaf.op, low, high, wanted)


def _minor(value: object, ccy: str, convert: Callable[[Money, str], Money | None]) -> int | None:
    if not isinstance(value, Money):
        return None
    turned = value if value.ccy == ccy else convert(value, ccy)
    return None if turned is None else turned.minor


def _compare(op: Op, low: Any, high: Any, wanted: tuple[Any, ...]) -> Truth:  # noqa: ANN401 - numbers or days
    first, last = wanted[0], wanted[-1]
    match op:
        case "gt":
            return _either(low is not None and low > first, high is not None and high <= first)
        case "gte":
            return _either(low is not None and low >= first, high is not None and high < first)
        case "lt":
            return _either(high is not None and high < first, low is not None and low >= first)
        case "lte":
            return _either(high is not None and high <= first, low is not None and low > first)
        case "between":
            inside = low is not None and high is not None and low >= first and high <= last
            outside = (high is not None and high < first) or (low is not None and low > last)
            return _either(inside, outside)
        case "eq" | "in":
            return _one_of(low, high, wanted)
        case _:
            found = _one_of(low, high, wanted)
            return None if found is None else not found


def _one_of(low: Any, high: Any, wanted: tuple[Any, ...]) -> Truth:  # noqa: ANN401 - numbers or days
    if low is not None and low == high:
        return low in wanted
    possible = any((low is None or low <= one) and (high is None or one <= high) for one in wanted)
    return None if possible else False


def _either(yes: bool, no: bool) -> Truth:  # noqa: FBT001 - two halves of one truth
    return True if yes else False if no else None


def _parse(data: object, fields: Mapping[str, FieldType], place: str, depth: int) -> Condition:
    if depth > DEEPEST:
        raise ConditionFault(place, _("Conditions stand more than {n} deep.").format(n=DEEPEST))
    if not isinstance(data, dict):
        raise ConditionFault(place, _("A condition is missing."))
    for word, kind in (("all", AllOf), ("any", AnyOf)):
        if word in data:
            _only(data, (word,), place)
            parts = data[word]
            if not isinstance(parts, list) or not parts:
                raise ConditionFault(place, _("“{word}” needs a list of conditions.").format(word=word))
            inner = (_parse(one, fields, f"{place}.{word}[{n}]", depth + 1) for n, one in enumerate(parts, 1))
            return kind(tuple(inner))
    if "not" in data:
        _only(data, ("not",), place)
        return Not(_parse(data["not"], fields, f"{place}.not", depth + 1))
    return _leaf(data, fields, place)


def _leaf(data: Mapping[str, Any], fields: Mapping[str, FieldType], place: str) -> Leaf:
    name = "metric" if "metric" in data else "field"
    _only(data, (name, "op", "value"), place)
    field, op = data.get(name), data.get("op")
    if not isinstance(field, str) or field not in fields:
        raise ConditionFault(place, _("“{field}” is not a field that conditions know.").format(field=field))
    kind = fields[field]
    if op != "is_known" and op not in _FITTING[kind]:
        raise ConditionFault(place, _("“{op}” does not fit the field “{field}”.").format(op=op, field=field))
    return Leaf(field, kind, cast("Op", op), _wanted(kind, cast("str", op), data.get("value"), place))


def _wanted(kind: FieldType, op: str, value: object, place: str) -> Plain | tuple[Plain, ...]:
    if op == "is_known":
        return _typed("bool", value, place)
    if op not in ("in", "not_in", "between", "has_any", "has_all"):
        return _typed(kind, value, place)
    if not isinstance(value, list) or not value or (op == "between" and len(value) != 2):
        raise ConditionFault(place, _("“{op}” needs a list of values.").format(op=op))
    values = tuple(_typed("enum" if kind == "set" else kind, one, place) for one in value)
    if len({one.ccy for one in values if isinstance(one, Money)}) > 1:
        raise ConditionFault(place, _("The two ends of “between” are in different currencies."))
    if op == "between" and _key(values[0]) > _key(values[1]):
        raise ConditionFault(place, _("The two ends of “between” are the wrong way round."))
    return values


def _typed(kind: FieldType, value: object, place: str) -> Plain:
    try:
        if kind == "money" and isinstance(value, dict) and "ccy" in value:
            return Money.model_validate(value)
        if kind == "date" and isinstance(value, str):
            return date.fromisoformat(value)
        if kind in ("number", "ratio") and isinstance(value, int | float | str) and not isinstance(value, bool):
            return _finite(Decimal(str(value)))
    except (ValueError, InvalidOperation, InputError) as error:
        raise ConditionFault(place, misfit(kind, value)) from error
    fits = {"enum": str, "bool": bool, "int": int}.get(kind)
    if fits is None or not isinstance(value, fits) or (kind == "int" and isinstance(value, bool)):
        raise ConditionFault(place, misfit(kind, value))
    return cast("Plain", value)


def _finite(value: Decimal) -> Decimal:
    """Return a number that others can be held against. Raises ValueError for NaN, infinity and one like 1e99."""
    if not value.is_finite() or value.adjusted() > _MOST_DIGITS:
        raise ValueError(value)
    return value


def _key(value: Plain) -> Any:  # noqa: ANN401 - numbers or days
    return value.minor if isinstance(value, Money) else value


def _only(data: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    strange = [str(name) for name in data if name not in known]
    if strange:
        raise ConditionFault(place, _("“{name}” does not belong into a condition.").format(name=strange[0]))
