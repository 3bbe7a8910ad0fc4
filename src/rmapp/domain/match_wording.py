"""The rules of a match in words: what is known, what is asked for, and who said it (domain reference, 6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.money import Money
from rmapp.domain.value_fields import field_label, plain_text, value_text
from rmapp.domain.wording import format_partial
from rmapp.i18n import _, listed, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.domain.condition import Leaf
    from rmapp.domain.known import Plain
    from rmapp.domain.matching import Finding, Mark, Ruling
    from rmapp.domain.partial_date import PartialDate


class MatchLine(NamedTuple):
    """One requirement with what is known of its field, in the current language.

    `points` is what a preferred condition is worth, None for one of the eligibility; `choice` numbers the
    alternatives of which one is enough, 0 for none.
    """

    mark: Mark
    field: str
    label: str
    actual: str
    requirement: str
    as_of: PartialDate | None
    source: str
    points: int | None
    is_preferred: bool
    choice: int = 0
    decides: bool = True


def match_lines(found: Finding) -> tuple[MatchLine, ...]:
    """Return the rules of a match in the order of the file, eligibility first."""
    return tuple(_line(one) for one in found.rulings)


def line_text(line: MatchLine) -> str:
    """Return one rule as a sentence: “R&D / revenue: 14.6%, needs at least 5%”."""
    said = _("{label}: {actual}, needs {requirement}")
    return said.format(label=line.label, actual=line.actual, requirement=line.requirement)


def origin_text(line: MatchLine) -> str:
    """Return who said what is known, and when: “Audit report, as of 31 Dec 2025”; empty where neither is known."""
    if line.as_of is None:
        return line.source
    day = format_partial(line.as_of)
    return _("{source}, as of {date}").format(source=line.source, date=day) if line.source else day


def result_text(result: str) -> str:
    """Return the result of a match in words."""
    words = {"eligible": _("May be offered"), "possible": _("Ask the client"), "not_eligible": _("Not eligible")}
    return words[result]


def state_text(state: str) -> str:
    """Return how a product stands for a firm, in words: what became of it, else what the match says."""
    words = {
        "in_use": _("In use"),
        "proposed": pgettext("product", "Proposed"),
        "refused": _("Refused"),
        "mentioned": _("Mentioned"),
        "eligible": _("Fits, never discussed"),
        "possible": _("To ask"),
        "not_eligible": _("Not eligible"),
    }
    return words[state]


def asked_for(lines: Sequence[MatchLine]) -> tuple[str, ...]:
    """Return what to find out before a possible product is decided, each fact once."""
    return _once(line.label for line in lines if line.mark == "unknown" and line.decides and not line.is_preferred)


def said_against(lines: Sequence[MatchLine]) -> tuple[str, ...]:
    """Return why a product is not eligible: the facts that are in the way with what is known of them."""
    pattern = _("{label}: {actual}")
    return _once(
        pattern.format(label=line.label, actual=line.actual)
        for line in lines
        if line.mark == "missed" and line.decides and not line.is_preferred
    )


def requirement_text(leaf: Leaf, *, opposed: bool = False) -> str:
    """Return what a requirement asks for; under a `not` its opposite."""
    said = _asked(leaf)
    return _("not: {requirement}").format(requirement=said) if opposed else said


def _line(ruling: Ruling) -> MatchLine:
    leaf, known = ruling.leaf, ruling.known
    actual = _("not known") if known is None else value_text(known, leaf.type, leaf.field)
    return MatchLine(
        mark=ruling.mark,
        field=leaf.field,
        label=field_label(leaf.field),
        actual=actual,
        requirement=requirement_text(leaf, opposed=ruling.opposed),
        as_of=known.as_of if known is not None else None,
        source=_source(ruling),
        points=ruling.points,
        is_preferred=ruling.points is not None,
        choice=ruling.choice,
        decides=ruling.decides,
    )


def _source(ruling: Ruling) -> str:
    known = ruling.known
    if known is None or not (known.citation.strip() or known.source):
        return ""
    return known.citation.strip() or reference.text("info_source", known.source)


def _asked(leaf: Leaf) -> str:
    if leaf.op == "is_known":
        return _("known") if leaf.value else _("not known")
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    if leaf.op == "gt" and isinstance(leaf.value, Money) and leaf.value.minor == 0:
        return _("above zero")
    words = [_value(leaf, one) for one in values]
    if leaf.op == "has_all":
        return listed(words)
    if leaf.op in ("in", "has_any") and len(words) == 1:
        return words[0]
    return _patterns()[leaf.op].format(value=words[0], values=_(", ").join(words), last=words[-1])


def _patterns() -> dict[str, str]:
    return {
        "eq": _("{value}"),
        "ne": _("not {value}"),
        "in": _("one of {values}"),
        "has_any": _("one of {values}"),
        "not_in": _("none of {values}"),
        "gt": _("more than {value}"),
        "gte": _("at least {value}"),
        "lt": _("less than {value}"),
        "lte": _("at most {value}"),
        "between": _("{value} to {last}"),
    }


def _value(leaf: Leaf, value: Plain) -> str:
    # The members of a set are single codes.
    kind = "enum" if leaf.type == "set" else leaf.type
    return plain_text(value, kind, leaf.field)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
