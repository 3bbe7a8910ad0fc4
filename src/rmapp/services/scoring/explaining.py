"""How a score comes about, in sentences, with the cheapest way to gain a point."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.money import Money, format_compact
from rmapp.domain.scorecard_items import BEST
from rmapp.domain.scoring import calculate, format_score, raw_score
from rmapp.domain.wording import format_number, format_percent
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.assessment import Assessment
    from rmapp.domain.scorecard_items import Band, Indicator, Scorecard
    from rmapp.domain.scoring import Result
    from rmapp.services.scoring.assessments import AssessmentView

_NAMED = 2
_YUAN = "CNY"


class Gain(NamedTuple):
    """A step that gains points: the indicator, the value it has and the one it needs, and what comes of it.

    `caps` are the codes of the caps that keep the grade at `grade` all the same.
    """

    indicator: Indicator
    now: Decimal
    needed: Decimal
    total: Decimal
    grade: str
    caps: tuple[str, ...]


def explain(view: AssessmentView) -> tuple[str, ...]:
    """Return sentences about an assessment: what carries it, what costs most, what is missing, what gains a point."""
    now, card = view.assessment, view.card
    if now.total is None:
        named = listed(reference.text("hard_stop", code) for code in now.flags)
        return (_("There is no score: {flags}.").format(flags=named),) if named else (_("Nothing is known yet."),)
    said = [_carried(now, card), _cost(now, card)]
    said.append(_missing(now, card))
    gain = cheapest_gain(view)
    if gain is not None:
        pattern = _("The cheapest gain: {indicator} from {now} to {needed} would lift the total to {total}.")
        said.append(
            pattern.format(
                indicator=_short(gain.indicator.label.text()),
                now=_words(gain.indicator, gain.now),
                needed=_words(gain.indicator, gain.needed),
                total=format_score(gain.total),
            )
        )
        if gain.caps:
            named = listed(reference.text("hard_stop", code) for code in gain.caps)
            said.append(_("The grade stays {grade} all the same: {flags}.").format(grade=gain.grade, flags=named))
    return tuple(filter(None, said))


def cheapest_gain(view: AssessmentView) -> Gain | None:
    """Return the numeric step that gains most for the way it has to go; None where there is none, or under a stop."""
    now = view.assessment
    if now.total is None:
        return None
    found = [((gain.total - now.total) / _way(gain), gain) for gain in _gains(view) if gain.total > now.total]
    return max(found, key=_worth)[1] if found else None


def _worth(pair: tuple[Decimal, Gain]) -> Decimal:
    return pair[0]


def _gains(view: AssessmentView) -> Iterator[Gain]:
    now, card = view.assessment, view.card
    scores = {one.code: one.score for one in now.indicators}
    for one in now.indicators:
        indicator = card.indicator(one.code)
        if indicator is None or indicator.kind != "numeric" or one.score is None or one.score == BEST:
            continue
        if raw_score(indicator, one.raw) != one.score:
            continue
        band = _next_band(indicator, one.score)
        if band is not None:
            result = calculate(card, now.profile, {**scores, one.code: band.score}, view.flags)
            if result.total is not None:
                yield Gain(indicator, Decimal(one.raw), band.edge, result.total, result.grade, _binding(card, result))


def _binding(card: Scorecard, result: Result) -> tuple[str, ...]:
    """Return the caps without which the grade would be a better one."""
    if result.grade == result.uncapped:
        return ()
    return tuple(code for code in result.caps if (rule := card.hard_stop(code)) and rule.cap == result.grade)


def _next_band(indicator: Indicator, score: int) -> Band | None:
    better = [band for band in indicator.bands if band.score > score]
    return better[-1] if better else None


def _way(gain: Gain) -> Decimal:
    """Return how far a step has to go, against the size of what is there."""
    size = max(abs(gain.now), abs(gain.needed)) or Decimal(1)
    return max(abs(gain.needed - gain.now) / size, Decimal("0.01"))


def _carried(now: Assessment, card: Scorecard) -> str:
    shares = _points(now)
    best = sorted(shares, key=shares.__getitem__, reverse=True)[:_NAMED]
    points, total = sum((shares[code] for code in best), Decimal(0)), _whole(now.total or Decimal(0))
    names = [_name(card, code) for code in best]
    if len(names) < _NAMED:
        return _("{dimension} alone gives {points} of {total} points.").format(
            dimension=names[0], points=_whole(points), total=total
        )
    said = _("{first} and {second} carry the score: together they give {points} of {total} points.")
    return said.format(first=names[0], second=names[1], points=_whole(points), total=total)


def _cost(now: Assessment, card: Scorecard) -> str:
    known = [one for one in now.dimensions if one.score is not None]
    weight = sum(one.weight for one in known)
    lost = {one.code: one.weight * (100 - (one.score or Decimal(0))) / weight for one in known}
    worst = max(lost, key=lost.__getitem__, default="")
    if not worst or lost[worst] < 1:
        return ""
    said = _("{dimension} costs the most, {points} points.")
    return said.format(dimension=_name(card, worst), points=_whole(lost[worst]))


def _missing(now: Assessment, card: Scorecard) -> str:
    known = {one.code for one in now.indicators if one.score is not None}
    heavy = sorted(
        ((_weight(now, card, one), one) for one in card.indicators if one.code not in known), key=_first, reverse=True
    )
    if not heavy:
        return ""
    names = listed(one.label.text() for _share, one in heavy[:_NAMED])
    return _("Not known, and most worth asking for: {indicators}.").format(indicators=names)


def _weight(now: Assessment, card: Scorecard, indicator: Indicator) -> Decimal:
    dimension = card.dimension_of(indicator.code)
    if dimension is None:
        return Decimal(0)
    whole = sum(one.weight for one in dimension.indicators)
    return Decimal(card.weight_profiles[now.profile][dimension.code] * indicator.weight) / whole


def _points(now: Assessment) -> dict[str, Decimal]:
    known = [one for one in now.dimensions if one.score is not None]
    weight = sum(one.weight for one in known)
    return {one.code: one.weight * (one.score or Decimal(0)) / weight for one in known}


def _name(card: Scorecard, code: str) -> str:
    dimension = card.dimension(code)
    return code if dimension is None else _short(dimension.label.text())


def _short(label: str) -> str:
    """Return a name without what it says in brackets."""
    return re.split(r"\s*[(（]", label)[0]


def _words(indicator: Indicator, number: Decimal) -> str:
    if indicator.unit == "CNY major":
        return format_compact(Money.of(number, _YUAN))
    if indicator.unit == "ratio":
        return format_percent(number)
    return format_number(number, 0 if number == number.to_integral_value() else 1)


def _whole(points: Decimal) -> str:
    return str(points.quantize(Decimal(1), ROUND_HALF_UP))


def _first(pair: tuple[Decimal, Indicator]) -> Decimal:
    return pair[0]
