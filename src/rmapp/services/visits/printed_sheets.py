"""Which sheet to write on is in the user's hands, and what it asks under which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.record import PaperRecord
from rmapp.services.visits.since_visit import last_visit

if TYPE_CHECKING:
    from rmapp.domain.meeting import Meeting
    from rmapp.storage.store import Store


def sheet_in_hand(store: Store, firm_id: str, visit: Meeting | None, copy_no: str = "") -> PaperRecord | None:
    """Return the newest copy of a sheet that a report is written from; None where none left with questions.

    That is the copy of this number; else the one of the visit; else, for a visit still to be closed or that nobody
    had planned, one that left for no visit since the last one that was held.
    """
    left = [one for one in store.all(PaperRecord, order="rid desc", firm_id=firm_id) if one.questions]
    found = [one for one in left if copy_no and one.copy_no == copy_no]
    if visit is not None:
        found += [one for one in left if one.meeting_id == visit.id]
    if visit is None or visit.status == "planned":
        found += _for_no_visit(store, firm_id, left)
    return next(iter(found), None)


def _for_no_visit(store: Store, firm_id: str, left: list[PaperRecord]) -> list[PaperRecord]:
    last = last_visit(store, firm_id)
    return [one for one in left if not one.meeting_id and (last is None or one.created_at[:10] > last.starts_at[:10])]
