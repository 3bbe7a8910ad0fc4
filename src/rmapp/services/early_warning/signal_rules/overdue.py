"""The signal of overdue money: principal by schedule, draw-down or maturity, interest as a person noted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.facility import Facility
from rmapp.domain.loan_class import NON_PERFORMING, floor_of
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _, sentences
from rmapp.services.early_warning.signal_rules.finding import Finding, Rule
from rmapp.services.lines.classification import late_since
from rmapp.services.lines.line_views import facility_views

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.storage.store import Store

_IN_USE = ("active", "suspended", "matured")


def find(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each line on which something is late today; its cause names the class that this implies."""
    today = store.clock.today()
    for view in facility_views(store, store.all(Facility, firm_id=firm_ids, status=_IN_USE)):
        since = late_since(view, today)
        if since is None:
            continue
        owed, floor = view.amounts.outstanding, floor_of((today - since).days + 1)
        said = {"line": " ".join(filter(None, (view.name, view.facility.reference_no))), "date": format_date(since)}
        evidence = (
            _("{line}: overdue since {date}; {amount} is outstanding.").format(amount=format_money(owed), **said)
            if owed is not None
            else _("{line}: overdue since {date}; what is outstanding is not known.").format(**said)
        )
        cause = since.isoformat()
        if floor in NON_PERFORMING:
            # It weighs more from then on: a signal that was closed before is raised again, and the grade is stopped.
            cause = f"{cause} {floor}"
            least = _("By its overdue days it is at least “{loan_class}”.")
            evidence = sentences((evidence, least.format(loan_class=reference.text("loan_class", floor or ""))))
        yield Finding(view.facility.firm_id, "overdue_any", view.facility.id, cause, evidence)


RULE = Rule("overdue", frozenset({"overdue_any"}), frozenset({"facility", "drawdown", "ledger_entry"}), find)
