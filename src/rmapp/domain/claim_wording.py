"""What a reported fact says, in words, whatever form it was reported in."""

from __future__ import annotations

from typing import Protocol

from rmapp.domain.money import Money, format_money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_count, format_partial, format_percent, qualify
from rmapp.i18n import _


class Reported(Protocol):
    """The forms a reported fact can have; what was not said is None or empty."""

    @property
    def text(self) -> str:
        """What was said in words."""

    @property
    def number(self) -> int | None:
        """A count."""

    @property
    def share_bp(self) -> int | None:
        """A share in basis points."""

    @property
    def answer(self) -> bool | None:
        """Yes or no."""

    @property
    def money(self) -> Money | None:
        """An amount, or the lower end of a range."""

    @property
    def high(self) -> Money | None:
        """The upper end of a range."""

    @property
    def qualifier(self) -> str:
        """The code of `count_qualifier`."""

    @property
    def period(self) -> str:
        """The period it is about, as text."""

    @property
    def since(self) -> PartialDate | None:
        """When it began."""


def claim_text(claim: Reported) -> str:
    """Return figure, period and words of a reported fact, as far as they were said."""
    when = claim.period or (format_partial(claim.since) if claim.since else "")
    parts = [_figure(claim), when, claim.text]
    return " · ".join(part for part in parts if part)


def _figure(claim: Reported) -> str:
    if claim.money is not None:
        high = format_money(claim.high) if claim.high is not None else None
        return qualify(format_money(claim.money), claim.qualifier, high)
    if claim.number is not None:
        return format_count(claim.number, claim.qualifier)
    if claim.share_bp is not None:
        return qualify(format_percent(claim.share_bp, 0), claim.qualifier)
    return answer_text(claim.answer)


def answer_text(answer: bool | None) -> str:  # noqa: FBT001 - it is an answer, not a switch
    """Return yes or no, empty where it was not said."""
    return "" if answer is None else _("yes") if answer else _("no")
