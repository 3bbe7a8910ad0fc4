"""The rhythm of contact: how often a firm is to be met, and when it is to be met next (domain reference, 4.4)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.money import round_half_away

TouchKind = Literal["contact", "watched", "first_contact", "agreed", "inspection", "first_inspection"]
"""Why a firm is met next: its rhythm, the shorter one of the watch list, nobody has met it yet, a day agreed
in the last report, the regular look at what was drawn, the first such look."""

LEAST_DAYS, MOST_DAYS = 7, 180
WATCHED_DAYS = 15
SILENT_TIMES = 2
INSPECTION_DAYS = 90
FIRST_INSPECTION_DAYS = 15

NOT_OF_SUBSTANCE = ("message", "event")
"""The types of meetings that do not restart the rhythm."""

_NO_CONTACT_WANTED = frozenset({"exited", "blocked"})


class TouchDates(NamedTuple):
    """The days that the next touch of a firm depends on.

    `last_touch` is the last held meeting of substance, `agreed_on` the next day its report named.
    `first_drawn_on` is the first payout of the lines in use; `inspected_on` the last site inspection.
    """

    end_state: str
    entered_on: date
    last_touch: date | None = None
    agreed_on: date | None = None
    first_drawn_on: date | None = None
    inspected_on: date | None = None
    snoozed_until: date | None = None


class TouchFacts(NamedTuple):
    """All that the next touch of a firm depends on."""

    stage: str | None
    tier: str | None
    watch: str
    nature: str
    status: str
    dates: TouchDates


class NextTouch(NamedTuple):
    """When a firm is to be met next, why, and the days from one such touch to the next.

    `due_on` is the day by the rule, `on` the one that counts: later where a person let it wait.
    """

    on: date
    due_on: date
    days: int
    kind: TouchKind


@cache
def cadence_days(base: int, multiplier: float, *, watched: bool) -> int:
    """Return the days between two contacts: the base of the stage times the multiplier of the tier.

    Rounded half away from zero and held between 7 and 180; the watch list allows at most 15 (4.4).
    """
    days = min(max(round_half_away(Fraction(base) * Fraction(str(multiplier))), LEAST_DAYS), MOST_DAYS)
    return min(days, WATCHED_DAYS) if watched else days


def firm_cadence(stage: str | None, tier: str | None, watch: str) -> int | None:
    """Return the cadence of a firm in days; None where its stage is not known and nobody watches it.

    A firm without a tier is met as its stage asks.
    """
    watched = watch != "none"
    found = reference.stages().get(stage) if stage else None
    if found is None:
        return WATCHED_DAYS if watched else None
    of_tier = reference.tiers().get(tier) if tier else None
    return cadence_days(found.base_contact_cadence_days, of_tier.cadence_multiplier if of_tier else 1, watched=watched)


def has_rhythm(nature: str, status: str, end_state: str) -> bool:
    """Tell whether a firm is to be met at all: not one we only read of, nor one that left, is barred or ended."""
    return nature != "public_facts" and status not in _NO_CONTACT_WANTED and end_state == "operating"


def next_touch(facts: TouchFacts) -> NextTouch | None:
    """Return when a firm is to be met next: by rhythm or as agreed, or earlier to inspect what was drawn.

    None where the firm has no rhythm. A firm that nobody has met is due one interval after it came into the
    book. Source: domain reference, 4.4.
    """
    if not has_rhythm(facts.nature, facts.status, facts.dates.end_state):
        return None
    due = [one for one in (_contact(facts), _inspection(facts.dates)) if one is not None]
    if not due:
        return None
    first = min(due, key=_day)
    until = facts.dates.snoozed_until
    return first._replace(on=until) if until is not None and until > first.on else first


def silent_after(facts: TouchFacts) -> date | None:
    """Return the last day on which a firm is not silent yet: twice its cadence after the last touch (4.4).

    None where the firm has no rhythm of contact, and where nobody has met it, except a client with a line in
    use, whose days are counted from the one on which it came into the book.
    """
    dates = facts.dates
    borrows = facts.status == "client" and dates.first_drawn_on is not None
    start = dates.last_touch or (dates.entered_on if borrows else None)
    days = firm_cadence(facts.stage, facts.tier, facts.watch)
    if start is None or days is None or not has_rhythm(facts.nature, facts.status, dates.end_state):
        return None
    return start + timedelta(days=SILENT_TIMES * days)


def overdue_days(on: date, today: date) -> int:
    """Return for how many days a touch has been due; 0 when its day has not passed."""
    return max((today - on).days, 0)


def touch_rank(on: date, interval_days: int, today: date) -> Fraction:
    """Return how urgent a touch is: the days it is overdue over its interval; below 0 while it is ahead."""
    return Fraction((today - on).days, interval_days)


def _contact(facts: TouchFacts) -> NextTouch | None:
    days, dates = firm_cadence(facts.stage, facts.tier, facts.watch), facts.dates
    if dates.agreed_on is not None:
        return NextTouch(dates.agreed_on, dates.agreed_on, days or MOST_DAYS, "agreed")
    if days is None:
        return None
    kind: TouchKind = "contact" if facts.watch == "none" else "watched"
    start = dates.last_touch
    if start is None:
        start, kind = dates.entered_on, "first_contact"
    on = start + timedelta(days=days)
    return NextTouch(on, on, days, kind)


def _inspection(dates: TouchDates) -> NextTouch | None:
    if dates.first_drawn_on is None:
        return None
    seen = dates.inspected_on
    if seen is not None and seen >= dates.first_drawn_on:
        on = seen + timedelta(days=INSPECTION_DAYS)
        return NextTouch(on, on, INSPECTION_DAYS, "inspection")
    on = dates.first_drawn_on + timedelta(days=FIRST_INSPECTION_DAYS)
    return NextTouch(on, on, INSPECTION_DAYS, "first_inspection")


def _day(touch: NextTouch) -> date:
    return touch.on
