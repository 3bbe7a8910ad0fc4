"""The words of Qt's own dialogs and menus (print, Copy, Paste, Close) in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from rmapp import i18n

_NAME = "qt_words"


def speak() -> None:
    """Let Qt use the current language; where its words are not installed they stay English."""
    application = QCoreApplication.instance()
    if application is None:
        return
    for before in application.findChildren(QTranslator, _NAME):
        application.removeTranslator(before)
        before.deleteLater()
    if i18n.current() == "en":
        return
    translator = QTranslator(application)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{i18n.current()}", folder):
        application.installTranslator(translator)
