"""What is wrong with the file of a scorecard: the place in the file, and what stands there."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic import ValidationError

    from rmapp.domain.scorecard_items import Dimension, Indicator, Scorecard

_WHOLE = 100
_NUMERIC, _CHOICE, _JUDGEMENT = "numeric", "choice", "judgement"


class ScorecardProblem(NamedTuple):
    """One thing that is wrong: where in the file, as `dimensions[3].indicators[1].weight`, counted from 1, and what."""

    place: str
    what: str

    def __str__(self) -> str:
        """Return both as one line."""
        return _("{place}: {what}").format(place=self.place, what=self.what)


def shape_problems(error: ValidationError) -> tuple[ScorecardProblem, ...]:
    """Return what pydantic found, in the words of this program."""
    found = []
    for one in error.errors():
        place = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in one["loc"]).lstrip(".")
        if one["type"] == "missing":
            what = _("This is missing.")
        else:
            what = _("“{value}” cannot stand here.").format(value=str(one.get("input"))[:60])
        found.append(ScorecardProblem(place or "scorecard", what))
    return tuple(found)


def weight_problems(card: Scorecard, stages: Sequence[str]) -> tuple[ScorecardProblem, ...]:
    """Return what does not fit together in a file whose shape is right."""
    return (
        *_doubles("dimensions", (one.code for one in card.dimensions)),
        *_doubles("indicators", (one.code for one in card.indicators)),
        *_doubles("grades", (one.code for one in (*card.grades, card.grade_x))),
        *_doubles("hard_stops", (one.code for one in card.hard_stops)),
        *(problem for at, one in enumerate(card.dimensions, 1) for problem in _dimension(one, f"dimensions[{at}]")),
        *_profiles(card, stages),
        *_grades(card),
        *_effects(card),
        *_days(card),
    )


def _doubles(place: str, codes: Iterable[str]) -> Iterator[ScorecardProblem]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield ScorecardProblem(place, _("The code “{code}” stands there twice.").format(code=code))
        seen.add(code)


def _dimension(dimension: Dimension, place: str) -> Iterator[ScorecardProblem]:
    weight = sum(one.weight for one in dimension.indicators)
    if weight != _WHOLE:
        what = _("The weights of the indicators of “{code}” add up to {sum}, not to 100.")
        yield ScorecardProblem(f"{place}.indicators", what.format(code=dimension.code, sum=weight))
    for at, one in enumerate(dimension.indicators, 1):
        yield from _indicator(one, f"{place}.indicators[{at}]")


def _indicator(indicator: Indicator, place: str) -> Iterator[ScorecardProblem]:
    if indicator.kind == _NUMERIC:
        if not indicator.field:
            yield ScorecardProblem(f"{place}.field", _("A numeric indicator names the field that it reads."))
        yield from _bands(indicator, f"{place}.bands")
    elif indicator.kind == _CHOICE:
        if not indicator.options:
            yield ScorecardProblem(f"{place}.options", _("A choice needs options."))
        yield from _doubles(f"{place}.options", (one.code for one in indicator.options))
    elif not indicator.anchors:
        yield ScorecardProblem(f"{place}.anchors", _("A judgement needs anchors: what a score means, in words."))


def _bands(indicator: Indicator, place: str) -> Iterator[ScorecardProblem]:
    if not indicator.bands:
        yield ScorecardProblem(place, _("A numeric indicator needs bands."))
    wrong = False
    for at, band in enumerate(indicator.bands, 1):
        wanted, other = (band.gte, band.lte) if indicator.direction == "higher" else (band.lte, band.gte)
        if wanted is None or other is not None:
            wrong = True
            name = "gte" if indicator.direction == "higher" else "lte"
            what = _("A band of this direction has “{name}”, and only that.").format(name=name)
            yield ScorecardProblem(f"{place}[{at}]", what)
    if wrong:
        return
    for at, (better, worse) in enumerate(pairwise(indicator.bands), 2):
        falls = worse.edge < better.edge if indicator.direction == "higher" else worse.edge > better.edge
        if not falls or worse.score >= better.score:
            yield ScorecardProblem(f"{place}[{at}]", _("Bands stand best first, each worse than the one before it."))


def _profiles(card: Scorecard, stages: Sequence[str]) -> Iterator[ScorecardProblem]:
    codes = {one.code for one in card.dimensions}
    for profile, weights in card.weight_profiles.items():
        place = f"weight_profiles.{profile}"
        for code in sorted(codes ^ set(weights)):
            what = _("Each profile has a weight for each dimension; “{code}” does not fit.").format(code=code)
            yield ScorecardProblem(place, what)
        total = sum(weights.values())
        if total != _WHOLE or any(one < 0 for one in weights.values()):
            what = _("The weights of the dimensions of “{code}” add up to {sum}, not to 100.")
            yield ScorecardProblem(place, what.format(code=profile, sum=total))
        if profile not in card.review_months:
            what = _("Say after how many months an assessment of this profile is due again.")
            yield ScorecardProblem(f"review_months.{profile}", what)
    for stage in stages:
        if card.stage_to_profile.get(stage) not in card.weight_profiles:
            what = _("The stage “{code}” has no profile.").format(code=stage)
            yield ScorecardProblem(f"stage_to_profile.{stage}", what)
    for stage in sorted(set(card.stage_to_profile) - set(stages)):
        what = _("There is no stage “{code}”.").format(code=stage)
        yield ScorecardProblem(f"stage_to_profile.{stage}", what)


def _grades(card: Scorecard) -> Iterator[ScorecardProblem]:
    if not card.grades or card.grades[-1].min != 0:
        yield ScorecardProblem("grades", _("The last grade starts at 0, so that every total has a grade."))
    for at, (better, worse) in enumerate(pairwise(card.grades), 2):
        if worse.min >= better.min:
            yield ScorecardProblem(f"grades[{at}].min", _("Grades stand best first, each from a lower total on."))
    if not 0 <= card.missing_data.min_completeness <= 1:
        yield ScorecardProblem("missing_data.min_completeness", _("Completeness is a share from 0 to 1."))


def _effects(card: Scorecard) -> Iterator[ScorecardProblem]:
    for at, one in enumerate(card.hard_stops, 1):
        if one.is_stop or (one.cap and card.place(one.cap) is not None):
            continue
        what = _("“{value}” is neither “stop” nor “cap:” with a grade of this file.").format(value=one.effect)
        yield ScorecardProblem(f"hard_stops[{at}].effect", what)


def _days(card: Scorecard) -> Iterator[ScorecardProblem]:
    if card.effective_to is not None and card.effective_to < card.effective_from:
        yield ScorecardProblem("scorecard.effective_to", _("The last day lies before the first one."))
    if card.override.max_steps < 0:
        yield ScorecardProblem("override.max_steps", _("This is a number of steps from 0 on."))
