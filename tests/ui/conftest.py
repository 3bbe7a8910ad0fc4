"""What tests of the window share: a shown page in the light theme that moves nothing, and a book on the board."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.ui.theme import ThemeController
from tests import board_samples
from tests.books import new_book
from tests.driver import opened


@pytest.fixture
def page(qapp, qtbot):
    """Show a page under a controller that moves nothing."""
    controller = ThemeController(qapp)
    controller.set_mode("light")
    controller.set_reduced_motion(True)
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    controller.set_reduced_motion(False)
    controller.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def board_book(tmp_path):
    """Make a book with the firms of the board and return its folder."""
    workspace = new_book(tmp_path)
    workspace.do(board_samples.fill, label="Fill")
    workspace.close()
    return tmp_path / "book"


@pytest.fixture
def board_user(board_book, qapp):
    """Open that book on the board."""
    with opened(board_book) as one:
        one.context.open_page("lifecycle")
        one.wait(250)
        yield one
