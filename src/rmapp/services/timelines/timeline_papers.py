"""What left the book about a firm, and what was put on file about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.attachment import Attachment
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.record import PaperRecord
from rmapp.i18n import _, listed
from rmapp.services.timelines.timeline_events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store


def paper_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield the papers that were printed or saved."""
    for record in store.all(PaperRecord, firm_id=firm_id):
        written = datetime.fromisoformat(record.created_at)
        printed = _("{document} printed") if record.kind == "printed" else _("{document} saved as PDF")
        title = printed.format(document=reference.text("paper_document", record.document))
        meta = _("{audience}, copy {copy}, by {name}").format(
            audience=reference.text("audience", record.audience), copy=record.copy_no, name=record.created_by
        )
        yield Event(
            "paper", record.id, record.kind, PartialDate.of(written.date()), written.strftime("%H:%M"), title, meta
        )


def file_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield the files of a firm that belong to no meeting; those of a meeting stand with it."""
    for one in store.all(Attachment, firm_id=firm_id, meeting_id=None):
        filed = datetime.fromisoformat(one.created_at)
        on: date = one.taken_on or filed.date()
        kind = reference.text("attachment_kind", one.kind)
        yield Event(
            "paper",
            one.id,
            "attachment",
            PartialDate.of(on),
            "" if one.taken_on else filed.strftime("%H:%M"),
            _("{kind}: {name}").format(kind=kind, name=one.name),
            listed(part for part in (_("put on file by {name}").format(name=one.created_by),) if one.created_by),
            one.caption,
            is_restricted=one.confidentiality == "restricted",
        )
