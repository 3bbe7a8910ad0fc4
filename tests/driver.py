"""What a user does with the window, as verbs: press keys, type, look; tests of the window speak in them."""

from __future__ import annotations

from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rmapp import i18n
from rmapp.settings import Settings
from rmapp.ui.context import UiContext
from rmapp.ui.main_window import MainWindow
from rmapp.ui.theme import ThemeController
from rmapp.ui.widgets.sheet import Sheet
from tests.books import CLOCK, PASSPHRASE


@contextmanager
def opened(
    folder=None, *, passphrase=PASSPHRASE, language="en", theme="light", size=(1440, 900), clock=CLOCK, settings=None
):
    """Show the real window on the book in `folder` and unlock it; close all of it at the end."""
    driver = Driver(folder, language, theme, size, clock, settings)
    try:
        driver.begin()
        if folder is not None and passphrase is not None and driver.is_locked():
            driver.unlock(passphrase)
        yield driver
    finally:
        driver.end()


class Driver:
    """One window with its user."""

    def __init__(self, folder, language, theme, size, clock, settings):
        i18n.use(language)
        application = QApplication.instance()
        controllers = application.findChildren(ThemeController)
        chosen = settings or Settings(language=language, theme=theme, reduced_motion=True)
        self.context = UiContext(chosen, controllers[0] if controllers else ThemeController(application), clock=clock)
        self.context.apply_look()
        self.window = MainWindow(self.context, folder)
        self.window.resize(*size)

    def begin(self):
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.wait()

    def end(self):
        # A window with work under way may refuse to close, and its threads must not outlive it.
        self.context.jobs.stop_all()
        self.wait()
        self.window.close()
        self.wait()
        shiboken6.delete(self.window)
        shiboken6.delete(self.context)

    # Doing

    def wait(self, milliseconds=0):
        """Let everything that is due happen."""
        for _round in range(4):
            loop = QEventLoop()
            QTimer.singleShot(milliseconds // 4, loop.quit)
            loop.exec()
        # What a key press outside a loop sent away goes in the program's own loop, not in one like these.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def unlock(self, passphrase=PASSPHRASE):
        self.type(passphrase)
        self.press("Return")

    def press(self, *keys):
        """Press keys one after the other: `Ctrl+K`, `Return`, `n`."""
        for key in keys:
            combination = QKeySequence(key)[0]
            QTest.keyClick(self._target(), combination.key(), combination.keyboardModifiers())
            self.wait()

    def type(self, text):
        """Type text into whatever has the focus; Chinese comes from an input method."""
        for char in text:
            if char.isascii():
                QTest.keyClick(self._target(), char)
            else:
                event = QInputMethodEvent()
                event.setCommitString(char)
                QApplication.sendEvent(self._target(), event)
        self.wait()

    def choose(self, text):
        """Open the palette, type, and take the first result."""
        self.press("Ctrl+K")
        self.type(text)
        self.press("Return")

    def click(self, name):
        """Click the visible button with this accessible name."""
        buttons = [each for each in self.visible() if each.accessibleName() == name and hasattr(each, "click")]
        assert buttons, f"no button {name!r}; there are {sorted(self.names())}"
        QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
        self.wait()

    def fill(self, name, text):
        """Put the focus into the visible field with this accessible name and type over what is there."""
        fields = [each for each in self.visible() if each.accessibleName() == name and each.focusPolicy()]
        assert fields, f"no field {name!r}; there are {sorted(self.names())}"
        fields[-1].setFocus()
        self.wait()
        self.press("Ctrl+A")
        self.type(text)

    # Looking

    def is_locked(self):
        return self.window.shell is None

    def title(self):
        return self.window.windowTitle()

    def page(self):
        """Return the page that is shown."""
        return self.window.shell.stack.page()

    def code(self):
        """Return the code of the page that is shown."""
        return self.window.shell.stack.code()

    def heading(self):
        return self.window.shell.top_bar.words()

    def palette(self):
        """Return the titles that the palette lists, without headings."""
        box = self.window.shell.palette_box
        return [row.title for row in box.rows() if row.kind != "heading"] if box.isVisible() else []

    def toast(self):
        """Return the text of the toast; empty when none is shown."""
        return self.window.shell.toast.text()

    def banners(self):
        from rmapp.ui.widgets.banner import Banner

        self.wait()
        return [banner.text() for banner in self.window.findChildren(Banner) if banner.isVisible()]

    def sheet(self):
        """Return the sheet on top, or None."""
        sheets = [sheet for sheet in self.window.findChildren(Sheet) if sheet.is_open()]
        return sheets[-1] if sheets else None

    def visible(self):
        return [each for each in self.window.findChildren(QWidget) if each.isVisible()]

    def labels(self):
        """Return the visible labels."""
        from rmapp.ui.widgets.labels import PlainLabel

        return [each for each in self.visible() if isinstance(each, PlainLabel)]

    def names(self):
        return {each.accessibleName() for each in self.visible() if each.accessibleName()}

    def nameless(self):
        """Return the visible controls that a screen reader could not name."""
        return [
            f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
            for each in self.visible()
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not (each.accessibleName() or _text(each))
        ]

    def focus(self):
        """Return the accessible name of what has the focus."""
        focus = QApplication.focusWidget()
        return focus.accessibleName() if focus is not None else ""

    def grab(self):
        return self.window.grab()

    def _target(self):
        return QApplication.focusWidget() or self.window


def _text(widget):
    text = getattr(widget, "text", None)
    return text() if callable(text) else ""
