"""What is noted of a paper is said before it leaves, and the copies are those that the printer was asked for."""

from datetime import timedelta

import pytest
from PySide6.QtPrintSupport import QPrinter

from rmapp.domain.record import PaperRecord
from rmapp.ui import messages
from tests.books import add_firm, new_book
from tests.driver import opened


@pytest.fixture
def folder(tmp_path, qapp):
    book = new_book(tmp_path)
    book.do(add_firm, "潮声传感", label="Firm")
    book.close()
    return tmp_path / "book"


def printer_of(copies, target):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(72)
    printer.setCopyCount(copies)
    return printer


def said(user):
    return " ".join(label.text() for label in user.labels())


def test_copies_and_the_last_day_are_noted_as_they_were_shown(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "choose_printer", lambda *_args, **_more: printer_of(2, tmp_path / "out.pdf"))
    with opened(folder) as user:
        firm = user.context.ask(lambda store: store.rows("SELECT id FROM firm")[0][0])
        user.context.open_page("brief", firm_id=firm)
        user.wait(60)
        last = user.context.clock.today() + timedelta(days=30)
        assert f"Destroy by {last.day} {last:%b}" in said(user)
        user.press("Ctrl+P")
        user.wait(60)
        (record,) = user.context.ask(lambda store: store.all(PaperRecord))
    assert (record.copies, record.destroy_by, record.recipient) == (2, last, "")


def test_the_client_gets_a_copy_under_its_name_without_a_last_day(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "save_file", lambda *_args: tmp_path / "client.pdf")
    with opened(folder) as user:
        firm = user.context.ask(lambda store: store.rows("SELECT id FROM firm")[0][0])
        user.context.open_page("brief", firm_id=firm)
        user.wait(60)
        user.click("For client")
        user.wait(60)
        assert "No day to destroy it by" in said(user)
        user.click("Save PDF")
        user.wait(60)
        (record,) = user.context.ask(lambda store: store.all(PaperRecord))
    assert (record.audience, record.recipient, record.destroy_by) == ("client", "潮声传感", None)
