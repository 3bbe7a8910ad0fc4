"""What screens say of a promise: when it is due, how old it is, how often a side kept its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.wording import format_date, format_days_left, format_percent
from rmapp.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.promise import KeptRate, Promise

SOON_DAYS = 7


class DueWords(NamedTuple):
    """When a promise is due, in two lines, and the state of its chip: late, due (soon) or none."""

    day: str
    left: str
    state: str


def due_words(promise: Promise, today: date) -> DueWords:
    """Return when an open promise is due; of a closed one when it was done."""
    if not promise.is_open:
        if promise.status == "done" and promise.done_on is not None:
            return DueWords(format_date(promise.done_on, "medium"), pgettext("state of a promise", "kept"), "")
        return DueWords(format_date(promise.due_on, "medium"), pgettext("state of a promise", "dropped"), "")
    day = format_date(promise.due_on, "short" if promise.due_on.year == today.year else "medium")
    days = (promise.due_on - today).days
    state = "late" if days < 0 else "due" if days <= SOON_DAYS else ""
    return DueWords(day, format_days_left(promise.due_on, today), state)


def put_off(promise: Promise) -> str:
    """Return that the day was put off, empty where it never was."""
    if promise.first_due_on is None or promise.first_due_on >= promise.due_on:
        return ""
    return _("first promised for {date}").format(date=format_date(promise.first_due_on, "medium"))


def age_words(days: int) -> str:
    """Return how old a promise is."""
    return ngettext("{n} day old", "{n} days old", days).format(n=days)


def kept_words(rate: KeptRate) -> tuple[str, ...]:
    """Return how often each side kept its word, ours first; a side of which nothing came due is left out."""
    said = []
    if rate.ours_due:
        said.append(_("We kept {kept} of {due} ({share})").format(**_numbers(rate.ours_kept, rate.ours_due)))
    if rate.theirs_due:
        said.append(_("They kept {kept} of {due} ({share})").format(**_numbers(rate.theirs_kept, rate.theirs_due)))
    return tuple(said)


def kept_tip(rate: KeptRate) -> str:
    """Return how the rate is counted, with what was kept by the day first promised."""
    parts = []
    if rate.ours_due:
        parts.append(_("By the day first promised: we {n} of {due}.").format(n=rate.ours_in_time, due=rate.ours_due))
    if rate.theirs_due:
        said = _("By the day first promised: they {n} of {due}.")
        parts.append(said.format(n=rate.theirs_in_time, due=rate.theirs_due))
    parts.append(_("Counted are promises that were kept or dropped, and open ones past the day first promised."))
    return "\n".join(parts)


def _numbers(kept: int, due: int) -> dict[str, str]:
    return {"kept": str(kept), "due": str(due), "share": format_percent(kept * 10_000 // due, 0)}
