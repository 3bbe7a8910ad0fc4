"""The signal of silence: no contact of substance for more than twice the cadence (domain reference, 4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.rhythm import firm_cadence, silent_after
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.early_warning.signal_rules.finding import Finding, Rule
from rmapp.storage import card_touch, signal_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.domain.rhythm import TouchFacts
    from rmapp.storage.store import Store


def find(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the firms that nobody has met for more than twice their cadence."""
    today = store.clock.today()
    guarded, moves = card_touch.guarded_meetings(store, firm_ids), card_touch.guarded_moves(store, firm_ids)
    for firm_id, facts in card_touch.facts_of(store, firm_ids).items():
        until = silent_after(facts)
        if until is None or until >= today:
            continue
        met = facts.dates.last_touch
        cause = met.isoformat() if met is not None else ""
        # With its subject a signal is hidden: this one tells the day of the meeting, and the rhythm of the stage.
        subject = guarded.get((firm_id, cause)) or moves.get(firm_id, "")
        yield Finding(firm_id, "no_contact", subject, cause, _evidence(facts))


def firms(store: Store) -> set[str]:
    """Return the firms of which this rule has something new to say today."""
    return signal_rows.silence_news(store, store.clock.today().isoformat())


def _evidence(facts: TouchFacts) -> str:
    met, days = facts.dates.last_touch, firm_cadence(facts.stage, facts.tier, facts.watch)
    said = (
        _("Last met on {date}: more than twice the {n} days of its rhythm have passed.")
        if met is not None
        else _("In the book since {date} and never met: more than twice the {n} days of its rhythm have passed.")
    )
    return said.format(date=format_date(met or facts.dates.entered_on), n=days)


RULE = Rule("contact", frozenset({"no_contact"}), frozenset({"meeting", "meeting_firm"}), find)
