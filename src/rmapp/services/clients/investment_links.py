"""Loans that go along with an investment: the round, the line, and the right with its days (domain reference, 5)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.classes import is_hidden
from rmapp.domain.facility import Facility
from rmapp.domain.funding import FundingEvent
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.wording import format_partial
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.storage.store import Store

RightState = Literal["open", "soon", "over", "ended", "none"]
"""A right that stands, one that ends within `SOON_DAYS`, one whose day is over, one that was settled, or no right."""

SOON_DAYS = 90
_STANDING = ("proposed", "agreed")
_ORDER: tuple[RightState, ...] = ("over", "soon", "open", "none", "ended")


class LinkedInvestment(NamedTuple):
    """One link with its line and its round, as far as they are known; `days_left` counts to the last day."""

    link: InvestmentLink
    line: Facility | None
    round: FundingEvent | None
    days_left: int | None
    state: RightState


def linked_investments(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[LinkedInvestment, ...]:
    """Return the linked investments of a firm: what is over or ends first stands first."""
    today = store.clock.today()
    found = [
        _linked(store, link, today, restricted=restricted)
        for link in store.all(InvestmentLink, firm_id=firm_id)
        if not is_hidden(link.confidentiality, restricted=restricted)
    ]
    return tuple(sorted(found, key=_soonest))


def round_choices(store: Store, firm_id: str) -> tuple[tuple[str, str], ...]:
    """Return the funding rounds of a firm to choose from, by id."""
    return tuple((one.id, round_text(one)) for one in store.all(FundingEvent, firm_id=firm_id))


def line_choices(store: Store, firm_id: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of a firm to choose from, by id."""
    return tuple((one.id, line_text(one)) for one in store.all(Facility, firm_id=firm_id))


def round_text(event: FundingEvent) -> str:
    """Return how a round is called: its name and its day as far as it is known."""
    name, day = reference.text("funding_round", event.round), event.closed_on or event.announced_on
    return _("{round}, {date}").format(round=name, date=format_partial(day)) if day else name


def line_text(line: Facility) -> str:
    """Return how a line is called: its type and its number."""
    name, number = reference.text("facility_type", line.facility_type), line.reference_no or line.contract_no
    return _("{line}, {number}").format(line=name, number=number) if number else name


def is_standing(link: InvestmentLink) -> bool:
    """Tell whether a right can still be used or agreed."""
    return link.option is not None and link.status in _STANDING


def _linked(store: Store, link: InvestmentLink, today: date, *, restricted: bool) -> LinkedInvestment:
    line = store.find(Facility, link.facility_id) if link.facility_id else None
    event = store.find(FundingEvent, link.funding_event_id) if link.funding_event_id else None
    if line is not None and is_hidden(line.confidentiality, restricted=restricted):
        line = None
    if event is not None and is_hidden(event.confidentiality, restricted=restricted):
        event = None
    left = (link.expires_on - today).days if link.expires_on else None
    return LinkedInvestment(link, line, event, left, _state(link, left))


def _state(link: InvestmentLink, left: int | None) -> RightState:
    if link.option is None:
        return "none"
    if not is_standing(link):
        return "ended"
    if left is None or left > SOON_DAYS:
        return "open"
    return "over" if left < 0 else "soon"


def _soonest(one: LinkedInvestment) -> tuple[int, date, str]:
    return _ORDER.index(one.state), one.link.expires_on or date.max, one.link.id
