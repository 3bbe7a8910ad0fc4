"""The steps of a firm's applications for a listing as events of its stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.ipo_rules import status_words
from rmapp.i18n import listed
from rmapp.services.timelines.timeline_events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store

LISTING = "listing"
"""The type of these events."""


def listing_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield each step that an application of the firm reached, with its board and sponsor."""
    applications = {one.id: one for one in store.all(IpoApplication, firm_id=firm_id)}
    for event in store.all(IpoEvent, firm_id=firm_id):
        one = applications.get(event.ipo_application_id)
        if one is None:
            continue
        board = reference.text("board", one.board) if one.board else ""
        yield Event(
            "stage",
            event.id,
            LISTING,
            event.reached_on,
            "",
            status_words(event),
            listed(part for part in (board, one.sponsor) if part),
            event.note,
            is_restricted=RESTRICTED in (event.confidentiality, one.confidentiality),
        )
