"""Starts the window: first the application and an empty window, then the book, at the end all in order."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from rmapp import errors, i18n, log, paths, settings
from rmapp.services.code_list_start import settle_code_lists
from rmapp.ui import messages, qt_words
from rmapp.ui.context import UiContext
from rmapp.ui.main_window import MainWindow
from rmapp.ui.theme import ThemeController

if TYPE_CHECKING:
    from types import TracebackType

    from rmapp.domain.clock import Clock


def run(book: Path | None = None, *, language: i18n.Language | None = None, clock: Clock | None = None) -> int:
    """Show the window on a book (default: the last one, else the user's) and return the exit code."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("the window needs a graphical application")
    application.setApplicationName("rmapp")
    application.setDesktopFileName("rmapp")
    log.start()
    chosen = settings.load()
    i18n.use(language or chosen.spoken())
    qt_words.speak()
    settle_code_lists()
    context = UiContext(chosen, ThemeController(application), clock=clock)
    context.apply_look()
    window = MainWindow(context, book or _last_book(chosen))
    hook = ErrorHook(window)
    hook.install()
    # Ctrl C in the terminal ends the program as it ends any other.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window.show()
    code = application.exec()
    hook.remove()
    context.close_book()
    log.stop()
    # Windows go before the application, or the interpreter may crash on its way out.
    shiboken6.delete(window)
    return code


class ErrorHook:
    """Shows what nobody caught: expected errors on the page, anything else as a bug with a report."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._before = sys.excepthook
        self._showing = False

    def install(self) -> None:
        """Take over from the interpreter."""
        sys.excepthook = self.show

    def remove(self) -> None:
        """Give back to the interpreter."""
        sys.excepthook = self._before

    def show(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """Show one problem; one that arises while another is shown only goes to the log."""
        log.error(problem)
        if not isinstance(problem, Exception):
            self._before(kind, problem, trace)
        elif isinstance(problem, errors.RmappError) and self._window.shell is not None:
            self._window.context.show_problem(problem)
        elif not self._showing:
            self._showing = True
            try:
                self._tell(problem)
            finally:
                self._showing = False

    def _tell(self, problem: Exception) -> None:
        if isinstance(problem, errors.RmappError):
            messages.show_error(self._window, problem.message)
        else:
            messages.report_bug(self._window, problem)


def _last_book(chosen: settings.Settings) -> Path:
    last = Path(chosen.last_book) if chosen.last_book else None
    return last if last is not None and last.is_dir() else paths.default_book()
