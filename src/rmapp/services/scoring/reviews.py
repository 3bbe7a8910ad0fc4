"""Assessments that are to be made anew: how many, and the first of them (domain reference, 5.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.services.clients.firm_names import firm_names
from rmapp.storage import score_rows

if TYPE_CHECKING:
    from datetime import date

    from rmapp.storage.store import Store

REVIEW_DAYS = 30
"""How early a review is told of: there is time for a visit (a choice of this project)."""


class Review(NamedTuple):
    """A firm whose assessment holds to a day; `days` counts from today, below zero when that day has passed."""

    firm_id: str
    firm_name: str
    grade: str
    on: date
    days: int


class Reviews(NamedTuple):
    """How many assessments are due within 30 days or late, and the first of them, late ones first."""

    total: int
    reviews: tuple[Review, ...]


def reviews_due(store: Store, most: int = 3) -> Reviews:
    """Return the assessments to be made anew within `REVIEW_DAYS`; quick in a book of any size."""
    today = store.clock.today()
    total, rows = score_rows.reviews_due(store, today + timedelta(days=REVIEW_DAYS), most)
    names = firm_names(store, {row.firm_id for row in rows})
    reviews = (
        Review(
            firm_id=row.firm_id,
            firm_name=names.get(row.firm_id, ""),
            grade=row.grade,
            on=row.on,
            days=(row.on - today).days,
        )
        for row in rows
    )
    return Reviews(total, tuple(reviews))


def review_on(store: Store, firm_id: str) -> date | None:
    """Return the day to which the newest assessment of a firm holds, None where it has none."""
    return score_rows.review_on(store, firm_id)
