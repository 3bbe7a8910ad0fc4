"""When each firm is to be met next, which are late, and letting a touch wait with a reason (domain 4.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import rhythm
from rmapp.domain.decision import TouchSnooze
from rmapp.domain.firm import Firm
from rmapp.domain.rhythm_wording import touch_reason
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.storage import card_touch, touch_list

if TYPE_CHECKING:
    from fractions import Fraction

    from rmapp.domain.rhythm import TouchKind
    from rmapp.storage.store import Store

LONGEST_WAIT = timedelta(days=366)


class Touch(NamedTuple):
    """The next touch of a firm.

    `on` is the day that counts, `due_on` the one by the rule where a person let it wait until
    `snoozed_until` for `snooze_reason`. `rank` is the days overdue over the interval, below 0 while the day
    is ahead. `planned_on` is the day of a visit that is planned already.
    """

    firm_id: str
    on: date
    due_on: date
    interval_days: int
    kind: TouchKind
    reason: str
    last_touch: date | None
    snoozed_until: date | None
    snooze_reason: str
    overdue_days: int
    rank: Fraction
    planned_on: date | None


class DueTouches(NamedTuple):
    """The firms to be met: how many, how many of them late, and the most urgent ones."""

    due: int
    late: int
    touches: tuple[Touch, ...]


def next_touch(store: Store, firm_id: str) -> Touch | None:
    """Return when a firm is to be met next and why; None for a firm without a rhythm."""
    facts = card_touch.touch_facts(store, firm_id)
    found = rhythm.next_touch(facts) if facts is not None else None
    if facts is None or found is None:
        return None
    today = store.clock.today()
    waits = facts.dates.snoozed_until if found.on != found.due_on else None
    return Touch(
        firm_id=firm_id,
        on=found.on,
        due_on=found.due_on,
        interval_days=found.days,
        kind=found.kind,
        reason=touch_reason(facts, found),
        last_touch=facts.dates.last_touch,
        snoozed_until=waits,
        snooze_reason=store.all(TouchSnooze, order="rid", firm_id=firm_id)[-1].reason if waits else "",
        overdue_days=rhythm.overdue_days(found.on, today),
        rank=rhythm.touch_rank(found.on, found.days, today),
        planned_on=touch_list.planned_on(store, firm_id),
    )


def due_touches(store: Store, *, within_days: int = 0, most: int = 10) -> DueTouches:
    """Return the firms to be met up to today, or some days ahead: overdue ÷ interval, the most urgent first.

    Firms with a planned visit are left out: they are taken care of.
    """
    found = touch_list.due_firms(store, store.clock.today() + timedelta(days=within_days), most)
    touches = (next_touch(store, firm_id) for firm_id in found.firm_ids)
    return DueTouches(found.due, found.late, tuple(touch for touch in touches if touch is not None))


def longest_unseen(store: Store, tier: str = "A", most: int = 3) -> tuple[Touch, ...]:
    """Return the firms of a tier that were not met for longest, those never met first."""
    touches = (next_touch(store, firm_id) for firm_id in touch_list.longest_unseen(store, tier, most))
    return tuple(touch for touch in touches if touch is not None)


def snooze_touch(store: Store, firm_id: str, until: date | None, reason: str) -> TouchSnooze:
    """Let the next touch of a firm wait until a day, for a reason; it holds until the firm is met.

    Raises InputError for a day that is not ahead or is more than a year away, and without a reason;
    RuleError for a firm that has no rhythm.
    """
    store.get(Firm, firm_id)
    today, problems = store.clock.today(), {}
    if until is None:
        problems["until"] = _("Say until when it may wait, for example fri, 18 Dec or +10.")
    elif until <= today:
        problems["until"] = _("Choose a day after today.")
    elif until > today + LONGEST_WAIT:
        problems["until"] = _("Choose a day within a year; the rhythm shall not be forgotten.")
    if not reason.strip():
        problems["reason"] = _("Write in a few words why it may wait.")
    if problems or until is None:
        raise InputError(problems)
    if next_touch(store, firm_id) is None:
        raise RuleError(_("This firm has no next touch that could wait: its stage is not known or it has left."))
    return store.add(TouchSnooze(firm_id=firm_id, until=until, reason=reason.strip()))
