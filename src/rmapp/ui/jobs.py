"""Long work beside the window: a function in a thread of its own, with progress and cancel.

A worker gets plain data and gives plain data; its results arrive as signals on the main thread.
"""

from __future__ import annotations

import contextvars
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):
    """Raised inside a worker at its next report after the user cancelled."""


class Progress:
    """What a worker tells about itself; each report is also the place where it may be stopped."""

    def __init__(self, told: Callable[[int, int, str], None], stop: threading.Event) -> None:
        self._told = told
        self._stop = stop

    @property
    def cancelled(self) -> bool:
        """Tell whether the user asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is (`total` 0 = unknown); raises Cancelled when the user asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._told(done, total, text)


class Job(QObject):
    """One piece of work; exactly one of `finished`, `failed` and `cancelled` follows its start."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._progress = Progress(self.progressed.emit, self._stop)
        # The language is a context variable: the worker speaks the language of the window.
        self._thread = _Worker(contextvars.copy_context(), function, (self._progress, *args), self)
        self._thread.finished.connect(self._on_ended)

    def start(self) -> None:
        """Begin the work."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def is_running(self) -> bool:
        """Tell whether the work goes on."""
        return self._thread.isRunning()

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Wait for the thread's end; False when it took longer."""
        return self._thread.wait(milliseconds)

    def _on_ended(self) -> None:
        problem = self._thread.problem
        if isinstance(problem, Cancelled):
            self.cancelled.emit()
        elif problem is not None:
            self.failed.emit(problem)
        else:
            self.finished.emit(self._thread.result)
        self.deleteLater()


class _Worker(QThread):
    def __init__(
        self, context: contextvars.Context, function: Callable[..., Any], args: tuple[Any, ...], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._function = function
        self._args = args
        self.result: Any = None
        self.problem: BaseException | None = None

    def run(self) -> None:
        """Work, and keep what came of it for the main thread."""
        try:
            self.result = self._context.run(self._function, *self._args)
        except BaseException as problem:  # noqa: BLE001 - the main thread tells bugs from errors
            self.problem = problem


class Jobs(QObject):
    """All work under way; closing a book first stops it."""

    counted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Job] = []

    def start(self, function: Callable[..., Any], *args: Any) -> Job:
        """Run `function(progress, *args)` in a thread; connect to the returned job's signals at once."""
        job = Job(function, args, self)
        self._running.append(job)
        job.destroyed.connect(self._on_gone)
        job.start()
        self.counted.emit(len(self._running))
        return job

    def stop_all(self) -> None:
        """Cancel everything and wait until no thread is left."""
        for job in self.findChildren(Job):
            job.cancel()
        self.wait_all()

    def wait_all(self) -> None:
        """Wait until no thread is left."""
        for job in self.findChildren(Job):
            # A thread that is destroyed while it runs ends the program.
            while not job.wait():
                pass

    def _on_gone(self) -> None:
        self._running = self.findChildren(Job)
        self.counted.emit(len(self._running))
