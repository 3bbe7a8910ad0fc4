"""What every screen holds: the open book, the settings, and the one way to write and to go somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from rmapp import errors, i18n, log, settings
from rmapp.domain.clock import Clock, SystemClock
from rmapp.i18n import _
from rmapp.ui import qt_words
from rmapp.ui.asked_write import write
from rmapp.ui.draft_keeper import DraftKeeper
from rmapp.ui.jobs import Job, Jobs
from rmapp.ui.questions import NoQuestions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rmapp.services.workspace import Change, Workspace
    from rmapp.ui.questions import Questions
    from rmapp.ui.theme import ThemeController

T = TypeVar("T")


class Told(NamedTuple):
    """A sentence for the toast; `can_undo` offers Undo beside it."""

    text: str
    tone: str = "success"
    can_undo: bool = False


class UiContext(QObject):
    """The gate between screens and the services; screens know nothing deeper."""

    changed = Signal(object)
    """A command was done, undone or redone; carries the `Change`, once."""
    language_changed = Signal()
    theme_changed = Signal()
    opened = Signal()
    closing = Signal()
    """Widgets are about to go, for the book is closed or the language changes: write drafts now."""
    told = Signal(object)
    failed = Signal(object)
    """Carries the `RmappError` that stopped a command."""
    page_requested = Signal(str, object)
    sheet_requested = Signal(str, object)
    command_requested = Signal(str)
    """Carries the id of an action of `ui/actions.py`."""

    def __init__(
        self,
        chosen: settings.Settings,
        theme: ThemeController,
        *,
        clock: Clock | None = None,
        settings_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.settings = chosen
        self.theme = theme
        self.clock: Clock = clock or SystemClock()
        self.jobs = Jobs(self)
        self.drafts = DraftKeeper()
        self.walk_ids: list[str] = []  # the clients of the list that the user came from, in its order
        self.offers: Callable[[str], bool] = _offers_nothing
        """Tells whether `page:clients` or `sheet:note` exists; the window, which knows them, puts it here."""
        self.questions: Questions = NoQuestions()
        """Who answers what has to be asked before a write; the window puts itself here."""
        self._settings_file = settings_file
        self._workspace: Workspace | None = None
        self._copied = ""
        theme.changed.connect(self.theme_changed)

    @property
    def workspace(self) -> Workspace:
        """Return the open book; raises BookLocked when none is open."""
        if self._workspace is None:
            raise errors.BookLocked(_("The book is locked. Please enter the passphrase first; nothing is lost."))
        return self._workspace

    @property
    def is_open(self) -> bool:
        """Tell whether a book is open."""
        return self._workspace is not None

    @property
    def read_only(self) -> bool:
        """Tell whether the open book can only be read."""
        return self._workspace is not None and self._workspace.read_only

    def use_book(self, workspace: Workspace) -> None:
        """Show this book from now on."""
        self._workspace = workspace
        self.settings.last_book = str(workspace.folder)
        self.save_settings()
        problem = None if self.read_only else self.drafts.retry(workspace)
        self.opened.emit()
        if problem is not None:
            self.failed.emit(problem)

    def flush(self) -> None:
        """Let pages and sheets write what must not be lost; their widgets go next."""
        if self._workspace is not None:
            self.closing.emit()
            self.drafts.retry(self._workspace)

    def close_book(self) -> None:
        """Stop the work under way and close the book."""
        if self._workspace is None:
            return
        self.jobs.stop_all()
        self._forget_copied()
        self._workspace.close()
        self._workspace = None

    def ask(self, verb: Callable[..., T], *args: Any, **kw: Any) -> T:
        """Read from the book; errors rise to the caller."""
        return self.workspace.ask(verb, *args, **kw)

    def do(
        self,
        verb: Callable[..., T],
        *args: Any,
        label: str,
        undoable: bool = True,
        toast: str | None = None,
        quiet: bool = False,
        **kw: Any,
    ) -> Change[T] | None:
        """Write to the book as one step; None means that an error was shown or the user went back to the text.

        Raises `InputError` for the form that asked. The toast says `toast`, else `label`; `quiet` says nothing.
        """
        try:
            change = write(self.workspace, self.questions, verb, *args, label=label, undoable=undoable, **kw)
        except errors.InputError:
            raise
        except errors.RmappError as problem:
            log.error(problem)
            self.failed.emit(problem)
            return None
        if change is None:
            return None
        said = None if quiet or change.command_id is None else Told(toast or label, can_undo=undoable)
        self._announce(change, said and self._with_news(change, said))
        return change

    def adopt(self, change: Change[Any], text: str) -> None:
        """Show everywhere what a worker wrote through a connection of its own."""
        self._announce(change, self._with_news(change, Told(text, can_undo=True)))

    def undo(self) -> None:
        """Take back the last command."""
        label = self.workspace.undo_label()
        if label is None:
            self.tell(_("There is nothing to undo."), tone="info")
            return
        self._replay(self.workspace.undo, _("Undone: {label}").format(label=label))

    def redo(self) -> None:
        """Do again what was taken back last."""
        label = self.workspace.redo_label()
        if label is None:
            self.tell(_("There is nothing to redo."), tone="info")
            return
        self._replay(self.workspace.redo, _("Done again: {label}").format(label=label))

    def start(self, function: Callable[..., Any], *args: Any) -> Job:
        """Run `function(progress, *args)` beside the window; connect to the job's signals at once."""
        return self.jobs.start(function, *args)

    def open_page(self, code: str, **args: Any) -> None:
        """Go to a page."""
        self.page_requested.emit(code, args)

    def open_client(self, firm_id: str, tab: str | None = None) -> None:
        """Go to a client's page."""
        args = {"firm_id": firm_id} if tab is None else {"firm_id": firm_id, "tab": tab}
        self.page_requested.emit("client", args)

    def open_sheet(self, kind: str, **args: Any) -> None:
        """Open a sheet over the page."""
        self.sheet_requested.emit(kind, args)

    def run(self, action_id: str) -> None:
        """Run a command of `ui/actions.py`, as its key would."""
        self.command_requested.emit(action_id)

    def go_back(self) -> None:
        """Go to the place before this one."""
        self.run("history.back")

    def tell(self, text: str, tone: str = "success") -> None:
        """Show a sentence in the toast."""
        self.told.emit(Told(text, tone))

    def show_problem(self, problem: errors.RmappError) -> None:
        """Show an expected error above the page."""
        log.error(problem)
        self.failed.emit(problem)

    def copy(self, text: str) -> None:
        """Put text on the clipboard; it is taken off again when the book locks."""
        self._copied = text
        QApplication.clipboard().setText(text)

    def use_language(self, language: i18n.Language) -> None:
        """Write all texts in this language from now on, and remember it."""
        self.settings.language = language
        self.save_settings()
        i18n.use(language)
        qt_words.speak()
        self.theme.apply()
        self.language_changed.emit()

    def use_look(self, **chosen: Any) -> None:
        """Change `theme`, `text_factor`, `strong_borders` or `reduced_motion`, and remember it."""
        for name, value in chosen.items():
            setattr(self.settings, name, value)
        self.save_settings()
        self.apply_look()

    def apply_look(self) -> None:
        """Make the window look as the settings say."""
        self.theme.set_mode(self.settings.theme)
        self.theme.set_text_factor(self.settings.text_factor)
        self.theme.set_strong_borders(self.settings.strong_borders)
        self.theme.set_reduced_motion(self.settings.reduced_motion)

    def save_settings(self) -> None:
        """Write the settings of this device; where that fails they hold until the program ends."""
        try:
            settings.save(self.settings, self._settings_file)
        except OSError as problem:
            log.error(problem)

    def _replay(self, replay: Callable[[], Change[Any]], text: str) -> None:
        try:
            change = replay()
        except errors.RmappError as problem:
            self.show_problem(problem)
            return
        self._announce(change, Told(text))

    def _with_news(self, change: Change[Any], said: Told) -> Told:
        """Add what rules did to warning signals within the command, which its label does not say."""
        if change.command_id is None or "signal" not in change.touched:
            return said
        # Reads the code lists, which the window does not need before it is painted.
        from rmapp.services.early_warning.signal_news import news_words, signal_news

        news = self.ask(signal_news, change.command_id)
        text = " · ".join((said.text, *news_words(news)))
        return said._replace(text=text, tone="warning" if news.raised else said.tone)

    def _announce(self, change: Change[Any], said: Told | None) -> None:
        if change.touched:
            self.changed.emit(change)
        if said is not None:
            self.told.emit(said)

    def _forget_copied(self) -> None:
        clipboard = QApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.clear()
        self._copied = ""


def _offers_nothing(_need: str) -> bool:
    return False
