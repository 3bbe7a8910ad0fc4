"""Which notes a list shows and in which order: words, filters and their wording as chips."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rmapp.domain import reference
from rmapp.domain.list_query import ListQuery
from rmapp.domain.query import Chip
from rmapp.domain.wording import format_days
from rmapp.i18n import _, listed

Sort = Literal["day", "firm", "type", "author"]
PERIODS = (7, 30, 90, 365)

_NOT_FILTERS = frozenset({"sort", "descending", "columns"})


class NoteQuery(ListQuery):
    """A list of notes: every filter that is set must hold, and of the values of one filter any may.

    Without words and states meetings that are only planned are left out. The words are looked for in all that
    was written about a meeting. `within_days` counts back from today; `mine` True means written by the user,
    False by others.
    """

    text: str = ""
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    within_days: Annotated[int, Field(ge=0, le=36_500)] | None = None
    mine: bool | None = None
    sort: Sort = "day"
    descending: bool = True
    columns: tuple[str, ...] = ()


def chips(query: NoteQuery) -> tuple[Chip, ...]:
    """Return a chip for each filter that is set; text and order have their own controls."""
    within = query.within_days
    named = (
        Chip("types", _("Kind"), _labels("meeting_type", query.types)),
        Chip("within_days", _("Period"), "" if within is None else period_text(within)),
        Chip("mine", _("Written by"), "" if query.mine is None else mine_text(mine=query.mine)),
        Chip("authors", _("Author"), listed(query.authors)),
        Chip("classes", _("Class"), _labels("confidentiality", query.classes)),
        Chip("statuses", _("Status"), _labels("meeting_status", query.statuses)),
    )
    return tuple(chip for chip in named if chip.value)


def without(query: NoteQuery, field: str) -> NoteQuery:
    """Return the query with one filter dropped."""
    return query.model_copy(update={field: NoteQuery.model_fields[field].default})


def is_narrow(query: NoteQuery) -> bool:
    """Tell whether anything keeps notes out of the list."""
    return bool(set(query.model_dump(exclude_defaults=True)) - _NOT_FILTERS)


def period_text(days: int) -> str:
    """Return a time back from today in words."""
    return _("the last {days}").format(days=format_days(days))


def mine_text(*, mine: bool) -> str:
    """Return whose notes are meant."""
    return _("me") if mine else _("others")


def _labels(enum_name: str, codes: tuple[str, ...]) -> str:
    return listed(reference.text(enum_name, code) for code in codes)
