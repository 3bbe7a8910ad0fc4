"""Signals read from applications for a listing: suspended, deferred, lapsed, refused, withdrawn (domain 2.4, 5.6)."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.ipo import IpoEvent
from rmapp.domain.ipo_rules import current, is_setback
from rmapp.domain.wording import format_partial
from rmapp.i18n import _
from rmapp.services.early_warning.signal_rules.finding import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.storage.store import Store

_OLD = timedelta(days=730)


def find_setbacks(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield the firms whose newest step towards a listing is a setback of the last two years.

    What goes on after it, also with another application, takes the cause away.
    """
    today = store.clock.today()
    by_firm: dict[str, list[IpoEvent]] = defaultdict(list)
    for event in store.all(IpoEvent, order="rid", firm_id=firm_ids):
        by_firm[event.firm_id].append(event)
    for firm_id, events in by_firm.items():
        newest = current(events)
        if newest is None or not is_setback(newest.status) or newest.reached_on.last_day() < today - _OLD:
            continue
        step = reference.text("ipo_status", newest.status)
        words = _("The way to the stock exchange met a setback: {step} ({date}).")
        said = words.format(step=step, date=format_partial(newest.reached_on))
        cause = f"{newest.status} {newest.reached_on}"
        yield Finding(firm_id, "ipo_setback", newest.ipo_application_id, cause, said)


RULE = Rule("setbacks", frozenset({"ipo_setback"}), frozenset({"ipo_event"}), find_setbacks)
