"""Signals of covenants: broken and not waived, or information that is long late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.services.early_warning.signal_rules.finding import Finding, Rule
from rmapp.services.lines.covenant_watch import breaches, late_information

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.storage.store import Store

_LATE_DAYS = 30


def find(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield each broken covenant, and each whose proof is more than 30 days late and has not broken it yet."""
    return _find(store, firm_ids)


def firms(store: Store) -> set[str]:
    """Return the firms of the whole book of which this rule finds something today."""
    return {finding.firm_id for finding in _find(store, None)}


def _find(store: Store, firm_ids: Sequence[str] | None) -> Iterator[Finding]:
    today = store.clock.today()
    for one in breaches(store, firm_ids):
        yield Finding(one.firm_id, "covenant_breach", one.subject, one.test_on.isoformat(), one.evidence)
    for one in late_information(store, firm_ids):
        if (today - one.due_on).days > _LATE_DAYS:
            yield Finding(one.firm_id, "late_information", one.subject, one.test_on.isoformat(), one.evidence)


RULE = Rule(
    "covenants",
    frozenset({"covenant_breach", "late_information"}),
    frozenset({"covenant", "covenant_test", "covenant_waiver", "facility", "financial_snapshot"}),
    find,
)
