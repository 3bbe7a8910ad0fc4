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
    for covenant in store.all(Covenant):
        done = None
        while (test := covenants.propose_test(store, covenant.id)).test_on not in (None, done):
            done = test.test_on
            is_open = done is not None and done < store.clock.today() and not test.is_again
            if done is None or not is_open or (covenant.metric and test.reading.snapshot is None):
                break
            snapshot = test.reading.snapshot
            covenants.record_test(
                store,
                covenant.id,
                done,
                value=test.reading.value,
                snapshot_id=snapshot.id if snapshot else None,
                received_on=min(done + timedelta(days=_AUDIT_DAYS), store.clock.today()),
            )
