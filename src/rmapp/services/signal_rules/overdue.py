"""The signal of overdue money: principal by schedule, draw-down or maturity, interest as a person noted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.facility import Facility
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.classification import late_since
from rmapp.services.line_views import facility_views
from rmapp.services.signal_rules.finding import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.storage.store import Store

_IN_USE = ("active", "suspended", "matured")


def find(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each line on which something is late today."""
    today = store.clock.today()
    for view in facility_views(store, store.all(Facility, firm_id=firm_ids, status=_IN_USE)):
        since = late_since(view, today)
        if since is None:
            continue
        owed = view.amounts.outstanding
        said = {"line": " ".join(filter(None, (view.name, view.facility.reference_no))), "date": format_date(since)}
        evidence = (
            _("{line}: overdue since {date}; {amount} is outstanding.").format(amount=format_money(owed), **said)
            if owed is not None
            else _("{line}: overdue since {date}; what is outstanding is not known.").format(**said)
        )
        yield Finding(view.facility.firm_id, "overdue_any", view.facility.id, since.isoformat(), evidence)


RULE = Rule("overdue", frozenset({"overdue_any"}), frozenset({"facility", "drawdown", "ledger_entry"}), find)
