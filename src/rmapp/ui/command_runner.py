"""Does what a command of the table says: the page first, else the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from rmapp import settings
from rmapp.i18n import LANGUAGES, _, sentences
from rmapp.ui import actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.ui.context import UiContext
    from rmapp.ui.page import Page


class CommandRunner(QObject):
    """Handlers carry the names of the table; those about the window itself leave as signals."""

    palette_asked = Signal()
    keys_asked = Signal()
    lock_asked = Signal()
    other_book_asked = Signal()
    sample_asked = Signal()
    restore_asked = Signal()
    rail_asked = Signal()
    kept = Signal()
    steps_asked = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._page: Page | None = None
        self._firm: str | None = None

    def set_page(self, page: Page | None) -> None:
        """Say which page is shown."""
        self._page = page

    def run(self, action_id: str, firm_id: str | None = None) -> None:
        """Run a command, on a client if one is given, else on the page's."""
        action = actions.action(action_id)
        if action is None:
            return
        if action.writes and self._context.read_only:
            self._context.tell(_("This book is open for reading only; nothing can be changed now."), tone="warning")
            return
        self._firm = firm_id or (self._page.current_firm() if self._page is not None else None)
        if action.scope == "client" and self._firm is None:
            self._context.tell(_("Select a client first."), tone="info")
            return
        handler = self._handler(action.handler)
        if handler is None:
            self._context.tell(_("“{command}” does not apply to this page.").format(command=action.text), tone="info")
        elif action.argument:
            handler(action.argument)
        else:
            handler()

    def open_page(self, code: str) -> None:
        """Go to a page."""
        self._context.open_page(code)

    def open_palette(self) -> None:
        """Open the palette."""
        self.palette_asked.emit()

    def go_back(self) -> None:
        """Go to the place before this one."""
        self.steps_asked.emit(-1)

    def go_forward(self) -> None:
        """Go to the place after this one."""
        self.steps_asked.emit(1)

    def new_client(self) -> None:
        """Open an empty client form."""
        self._context.open_sheet("firm")

    def new_note(self) -> None:
        """Open a note, for the client there is."""
        self._context.open_sheet("note", firm_id=self._firm)

    def plan_visit(self) -> None:
        """Open the plan of a new visit, to the client there is."""
        self._context.open_sheet("plan", firm_id=self._firm)

    def print_agenda(self) -> None:
        """Show the agenda and ask for a printer."""
        self._context.open_page("agenda", print_now=True)

    def export_calendar(self) -> None:
        """Ask which visits are to leave as a calendar file."""
        self._context.open_sheet("exchange_out", what="calendar")

    def import_calendar(self) -> None:
        """Choose a calendar file and check what is in it."""
        self._choose("calendar")

    def export_contacts(self) -> None:
        """Ask how the people of the client are to leave as contact cards."""
        self._context.open_sheet("exchange_out", what="contacts", firm_id=self._firm)

    def import_contacts(self) -> None:
        """Choose a file of contact cards and check what is in it."""
        self._choose("contacts")

    def new_report(self) -> None:
        """Report on the client's visit whose day has come, else on one that was not planned."""
        self._context.open_page("call_report", firm_id=self._firm)

    def open_brief(self) -> None:
        """Show the client's brief."""
        self._context.open_page("brief", firm_id=self._firm)

    def open_record(self) -> None:
        """Show the client's whole record as it prints."""
        self._context.open_page("record", firm_id=self._firm)

    def print_introductions(self) -> None:
        """Print whom the client is to introduce us to."""
        # Reads what renders paper, which the window does not need before it is painted.
        from rmapp.ui.paper_print import print_introductions

        if self._firm:
            print_introductions(QApplication.activeWindow(), self._context, self._firm)

    def print_three_tests(self) -> None:
        """Print the three tests of the client to write on."""
        # Reads what renders paper, which the window does not need before it is painted.
        from rmapp.ui.paper_print import print_three_tests

        if self._firm:
            print_three_tests(QApplication.activeWindow(), self._context, self._firm)

    def open_pack(self) -> None:
        """Show the visit pack of the day that comes next."""
        self._context.open_page("visit_pack")

    def print_pack(self) -> None:
        """Make the visit pack of the day that comes next and ask for a printer."""
        self._context.open_page("visit_pack", print_now=True)

    def new_drawdown(self) -> None:
        """Open a draw-down of the client."""
        self._context.open_sheet("draw_down", firm_id=self._firm)

    def edit_client(self) -> None:
        """Open the client's form."""
        self._context.open_sheet("firm", firm_id=self._firm)

    def new_line(self) -> None:
        """Open the editor with a new credit line of the client."""
        self._context.open_sheet("facility", firm_id=self._firm)

    def move_stage(self) -> None:
        """Open the sheet that moves the client's stage."""
        self._context.open_sheet("stage_move", firm_id=self._firm)

    def record_evidence(self) -> None:
        """Open the sheet that records what a person saw as evidence for a stage."""
        self._context.open_sheet("stage_evidence", firm_id=self._firm)

    def show_stage_tasks(self) -> None:
        """Open the tasks of the stage that the client is in; without one its stage is asked for first."""
        # Late, so that the window is painted before what only this needs is loaded.
        from rmapp.services.stages import lifecycle

        stage = self._context.ask(lifecycle.stage_strip, self._firm or "").current
        if stage is None:
            self.move_stage()
        else:
            self._context.open_sheet("stage_tasks", firm_id=self._firm, stage=stage)

    def start_listing(self) -> None:
        """Open the sheet of a new application for a listing."""
        self._context.open_sheet("ipo", firm_id=self._firm)

    def score_firm(self) -> None:
        """Open the sheet that scores the client."""
        self._context.open_sheet("score", firm_id=self._firm)

    def raise_signal(self) -> None:
        """Open the sheet that raises a warning signal of the client."""
        self._context.open_sheet("signal", firm_id=self._firm)

    def undo(self) -> None:
        """Take back the last command."""
        self._context.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._context.redo()

    def back_up(self) -> None:
        """Write a backup now and say where."""
        from rmapp.services import books

        folder = books.backup_now(self._context.workspace)
        self._context.tell(_("Backup written and verified: {folder}").format(folder=folder))
        self.kept.emit()

    def check_book(self) -> None:
        """Check the book for damage and say what was found."""
        from rmapp.services import books

        report = books.check(self._context.workspace)
        if report.sound:
            self._context.tell(_("The book was checked and is sound."))
        else:
            self._context.tell(sentences(report.problems), tone="danger")

    def lock(self) -> None:
        """Lock the book."""
        self.lock_asked.emit()

    def open_other_book(self) -> None:
        """Close this book and choose another."""
        self.other_book_asked.emit()

    def open_sample(self) -> None:
        """Open the book with sample data."""
        self.sample_asked.emit()

    def restore_backup(self) -> None:
        """Choose a backup and open what is in it."""
        self.restore_asked.emit()

    def show_keys(self) -> None:
        """Show the sheet of all keys."""
        self.keys_asked.emit()

    def toggle_rail(self) -> None:
        """Fold or unfold the rail."""
        self.rail_asked.emit()

    def enlarge_text(self) -> None:
        """Take the next larger size of text."""
        now = self._context.settings.text_factor
        larger = [factor for factor in settings.TEXT_FACTORS if factor > now + 0.01]
        self._context.use_look(text_factor=larger[0] if larger else now)

    def shrink_text(self) -> None:
        """Take the next smaller size of text."""
        now = self._context.settings.text_factor
        smaller = [factor for factor in settings.TEXT_FACTORS if factor < now - 0.01]
        self._context.use_look(text_factor=smaller[-1] if smaller else now)

    def reset_text(self) -> None:
        """Take the normal size of text."""
        self._context.use_look(text_factor=1.0)

    def use_theme(self, mode: str) -> None:
        """Use the light or dark theme, or that of the system."""
        self._context.use_look(theme=mode)

    def use_language(self, language: str) -> None:
        """Use a language."""
        for known in LANGUAGES:
            if known == language:
                self._context.use_language(known)

    def _choose(self, what: Literal["calendar", "contacts"]) -> None:
        # Reads the code lists, which the window does not need before it is painted.
        from rmapp.ui.sheets.exchange_sheet import choose_exchange

        choose_exchange(QApplication.activeWindow(), self._context, what)

    def _handler(self, name: str) -> Callable[..., Any] | None:
        handler = getattr(self._page, name, None) or getattr(self, name, None)
        return handler if callable(handler) else None
