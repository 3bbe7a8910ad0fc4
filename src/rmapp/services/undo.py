"""Taking a command back: the opposite of what it logged, as a new command.

What was added is marked as gone, what was changed gets its old values. If a later change stands in the
way, nothing is done: silently losing someone's work would be worse than not undoing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage import commands
from rmapp.storage.reversal import Reversal

if TYPE_CHECKING:
    from rmapp.storage.commands import Command
    from rmapp.storage.store import Store


def undoable(store: Store, command_id: str | None = None) -> Command:
    """Return the command to take back: the last one that stands, or the named one. Raises `RuleError`."""
    if command_id is None:
        found = commands.newest_standing(store)
        if found is None:
            raise errors.RuleError(_("There is nothing to undo."))
        return found
    named = commands.find(store, command_id)
    if named is None or named.kind not in ("do", "redo"):
        raise errors.RuleError(_("This entry of the log cannot be undone."))
    if store.rows("SELECT 1 FROM command WHERE target = ? AND kind = 'undo'", (command_id,)):
        raise errors.RuleError(_("This was already undone."))
    return named


def redoable(store: Store) -> Command:
    """Return the undo to take back. Raises `RuleError`."""
    found = commands.newest_undone(store)
    if found is None:
        raise errors.RuleError(_("There is nothing to redo."))
    return found


def invert(store: Store, command: Command) -> None:
    """Write the opposite of what a command logged. Raises `RuleError` if a later change stands in the way."""
    reversal = Reversal(store, command)
    if reversal.changed_later():
        raise errors.RuleError(
            _("“{label}” cannot be undone: what it wrote was changed again later. Nothing was changed.").format(
                label=command.label
            )
        )
    if reversal.referred_to_later():
        raise errors.RuleError(
            _("“{label}” cannot be undone: something added later belongs to it. Nothing was changed.").format(
                label=command.label
            )
        )
    reversal.write()
