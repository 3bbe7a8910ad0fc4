"""What bringing in a calendar or cards would do, thing by thing, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from rmapp.i18n import _

Action = Literal["add", "update", "same", "choose", "leave"]
"""`choose` waits for a person to name the firm and stays outside without an answer; `leave` cannot go in."""

Decisions = Mapping[int, str]
"""The firm's id by the number of a thing, as a person chose it; an empty text leaves the thing out."""


class CheckRow(NamedTuple):
    """One event or card of a file. `number` is its place, from 1; `title` and `detail` are what the file says.

    `cause` says why it waits or stays outside, what changes, or what of it is left out. `firm_ids` are the firms it
    goes to, `candidates` those it may mean.
    """

    number: int
    action: Action
    title: str
    detail: str = ""
    cause: str = ""
    firm_ids: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    @property
    def goes_in(self) -> bool:
        """Tell whether the book changes."""
        return self.action in ("add", "update")


class Outcome(NamedTuple):
    """How many things of a file were or would be added, updated, are as in the book, or stay outside."""

    added: int
    updated: int
    same: int
    left: int

    def sentence(self) -> str:
        """Return the counts as one sentence."""
        return _("{added} added, {updated} updated, {same} unchanged, {left} left out.").format(**self._asdict())


def outcome(rows: tuple[CheckRow, ...]) -> Outcome:
    """Count what becomes of the things of a file."""
    by_action = [row.action for row in rows]
    left = by_action.count("choose") + by_action.count("leave")
    return Outcome(by_action.count("add"), by_action.count("update"), by_action.count("same"), left)


def action_text(action: Action) -> str:
    """Return in one word what becomes of a thing."""
    return {
        "add": _("New"),
        "update": _("Changes"),
        "same": _("As in the book"),
        "choose": _("Which client?"),
        "leave": _("Stays outside"),
    }[action]
