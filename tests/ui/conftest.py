"""What tests of the window share: a shown page in the light theme that moves nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.ui.theme import ThemeController


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
