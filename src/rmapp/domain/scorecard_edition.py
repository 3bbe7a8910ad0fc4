"""The check of a scorecard before a book takes it in: by itself, and beside what the program and books rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.reference_check.reading import read_content
from rmapp.domain.scorecard import parse_scorecard, scorecard_problems, shaped, shipped_scorecard
from rmapp.domain.scorecard_checks import ScorecardProblem
from rmapp.domain.value_fields import value_types
from rmapp.domain.written_value import shown
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rmapp.domain.scorecard_items import Scorecard


_NUMBERS = frozenset({"int", "number", "ratio", "money", "bool"})
"""The types of fields that have a number."""


def read_edition(data: bytes) -> Scorecard:
    """Return the scorecard of a file. Raises InputError with every fault and its place."""
    content, unreadable = read_content("scorecard", data)
    problems = (
        tuple(ScorecardProblem(one.place or "JSON", one.what) for one in unreadable)
        if content is None
        else edition_problems(content)
    )
    if problems or content is None:
        raise InputError({one.place: one.what for one in problems}, "\n".join(str(one) for one in problems))
    return parse_scorecard(content)


def edition_problems(content: Mapping[str, Any]) -> tuple[ScorecardProblem, ...]:
    """Return everything that is wrong with a scorecard that a book is to take in; empty for a good one."""
    card = shaped(content)
    found = scorecard_problems(content)
    return found if card is None else (*found, *_version(card), *_relied_on(card))


def _version(card: Scorecard) -> Iterator[ScorecardProblem]:
    for key, value in (("code", card.code), ("version", card.version)):
        if not value.strip() or value != value.strip():
            what = _("{value} is not a name for a version.").format(value=shown(value))
            yield ScorecardProblem(f"scorecard.{key}", what)


def _relied_on(card: Scorecard) -> Iterator[ScorecardProblem]:
    yield from _fields(card)
    yield from _grades(card)
    yield from _stops(card)


def _fields(card: Scorecard) -> Iterator[ScorecardProblem]:
    types = value_types()
    for at, dimension in enumerate(card.dimensions, 1):
        for place, one in enumerate(dimension.indicators, 1):
            if one.field and one.field not in types:
                what = _("“{field}” is not a field that the book knows.").format(field=one.field)
                yield ScorecardProblem(f"dimensions[{at}].indicators[{place}].field", what)
            elif one.kind == "numeric" and one.field and types[one.field] not in _NUMBERS:
                what = _("“{field}” is no number, so bands cannot score it.").format(field=one.field)
                yield ScorecardProblem(f"dimensions[{at}].indicators[{place}].field", what)


def _grades(card: Scorecard) -> Iterator[ScorecardProblem]:
    shipped = shipped_scorecard()
    for place, grade in enumerate(card.grades, 1):
        if shipped.place(grade.code) is None:
            codes = ", ".join(each.code for each in shipped.grades)
            what = _("“{code}” is none of the grades that conditions of products know: {codes}.")
            yield ScorecardProblem(f"grades[{place}].code", what.format(code=grade.code, codes=codes))


def _stops(card: Scorecard) -> Iterator[ScorecardProblem]:
    shipped = shipped_scorecard()
    for place, own in enumerate(card.hard_stops, 1):
        if shipped.hard_stop(own.code) is None:
            codes = ", ".join(each.code for each in shipped.hard_stops)
            what = _("“{code}” is none of the stops and caps that a book can record: {codes}.")
            yield ScorecardProblem(f"hard_stops[{place}].code", what.format(code=own.code, codes=codes))
    for stop in shipped.hard_stops:
        if card.hard_stop(stop.code) is None:
            what = _("“{code}” is missing, and books may hold it as a recorded flag.").format(code=stop.code)
            yield ScorecardProblem("hard_stops", what)
