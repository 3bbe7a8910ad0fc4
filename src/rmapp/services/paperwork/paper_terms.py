"""How long paper may stay out of the book by default: a setting of the book for each audience, in days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.storage.store import Store

MOST_DAYS = 3650

_FACTS = {"internal": ("paper_days", 30), "client": ("client_paper_days", None)}
"""The fact of the book that holds the days of an edition, and the days where nobody chose any."""


class PaperTerms(NamedTuple):
    """Days until a paper has to be destroyed, for each audience; None keeps it without a day."""

    internal: int | None
    client: int | None


def paper_terms(store: Store) -> PaperTerms:
    """Return the days that the book is set to."""
    return PaperTerms(_days(store, "internal"), _days(store, "client"))


def set_paper_days(store: Store, audience: str, days: int | None) -> None:
    """Set the days for an audience, None for no day. Raises InputError on the name of the audience."""
    if days is not None and not 0 < days <= MOST_DAYS:
        sentence = _("Write a number of days from 1 to {most}, or nothing for no day.")
        raise InputError({audience: sentence.format(most=MOST_DAYS)})
    store.set_info(**{_FACTS[audience][0]: "" if days is None else str(days)})


def days_of(audience: str, text: str) -> int | None:
    """Return the days that a text means; nothing or `none` is no day. Raises InputError on the audience."""
    typed = text.strip().casefold()
    if not typed or typed == "none":
        return None
    if not typed.isdecimal():
        sentence = _("Write a number of days from 1 to {most}, or nothing for no day.")
        raise InputError({audience: sentence.format(most=MOST_DAYS)})
    return int(typed)


def destroy_day(store: Store, audience: str, on: date | None = None) -> date | None:
    """Return the day by which a paper of today (or of `on`) has to be destroyed; None where there is no such day."""
    days = _days(store, audience)
    return None if days is None else (on or store.clock.today()) + timedelta(days=days)


def _days(store: Store, audience: str) -> int | None:
    fact, usual = _FACTS[audience]
    text = store.info.get(fact)
    if text is None:
        return usual
    return int(text) if text.isdecimal() else None
