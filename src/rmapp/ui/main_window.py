"""The window: a door (first run, unlock) or, with a book open, the shell.

What needs the book's libraries is imported after the first painting, so that the window comes up fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from rmapp import errors, log, paths
from rmapp.i18n import _, ngettext
from rmapp.ui import icons, messages, registry, window_state
from rmapp.ui.command_runner import CommandRunner
from rmapp.ui.commands import Commands
from rmapp.ui.day_watch import DayWatch
from rmapp.ui.history import History
from rmapp.ui.idle import IdleWatch
from rmapp.ui.reminder_watch import ReminderWatch
from rmapp.ui.widgets.focus_ring import FocusRing
from rmapp.ui.widgets.sheet import Sheet, ask
from rmapp.ui.window_questions import WindowQuestions

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from rmapp.services.workspace import Workspace
    from rmapp.ui.context import UiContext
    from rmapp.ui.door import Door
    from rmapp.ui.jobs import Progress
    from rmapp.ui.shell import Shell

_BACKUP_AFTER = 3_000
"""Milliseconds after opening, when the first page is long on the screen."""


class MainWindow(QMainWindow):
    """Shows either a door or the shell, never both: behind a door no widget knows about clients."""

    def __init__(self, context: UiContext, first_book: Path | None = None) -> None:
        super().__init__()
        self.context = context
        context.offers = registry.offers
        context.questions = WindowQuestions(self)
        self.shell: Shell | None = None
        self.door: Door | None = None
        self.runner = CommandRunner(context)
        self._awaited = first_book
        self._book = first_book or paths.default_book()
        self._why_locked = ""
        self._drafts_given_up = False
        self._history = History()
        self._idle = IdleWatch(context.clock, context.settings, self)
        self._days = DayWatch(context.clock, self)
        self._reminders = ReminderWatch(context, self)
        self._backing_up = QTimer(self)
        self._backing_up.setSingleShot(True)
        self._backing_up.setInterval(_BACKUP_AFTER)
        self.commands = Commands(self)
        self._ring = FocusRing(self)
        self.setWindowTitle("rmapp")
        self.setWindowIcon(icons.app_icon())
        self._connect()
        self.commands.fill()
        window_state.restore(self, context.settings)

    def open_book(self, folder: Path) -> None:
        """Open a book: at once if it is unprotected, else behind the unlock page; show what hinders."""
        from rmapp.services import books

        self._book = folder
        state = books.book_state(folder)
        if state == "missing":
            self.show_first_run()
        elif state == "unprotected":
            self._open_unprotected(folder)
        else:
            self.show_unlock()

    def show_first_run(self) -> None:
        """Show the page that makes a book."""
        from rmapp.ui.pages.first_run import FirstRunPage

        page = FirstRunPage(self.context, self._book)
        page.book_chosen.connect(self.open_book)
        page.book_made.connect(self.context.use_book)
        page.sample_asked.connect(self.open_sample)
        page.restore_asked.connect(self.restore_backup)
        self._show_door(page, "rmapp")

    def show_unlock(self) -> None:
        """Show the page that asks for the passphrase."""
        from rmapp.ui.pages.unlock import UnlockPage

        page = UnlockPage(self.context, self._book, self._why_locked)
        page.other_book_asked.connect(self.choose_book)
        page.restore_asked.connect(self.restore_backup)
        page.unlocked.connect(self.context.use_book)
        self._show_door(page, _("rmapp, locked"))

    def choose_book(self) -> None:
        """Ask for the folder of another book and open it."""
        folder = messages.choose_folder(self, _("Open another book"), str(self._book.parent))
        if folder is not None:
            self._reminders.stop()
            self._close_book()
            self.open_book(folder)

    def open_sample(self) -> None:
        """Open the book with sample data; it is made when it is not there yet."""
        from rmapp.services import books
        from rmapp.services.sample_book import sample

        folder = paths.data_dir() / "sample"
        if books.book_state(folder) == "missing":
            sample.create_sample_book(folder).close()
        self._close_book()
        self.open_book(folder)

    def restore_backup(self) -> None:
        """Ask for a backup and open what is in it."""
        from rmapp.ui.sheets.restore_sheet import RestoreSheet

        sheet = RestoreSheet(self, self.context)
        sheet.restored.connect(self._on_restored)
        sheet.open()

    def lock(self, why: str = "") -> None:
        """Close the book and show the unlock page, which says why; an unprotected book stays open."""
        from rmapp.services import books

        if self.shell is None or books.book_state(self._book) == "unprotected":
            return
        log.event("lock")
        self._reminders.forget_names()
        self._close_book()
        self._why_locked = why
        self.show_unlock()

    def back_up_if_due(self) -> None:
        """Write the day's first copy of the book beside the work, without a word if all goes well."""
        if self.context.is_open and not self.context.read_only:
            job = self.context.start(_back_up_if_due, self.context.workspace)
            job.finished.connect(self._on_backed_up)
            job.failed.connect(self._on_backup_failed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Open the first book once the window is on the screen."""
        super().paintEvent(event)
        if self._awaited is not None:
            self._awaited = None
            QTimer.singleShot(0, self._on_painted)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what must not be lost, then close the book."""
        page = self.shell.stack.page() if self.shell is not None else None
        if page is not None and not page.may_leave():
            event.ignore()
            return
        self.context.flush()
        if not (self.context.drafts.is_empty() or self._drafts_given_up):
            event.ignore()
            self._ask_to_lose_drafts()
            return
        self._reminders.stop()
        window_state.remember(self, self.context.settings)
        self.context.save_settings()
        if self.door is not None:
            self.door.abandon()
        self._close_book()
        super().closeEvent(event)

    def _ask_to_lose_drafts(self) -> None:
        ask(
            self,
            _("Close without the last draft?"),
            _(
                "What was typed last could not be written to the disk; it is only in memory. Make room on the disk and "
                "close again, or close now and lose it."
            ),
            confirm=_("Close and lose it"),
            danger=True,
            on_yes=self._on_drafts_given_up,
        )

    def _on_drafts_given_up(self) -> None:
        self._drafts_given_up = True
        self.close()

    def _connect(self) -> None:
        context, runner = self.context, self.runner
        self.commands.triggered.connect(runner.run)
        context.command_requested.connect(runner.run)
        runner.lock_asked.connect(self._on_lock_asked)
        runner.other_book_asked.connect(self.choose_book)
        runner.sample_asked.connect(self.open_sample)
        runner.restore_asked.connect(self.restore_backup)
        self._idle.idled.connect(self._on_idled)
        self._days.day_began.connect(self._on_day_began)
        self._reminders.asked_for.connect(self._on_reminder_asked_for)
        self._backing_up.timeout.connect(self.back_up_if_due)
        context.opened.connect(self._on_opened)
        context.language_changed.connect(self._on_language_changed)

    def _open_unprotected(self, folder: Path) -> None:
        from rmapp.services import books

        try:
            try:
                workspace = books.open_book(folder, clock=self.context.clock)
            except errors.BookBusy:
                workspace = books.open_book(folder, read_only=True, clock=self.context.clock)
        except errors.RmappError as problem:
            self.show_first_run()
            messages.show_error(self, problem.message)
            return
        self.context.use_book(workspace)

    def _show_door(self, page: Door, title: str) -> None:
        self.setWindowTitle(title)
        self.door = page
        self.setCentralWidget(page)
        # A central widget is shown a moment later by itself, and nothing hidden takes the focus.
        page.show()
        page.setFocus()

    def _show_shell(self) -> None:
        from rmapp.ui.shell import Shell

        self.setWindowTitle("rmapp")
        self.shell = Shell(self, self.context, self.runner, self._history)
        self.door = None
        self.setCentralWidget(self.shell)
        self.shell.show()
        self.commands.set_book_open(opened=True)
        self.shell.begin()

    def _close_shell(self) -> None:
        if self.shell is None:
            return
        self.context.flush()
        for sheet in self.findChildren(Sheet):
            sheet.hide()
            sheet.deleteLater()
        self.commands.set_book_open(opened=False)
        self.shell.end()
        self.shell.deleteLater()
        self.shell = None

    def _close_book(self) -> None:
        self._idle.stop()
        self._days.stop()
        self._backing_up.stop()
        self._close_shell()
        self.context.close_book()

    def _on_lock_asked(self) -> None:
        self.lock()
        if self.shell is not None:
            # Still open: whoever asked must not go away in the belief that it is locked.
            self.context.tell(_("This book has no passphrase, so there is nothing to lock it with."), "warning")

    def _on_idled(self, slept: bool) -> None:
        time = f"{self.context.clock.now().astimezone():%H:%M}"
        minutes = self.context.settings.lock_minutes
        idle = ngettext("Locked after {n} minute, at {time}.", "Locked after {n} minutes, at {time}.", minutes)
        self.lock(
            _("Locked because the laptop slept, at {time}.").format(time=time)
            if slept
            else idle.format(n=minutes, time=time)
        )

    def _on_painted(self) -> None:
        self.open_book(self._book)

    def _on_opened(self) -> None:
        self._book = self.context.workspace.folder
        self._history = History()
        self._show_shell()
        self._idle.start()
        self._days.start()
        self._reminders.start()
        self._backing_up.start()

    def _on_reminder_asked_for(self) -> None:
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        if self.context.is_open:
            self.context.open_page("today")

    def _on_day_began(self) -> None:
        from rmapp.services import books

        try:
            change = books.run_daily_rules(self.context.workspace)
        except errors.RmappError as problem:
            self.context.show_problem(problem)
            return
        if change is not None:  # suggested moves may be others although no record changed
            self.context.changed.emit(change)

    def _on_backed_up(self, _folder: object) -> None:
        if self.shell is not None:
            self.shell.show_keeping()

    def _on_backup_failed(self, problem: Exception) -> None:
        if not isinstance(problem, errors.RmappError):
            raise problem
        self.context.show_problem(problem)

    def _on_restored(self, workspace: Workspace) -> None:
        self._close_book()
        self.context.use_book(workspace)

    def _on_language_changed(self) -> None:
        self.commands.fill()
        if self.shell is not None:
            self._close_shell()
            self._show_shell()
        elif self.door is not None and not self.door.holds_something():
            self._show_same_door()

    def _show_same_door(self) -> None:
        from rmapp.ui.pages.unlock import UnlockPage

        if isinstance(self.door, UnlockPage):
            self.show_unlock()
        else:
            self.show_first_run()


def _back_up_if_due(_progress: Progress, workspace: Workspace) -> Path | None:
    from rmapp.services import books

    mine = workspace.another()
    try:
        return books.backup_if_due(mine)
    finally:
        mine.close()
