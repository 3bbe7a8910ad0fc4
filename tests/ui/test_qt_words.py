"""Qt's own dialogs speak the language of the window."""

import pytest
from PySide6.QtWidgets import QMessageBox

from rmapp import i18n
from rmapp.ui import qt_words


@pytest.fixture(autouse=True)
def english_again(qapp):
    before = i18n.current()
    yield
    i18n.use(before)
    qt_words.speak()


def close_button():
    box = QMessageBox()
    return box.addButton(QMessageBox.StandardButton.Close).text().replace("&", "")


def test_the_buttons_of_qt_follow_the_language_there_and_back(qapp):
    for language, word in (("en", "Close"), ("zh_CN", "关闭"), ("zh_CN", "关闭"), ("en", "Close")):
        i18n.use(language)
        qt_words.speak()
        assert close_button() == word
