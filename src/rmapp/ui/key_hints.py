"""The keys that lists, sheets and the palette handle themselves, for the sheet of all keys."""

from __future__ import annotations

from typing import NamedTuple

from rmapp.i18n import _
from rmapp.ui import registry


class KeyHint(NamedTuple):
    """Keys that a list, sheet or field handles by itself, and what they do; `needs` as for an action."""

    keys: str
    text: str
    needs: str = ""


def key_hints() -> tuple[KeyHint, ...]:
    """Return the keys that lists, sheets and the palette handle themselves."""
    hints = (
        KeyHint(_("Esc"), _("Close the sheet, clear the filter, leave the field; typed text is kept")),
        KeyHint(_("Ctrl Enter"), _("Save the note or finish the step"), "sheet:note"),
        KeyHint(_("Ctrl S"), _("Save in an editor"), "sheet:facility"),
        KeyHint(_("Up, Down, J, K"), _("Move in a list"), "page:clients"),
        KeyHint(_("Enter"), _("Open the selected client"), "page:clients"),
        KeyHint(_("Space"), _("Show or hide the preview"), "page:clients"),
        KeyHint(_("Left, Right"), _("On the lifecycle board: go to the next column"), "page:lifecycle"),
        KeyHint(
            _("Ctrl Shift Left, Right"),
            _("On the lifecycle board: move the selected card one stage"),
            "page:lifecycle",
        ),
        KeyHint(_("Space"), _("Tick a follow-up on the page Today: it asks how it was done"), "page:today"),
        KeyHint("S", _("Let a follow-up or a client on the page Today wait"), "page:today"),
        KeyHint("X", _("Say what became of a paper on the page Briefs; Space marks several"), "page:briefs"),
        KeyHint(_("Enter"), _("Open the client at the selected credit line"), "page:lines"),
        KeyHint(_("Space"), _("Note the selected condition, test or check as done"), "page:lines"),
        KeyHint(_("Left, Right, T"), _("In the agenda: earlier, later, today"), "page:agenda"),
        KeyHint(_("Enter, W, Del"), _("In the agenda: change the plan, move, cancel the visit"), "page:agenda"),
        KeyHint(_("Enter"), _("Open the client at the selected application for a listing"), "page:ipo_desk"),
        KeyHint(_("Enter"), _("Open the selected note"), "page:notes"),
        KeyHint(_("Space"), _("Show or hide the preview of the note"), "page:notes"),
        KeyHint(_("Space"), _("Close the selected promise with a result, move or drop it"), "page:promises"),
        KeyHint("A, X", _("Acknowledge the selected warning signal; close it with its result"), "page:signals"),
        KeyHint("?", _("How the figures of the selected credit line were computed"), "sheet:facility"),
        KeyHint("> @ #", _("In the palette: commands, people, topics")),
        KeyHint(_("Tab"), _("In the palette: what can be done with the result")),
    )
    met = registry.offered()
    return tuple(hint for hint in hints if hint.needs in met)
