"""The covenants of the fictional firms, tested for every year whose statements are in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain.covenant import Covenant
from rmapp.services import covenants

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_AUDIT_DAYS = 92


def record_tests(store: Store) -> None:
    """Record the tests that would have been made by today; a year whose statement is not in stays open."""
    today = store.clock.today()
    for covenant in store.all(Covenant):
        test = covenants.propose_test(store, covenant.id)
        while test.test_on is not None and test.test_on < today and not test.is_again:
            snapshot = test.reading.snapshot
            if covenant.metric and snapshot is None:
                break
            covenants.record_test(
                store,
                covenant.id,
                test.test_on,
                value=test.reading.value,
                snapshot_id=snapshot.id if snapshot else None,
                received_on=min(test.test_on + timedelta(days=_AUDIT_DAYS), today),
            )
            test = covenants.propose_test(store, covenant.id)
