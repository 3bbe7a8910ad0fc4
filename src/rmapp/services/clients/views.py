"""Saved views: lists with a name, some of them built in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.query import FirmQuery
from rmapp.domain.record import SavedView
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_BUILT_IN = "builtin:"
_LONGEST = 60

WATCHED = ("watch", "alert", "exit")
"""The watch statuses of a firm on the watch list."""


class View(NamedTuple):
    """A named list of firms; built-in ones are named in the current language and cannot be changed."""

    id: str
    name: str
    icon: str
    query: FirmQuery
    built_in: bool


def built_in_views() -> tuple[View, ...]:
    """Return the views that every book has."""
    return (
        View(
            _BUILT_IN + "quiet_a",
            _("A tier, quiet 60 days"),
            "star",
            FirmQuery(tiers=("A",), quiet_days=60, sort="contact"),
            built_in=True,
        ),
        View(
            _BUILT_IN + "maturing_90",
            _("Maturing in 90 days"),
            "calendar-clock",
            FirmQuery(maturing_within_days=90, sort="maturity"),
            built_in=True,
        ),
        View(
            _BUILT_IN + "little_giants",
            _("Little giants"),
            "badge-check",
            FirmQuery(designations=("little_giant",)),
            built_in=True,
        ),
        View(
            _BUILT_IN + "heading_for_ipo",
            _("Heading for IPO"),
            "trending-up",
            FirmQuery(stages=("pre_ipo",), sort="stage_since"),
            built_in=True,
        ),
        View(
            _BUILT_IN + "watch_list",
            _("Watch list"),
            "shield-alert",
            FirmQuery(watch=WATCHED, sort="watch", descending=True),
            built_in=True,
        ),
    )


def views(store: Store) -> list[View]:
    """Return the built-in views and then the saved ones in their order."""
    saved = store.all(SavedView, order="position, id")
    own = [View(view.id, view.name, view.icon, FirmQuery.from_json(view.query), built_in=False) for view in saved]
    return [*built_in_views(), *own]


def add_view(store: Store, name: str, query: FirmQuery, icon: str = "star") -> SavedView:
    """Save a list under a name, after the other ones. Raises InputError for an empty or taken name."""
    position = max((view.position for view in store.all(SavedView)), default=-1) + 1
    named = _checked_name(store, name)
    return store.add(SavedView(name=named, query=query.to_json(), position=position, icon=icon))


def rename_view(store: Store, view_id: str, name: str) -> SavedView:
    """Give a saved view another name."""
    _refuse_built_in(view_id)
    return store.change(SavedView, view_id, name=_checked_name(store, name, view_id))


def change_view(store: Store, view_id: str, query: FirmQuery) -> SavedView:
    """Let a saved view show another list."""
    _refuse_built_in(view_id)
    return store.change(SavedView, view_id, query=query.to_json())


def remove_view(store: Store, view_id: str) -> None:
    """Drop a saved view; its firms stay."""
    _refuse_built_in(view_id)
    store.remove(SavedView, view_id)


def _checked_name(store: Store, name: str, view_id: str | None = None) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise InputError({"name": _("Give the view a name.")})
    if len(wanted) > _LONGEST:
        raise InputError({"name": _("This name is too long: at most {n} characters.").format(n=_LONGEST)})
    taken = {view.name.casefold() for view in views(store) if view.id != view_id}
    if wanted.casefold() in taken:
        raise InputError({"name": _("There is already a view “{name}”.").format(name=wanted)})
    return wanted


def _refuse_built_in(view_id: str) -> None:
    if view_id.startswith(_BUILT_IN):
        raise RuleError(_("This view is part of the program and stays as it is. Save the list under another name."))
