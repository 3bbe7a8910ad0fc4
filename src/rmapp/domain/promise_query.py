"""Which promises a list shows and in which order: words, filters and their wording as chips."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rmapp.domain.list_query import ListQuery
from rmapp.domain.query import Chip
from rmapp.domain.wording import format_days
from rmapp.i18n import _, listed, pgettext

Sort = Literal["due", "firm", "text", "owner", "made", "side"]
State = Literal["open", "late", "moved", "kept", "dropped"]
STATES: tuple[State, ...] = ("open", "late", "moved", "kept", "dropped")

_NOT_FILTERS = frozenset({"sort", "descending", "columns"})


class PromiseQuery(ListQuery):
    """A list of promises: every filter that is set must hold, and of the values of one filter any may.

    Without a state those that are open are listed, late ones first. `moved` are open ones whose day was put
    off. The words are looked for in the firm's names, the promise and its owner. `due_within_days` counts
    from today and late ones belong to it; `mine` True means that the user is the owner.
    """

    text: str = ""
    sides: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    owners: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    due_within_days: Annotated[int, Field(ge=0, le=36_500)] | None = None
    mine: bool | None = None
    sort: Sort = "due"
    descending: bool = False
    columns: tuple[str, ...] = ()


def chips(query: PromiseQuery) -> tuple[Chip, ...]:
    """Return a chip for each filter that is set; text and order have their own controls."""
    due = query.due_within_days
    named = (
        Chip("sides", _("Whose"), listed(side_text(side) for side in query.sides)),
        Chip("states", _("State"), listed(state_text(state) for state in query.states)),
        Chip("due_within_days", _("Due within"), "" if due is None else format_days(due)),
        Chip("mine", _("Owner is"), "" if query.mine is None else owner_text(mine=query.mine)),
        Chip("owners", _("Owner"), listed(query.owners)),
    )
    return tuple(chip for chip in named if chip.value)


def without(query: PromiseQuery, field: str) -> PromiseQuery:
    """Return the query with one filter dropped."""
    return query.model_copy(update={field: PromiseQuery.model_fields[field].default})


def is_narrow(query: PromiseQuery) -> bool:
    """Tell whether anything keeps promises out of the list."""
    return bool(set(query.model_dump(exclude_defaults=True)) - _NOT_FILTERS)


def side_text(side: str) -> str:
    """Return whose promises are meant."""
    return {"ours": _("We promised"), "theirs": _("They promised")}[side]


def state_text(state: str) -> str:
    """Return the name of a state."""
    return {
        "open": pgettext("state of a promise", "Open"),
        "late": pgettext("state of a promise", "Late"),
        "moved": _("Put off"),
        "kept": _("Kept"),
        "dropped": _("Dropped"),
    }[state]


def owner_text(*, mine: bool) -> str:
    """Return who owns a promise."""
    return _("me") if mine else _("somebody else")
