"""An indicator in words: what was scored, what a judged score means, where it stands from and how sure it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.money import Money, format_compact
from rmapp.domain.wording import format_date, format_number, format_partial, format_percent
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.domain.assessment import IndicatorScore
    from rmapp.domain.scorecard_items import Indicator

YUAN = "CNY"
RATIO = "ratio"
MONEY = "CNY major"


def judgement_options(indicator: Indicator) -> list[tuple[str, str]]:
    """Return the scores that can be judged, best first, each with what the scorecard says of it."""
    anchors = {score: label.text() for score, label in indicator.anchors.items()}
    found = []
    for score in range(5, -1, -1):
        said = anchors.get(score)
        if said is None:
            above = any(other > score for other in anchors)
            below = any(other < score for other in anchors)
            said = _("between the two") if above and below else _("worse than that") if above else _("better than that")
        found.append((str(score), _("{score}: {meaning}").format(score=score, meaning=said)))
    return found


def anchor_words(indicator: Indicator) -> str:
    """Return what the scorecard says of the scores that it describes, best first."""
    said = sorted(indicator.anchors.items(), reverse=True)
    return " · ".join(_("{score}: {meaning}").format(score=score, meaning=label.text()) for score, label in said)


def value_words(indicator: Indicator, raw: str, score: int | None = None) -> str:
    """Return what was scored in words: `14.6%`, `¥30.0m`, `little giant`; empty where nothing was."""
    if indicator.kind == "judgement":
        return "" if score is None else dict(judgement_options(indicator))[str(score)]
    if not raw:
        return ""
    if indicator.kind == "choice":
        option = indicator.option(raw)
        return raw if option is None else option.label.text()
    return number_words(indicator, Decimal(raw))


def number_words(indicator: Indicator, number: Decimal) -> str:
    """Return the number of an indicator with its unit."""
    if indicator.unit == MONEY:
        return format_compact(Money.of(number, YUAN))
    if indicator.unit == RATIO:
        return format_percent(number)
    written = format_number(number, 0 if number == number.to_integral_value() else 1)
    if indicator.unit == "years":
        return ngettext("{n} year", "{n} years", int(number)).format(n=written)
    if indicator.unit == "months":
        return ngettext("{n} month", "{n} months", int(number)).format(n=written)
    if indicator.unit == "days":
        return ngettext("{n} day", "{n} days", int(number)).format(n=written)
    return _("level {n}").format(n=written) if indicator.unit == "level" else written


def confidences() -> list[tuple[str, str]]:
    """Return how sure a score can be, with its names."""
    return [("high", _("sure")), ("medium", _("fairly sure")), ("low", _("unsure"))]


def source_words(score: IndicatorScore) -> str:
    """Return where a score stands from, of what day, and how long it holds; empty where nothing is known."""
    if score.score is None:
        return ""
    said = []
    if score.by_hand:
        said.append(_("typed by hand"))
    elif score.source:
        said.append(reference.text("info_source", score.source))
    if score.as_of is not None:
        said.append(_("as of {date}").format(date=format_partial(score.as_of)))
    if score.valid_until is not None:
        said.append(_("holds to {date}").format(date=format_date(score.valid_until)))
    return " · ".join(said)
