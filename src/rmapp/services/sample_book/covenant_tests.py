"""The covenants of the fictional firms, tested for every year whose statements are in; some failures settled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain.covenant import Covenant, CovenantTest
from rmapp.services.lines import covenants
from rmapp.services.sample_book.values import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rmapp.services.sample_book.data import SampleSettlement
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


def settle_tests(store: Store, settled: Iterable[SampleSettlement], ids: Mapping[str, str]) -> None:
    """Waive or cure the first failed test of some covenants; one that did not fail by today is left alone."""
    today = store.clock.today()
    for one in settled:
        covenant_id = id_of(one.covenant, ids)
        tests = store.all(CovenantTest, order="test_on", covenant_id=covenant_id)
        failed = next((test for test in tests if test.result == "failed"), None)
        if failed is None:
            continue
        if one.cured_on is not None:
            covenants.cure(store, failed.id, note=one.note, on=min(max(one.cured_on, failed.test_on), today))
        else:
            covenants.waive(store, covenant_id, failed.test_on, approver=one.approver, reason=one.note, until=one.until)
