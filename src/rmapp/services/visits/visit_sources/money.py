"""Draws, repayments and limits since the last visit, from the ledgers of the lines."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rmapp.domain.amounts import counting_entries
from rmapp.domain.facility import LedgerEntry
from rmapp.domain.money import Money
from rmapp.domain.visit_change import VisitChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.domain.facility import Facility
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.visit_change import ChangeKind
    from rmapp.services.visits.visit_window import VisitWindow

_KINDS: dict[str, ChangeKind] = {
    "disbursement": "draw",
    "issue": "issue",
    "principal_repayment": "repayment",
    "release": "release",
    "claim": "claim",
    "write_off": "write_off",
}


def changes(window: VisitWindow) -> Iterator[VisitChange]:
    """Yield what moved on the lines; an entry that was taken back before anybody saw it did not happen."""
    by_line: dict[str, list[LedgerEntry]] = defaultdict(list)
    ids = [line.id for line in window.lines]
    for entry in window.store.all(LedgerEntry, order="value_on, rid", facility_id=ids):
        by_line[entry.facility_id].append(entry)
    for line in window.lines:
        entries = by_line[line.id]
        standing = counting_entries(entries)
        yield from _moves(window, line, standing)
        yield from _taken_back(window, line, entries, standing)
        yield from _limit(window, line, standing)


def _moves(window: VisitWindow, line: Facility, standing: Sequence[LedgerEntry]) -> Iterator[VisitChange]:
    for entry in standing:
        kind = _KINDS.get(entry.kind)
        on = window.happened(entry.value_on, entry.id) if kind else None
        if kind is not None and on is not None:
            yield _told(kind, on, line, entry.id, money=entry.amount)


def _taken_back(
    window: VisitWindow, line: Facility, entries: Sequence[LedgerEntry], standing: Sequence[LedgerEntry]
) -> Iterator[VisitChange]:
    """Yield the entries that stood at the last visit and do not stand any more."""
    counting = {entry.id for entry in standing}
    known = {entry.id: entry for entry in entries}
    for correction in entries:
        entry = known.get(correction.reverses or "")
        if entry is None or entry.id in counting or entry.kind not in _KINDS:
            continue
        if window.was_added(correction.id) and not window.was_added(entry.id):
            on = window.happened(None, correction.id)
            if on is not None:
                yield _told("taken_back", on, line, entry.id, money=entry.amount)


def _limit(window: VisitWindow, line: Facility, standing: Sequence[LedgerEntry]) -> Iterator[VisitChange]:
    """Yield the limit that changed, from what it was at the last visit to the last one since."""
    before: Money | None = None
    last: tuple[LedgerEntry, PartialDate] | None = None
    for entry in standing:
        if entry.kind != "limit_change":
            continue
        on = window.happened(entry.value_on, entry.id)
        if on is None:
            before = entry.amount if last is None else before
        else:
            last = entry, on
    known = window.column(line.id, "limit_minor")
    if known is not None:
        was = known[0]
        before = Money(minor=was, ccy=line.ccy) if isinstance(was, int) else None
    if last is not None and last[0].amount != before and not window.was_added(line.id):
        yield _told("limit", last[1], line, line.id, money=last[0].amount, before=before)


def _told(
    kind: ChangeKind, on: PartialDate, line: Facility, row_id: str, *, money: Money | None, before: Money | None = None
) -> VisitChange:
    return VisitChange(
        kind=kind,
        on=on,
        code=line.facility_type,
        subject=line.reference_no,
        money=money,
        money_before=before,
        row_id=row_id,
        line_id=line.id,
    )
