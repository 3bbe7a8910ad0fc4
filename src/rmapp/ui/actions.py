"""The one table of commands: menus, keys, palette, the sheet of keys and the tests read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rmapp.i18n import _
from rmapp.ui import registry

Scope = Literal["always", "book", "client"]
"""Where a command acts: even when locked, with a book open, or on the selected client."""

Group = Literal["go", "client", "page", "look", "book"]


@dataclass(frozen=True, slots=True)
class Action:
    """One command: `handler` is a method of the page or of the shell, called with `argument` if there is one.

    `needs` names the page or sheet without which the command is not offered.
    """

    id: str
    text: str
    handler: str
    group: Group
    keys: tuple[str, ...] = ()
    icon: str = ""
    scope: Scope = "book"
    argument: str = ""
    needs: str = ""
    in_palette: bool = True
    writes: bool = False

    def cap(self) -> str:
        """Return the key to show beside the text, or an empty string."""
        return cap_of(self.keys[0]) if self.keys else ""


def cap_of(key: str) -> str:
    """Return a key as its cap shows it: `Ctrl +` for `Ctrl++`."""
    *modifiers, last = key[:-1].split("+") if key.endswith("++") else key.split("+")
    return " ".join([*modifiers, last or "+"])


def actions() -> tuple[Action, ...]:
    """Return every command that this program offers, in the current language."""
    every = (*_going(), *_clients(), *_visits(), *_of_pages(), *_book(), *_looks())
    met = registry.offered()
    return tuple(action for action in every if action.needs in met)


def action(action_id: str) -> Action | None:
    """Return one command, or None when it is not offered."""
    return next((each for each in actions() if each.id == action_id), None)


def group_title(group: Group) -> str:
    """Return the heading of a group of commands."""
    return {
        "go": _("Go to"),
        "client": _("For the selected client"),
        "page": _("On a page"),
        "look": _("Appearance"),
        "book": _("Book and window"),
    }[group]


def _going() -> list[Action]:
    rail = [entry for entry in registry.pages() if entry.rail]
    going = [
        Action(f"go.{entry.code}", entry.title, "open_page", "go", (f"Ctrl+{place}",), entry.icon, argument=entry.code)
        for place, entry in enumerate(rail, start=1)
    ]
    others = [entry for entry in registry.pages() if not entry.rail and entry.code in _MORE_KEYS]
    going += [
        Action(
            f"go.{entry.code}",
            entry.title,
            "open_page",
            "go",
            _MORE_KEYS.get(entry.code, ()),
            entry.icon,
            argument=entry.code,
        )
        for entry in others
    ]
    return [
        *going,
        Action("palette.open", _("Search everything"), "open_palette", "go", ("Ctrl+K",), "search", in_palette=False),
        Action("history.back", _("Back"), "go_back", "go", ("Alt+Left",), "arrow-left"),
        Action("history.forward", _("Forward"), "go_forward", "go", ("Alt+Right",), "arrow-right"),
    ]


_MORE_KEYS = {
    "settings": ("Ctrl+,",),
    "import": ("Ctrl+I",),
    "promises": ("Ctrl+Shift+O",),
    "agenda": ("Ctrl+Shift+A",),
    "ipo_desk": (),
    "matrix": (),
    "signals": (),
}


def _clients() -> list[Action]:
    return [
        Action(
            "client.new",
            _("Add a client"),
            "new_client",
            "book",
            ("Ctrl+Shift+N",),
            "user-plus",
            needs="sheet:firm",
            writes=True,
        ),
        Action(
            "note.new",
            _("New note"),
            "new_note",
            "client",
            ("Ctrl+N", "N"),
            "square-pen",
            needs="sheet:note",
            writes=True,
        ),
        Action("pack.open", _("Visit pack"), "open_pack", "go", (), "files", needs="page:visit_pack"),
        Action("pack.print", _("Print the visit pack"), "print_pack", "go", (), "printer", needs="page:visit_pack"),
        Action(
            "report.new",
            _("Call report"),
            "new_report",
            "client",
            ("R",),
            "clipboard",
            "client",
            needs="page:call_report",
            writes=True,
        ),
        Action("brief.open", _("Brief"), "open_brief", "client", ("B",), "file-text", "client", needs="page:brief"),
        Action(
            "record.open",
            _("Print the whole record"),
            "open_record",
            "client",
            ("Ctrl+Shift+R",),
            "printer",
            "client",
            needs="page:record",
        ),
        Action(
            "tests.print",
            _("Print the three tests to write on"),
            "print_three_tests",
            "client",
            (),
            "list-checks",
            "client",
            needs="page:client",
        ),
        Action(
            "introductions.print",
            _("Print the introductions to ask for"),
            "print_introductions",
            "client",
            (),
            "handshake",
            "client",
            needs="page:client",
        ),
        Action(
            "drawdown.new",
            _("Record draw-down"),
            "new_drawdown",
            "client",
            ("D",),
            "banknote",
            "client",
            needs="sheet:draw_down",
            writes=True,
        ),
        Action(
            "client.edit",
            _("Edit client"),
            "edit_client",
            "client",
            ("E",),
            "pencil",
            "client",
            needs="sheet:firm",
            writes=True,
        ),
        Action(
            "line.new",
            _("New credit line"),
            "new_line",
            "client",
            ("L",),
            "landmark",
            "client",
            needs="sheet:facility",
            writes=True,
        ),
        Action(
            "stage.move",
            _("Move stage"),
            "move_stage",
            "client",
            ("M",),
            "signpost",
            "client",
            needs="sheet:stage_move",
            writes=True,
        ),
        _sheet("evidence.new", _("Record evidence for a stage"), "record_evidence", "file-check", "stage_evidence"),
        _sheet("stage.tasks", _("Tasks of the stage"), "show_stage_tasks", "list-checks", "stage_tasks"),
        _sheet("ipo.start", _("Start an application for a listing"), "start_listing", "trending-up", "ipo"),
        _sheet("score.new", _("Score the firm"), "score_firm", "target", "score"),
        _sheet("signal.new", _("Raise a warning signal"), "raise_signal", "bell", "signal"),
        Action(
            "fact.new",
            _("Add a fact"),
            "new_fact",
            "client",
            (),
            "file-plus",
            "client",
            needs="page:client",
            in_palette=False,
            writes=True,
        ),
        Action(
            "person.new",
            _("Add a person"),
            "new_person",
            "client",
            (),
            "user-plus",
            "client",
            needs="sheet:person",
            in_palette=False,
            writes=True,
        ),
        Action(
            "client.copy",
            _("Copy name and identifiers"),
            "copy_identifiers",
            "client",
            (),
            "copy",
            "client",
            needs="page:client",
            in_palette=False,
        ),
        Action(
            "client.remove",
            _("Remove client"),
            "remove_client",
            "client",
            (),
            "trash-2",
            "client",
            needs="page:client",
            in_palette=False,
            writes=True,
        ),
    ]


def _sheet(code: str, label: str, verb: str, icon: str, sheet: str) -> Action:
    """Return the action that opens a sheet of the client and has no key of its own."""
    return Action(code, label, verb, "client", (), icon, "client", needs=f"sheet:{sheet}", writes=True)


def _visits() -> list[Action]:
    return [
        Action(
            "visit.plan",
            _("Plan a visit"),
            "plan_visit",
            "client",
            ("P",),
            "calendar-plus",
            needs="sheet:plan",
            writes=True,
        ),
        Action(
            "agenda.print",
            _("Print the agenda"),
            "print_agenda",
            "go",
            ("Ctrl+Shift+P",),
            "printer",
            needs="page:agenda",
        ),
        Action(
            "calendar.export",
            _("Write visits as a calendar file"),
            "export_calendar",
            "book",
            (),
            "file-output",
            needs="sheet:exchange_out",
        ),
        Action(
            "calendar.import",
            _("Take visits from a calendar file"),
            "import_calendar",
            "book",
            (),
            "calendar-check",
            needs="sheet:exchange",
            writes=True,
        ),
        Action(
            "contacts.export",
            _("Write people as contact cards"),
            "export_contacts",
            "client",
            (),
            "id-card",
            "client",
            needs="sheet:exchange_out",
        ),
        Action(
            "contacts.import",
            _("Take people from contact cards"),
            "import_contacts",
            "book",
            (),
            "users-round",
            needs="sheet:exchange",
            writes=True,
        ),
    ]


def _of_pages() -> list[Action]:
    return [
        Action("filter.focus", _("Filter this page"), "focus_filter", "page", ("Ctrl+F", "/"), "list-filter"),
        Action("tab.next", _("Next tab"), "next_tab", "page", ("Ctrl+Tab",), "arrow-right", needs="page:client"),
        Action(
            "tab.previous",
            _("Previous tab"),
            "previous_tab",
            "page",
            ("Ctrl+Shift+Tab",),
            "arrow-left",
            needs="page:client",
        ),
        Action("page.print", _("Print"), "print_page", "page", ("Ctrl+P",), "printer", needs="page:brief"),
        Action("view.save", _("Save this view"), "save_view", "page", (), "star", needs="page:clients", writes=True),
        Action("edit.undo", _("Undo"), "undo", "page", ("Ctrl+Z",), "undo-2", writes=True),
        Action("edit.redo", _("Redo"), "redo", "page", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", writes=True),
    ]


def _book() -> list[Action]:
    return [
        Action("book.backup", _("Back up now"), "back_up", "book", (), "archive"),
        Action("book.check", _("Check the book"), "check_book", "book", (), "shield-check"),
        Action("book.lock", _("Lock now"), "lock", "book", ("Ctrl+L",), "lock"),
        Action("book.other", _("Open another book"), "open_other_book", "book", (), "folder-open"),
        Action("book.sample", _("Look around with sample data"), "open_sample", "book", (), "flask-conical"),
        Action("book.restore", _("Open a backup"), "restore_backup", "book", (), "history"),
        Action("help.keys", _("Show all keys"), "show_keys", "book", ("F1",), "keyboard"),
        Action(
            "rail.toggle", _("Show or hide the names on the left"), "toggle_rail", "book", ("Ctrl+B",), "panel-left"
        ),
    ]


def _looks() -> list[Action]:
    return [
        Action("text.larger", _("Larger text"), "enlarge_text", "look", ("Ctrl++", "Ctrl+="), "zoom-in", "always"),
        Action("text.smaller", _("Smaller text"), "shrink_text", "look", ("Ctrl+-",), "zoom-out", "always"),
        Action("text.normal", _("Normal text size"), "reset_text", "look", ("Ctrl+0",), "type", "always"),
        Action("theme.light", _("Light theme"), "use_theme", "look", (), "sun", "always", "light"),
        Action("theme.dark", _("Dark theme"), "use_theme", "look", (), "moon", "always", "dark"),
        Action("theme.system", _("Theme of the system"), "use_theme", "look", (), "sun-moon", "always", "system"),
        # A language is named in itself, whatever language the window speaks.
        Action("language.en", "English", "use_language", "look", (), "languages", "always", "en"),
        Action("language.zh_CN", "简体中文", "use_language", "look", (), "languages", "always", "zh_CN"),
    ]


def is_bare(key: str) -> bool:
    """Tell whether a key is a character without Ctrl or Alt, which must not act while someone types."""
    return len(key) == 1
