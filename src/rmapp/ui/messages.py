"""The only place that opens dialogs of the system; tests replace these functions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from rmapp import __version__, log
from rmapp.i18n import _

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget


def choose_file(parent: QWidget | None, title: str, pattern: str = "", folder: str = "") -> Path | None:
    """Ask for a file that exists; `pattern` is like `Spreadsheets (*.xlsx *.csv)`. None = cancelled."""
    name, _filter = QFileDialog.getOpenFileName(parent, title, folder, pattern)
    return Path(name) if name else None


def choose_files(parent: QWidget | None, title: str, pattern: str = "", folder: str = "") -> list[Path]:
    """Ask for several files that exist; an empty list = cancelled."""
    names, _filter = QFileDialog.getOpenFileNames(parent, title, folder, pattern)
    return [Path(name) for name in names]


def choose_folder(parent: QWidget | None, title: str, folder: str = "") -> Path | None:
    """Ask for a folder. None = cancelled."""
    name = QFileDialog.getExistingDirectory(parent, title, folder)
    return Path(name) if name else None


def save_file(parent: QWidget | None, title: str, suggested: str = "", pattern: str = "") -> Path | None:
    """Ask where to write a file; the system asks before an old one is replaced. None = cancelled."""
    name, _filter = QFileDialog.getSaveFileName(parent, title, suggested, pattern)
    return Path(name) if name else None


def choose_printer(parent: QWidget | None, pages: int = 0, both_sides: bool = False) -> QPrinter | None:
    """Ask for a printer; `pages` offers a range of that many pages, on both sides of the paper. None = cancelled."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if both_sides:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    dialog = QPrintDialog(printer, parent)
    if pages:
        dialog.setMinMax(1, pages)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def show_error(parent: QWidget | None, text: str) -> None:
    """Show a sentence that stops what was asked for; used where there is no page to show it on."""
    box = _box(parent, QMessageBox.Icon.Warning, text)
    box.exec()


def report_bug(parent: QWidget | None, problem: BaseException) -> None:
    """Show that the program made a mistake, with a report that can be copied; it quotes no data."""
    text = _(
        "The program made a mistake. What was saved before is safe. Please send the report to whoever looks "
        "after the program; it holds no client data."
    )
    report = f"rmapp {__version__}\n{log.trail(problem)}"
    box = _box(parent, QMessageBox.Icon.Critical, text)
    box.setDetailedText(report)
    copy = box.addButton(_("Copy report"), QMessageBox.ButtonRole.ActionRole)
    # The box is gone once it is closed, so what was pressed is kept beside it.
    pressed: list[object] = []
    box.buttonClicked.connect(pressed.append)
    box.exec()
    if copy in pressed:
        QApplication.clipboard().setText(report)


def _box(parent: QWidget | None, icon: QMessageBox.Icon, text: str) -> QMessageBox:
    box = QMessageBox(icon, "rmapp", text, QMessageBox.StandardButton.Close, parent)
    # Names of clients may stand in the sentence; they are never read as markup.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
