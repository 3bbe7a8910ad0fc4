"""The main job, done as an account manager does it: through the real window, with the keyboard alone."""

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.facility import Facility
from rmapp.domain.query import FirmQuery
from rmapp.services.clients import cards, firms, promises
from rmapp.services.lines import credit
from rmapp.services.timelines.timeline import timeline
from rmapp.ui import messages
from tests.books import new_book, reopened
from tests.data.make_import_files import make_all
from tests.driver import opened


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    make_all(folder)
    return folder


def tab_to(user, name, most=60):
    """Press Tab until the control with this accessible name has the focus."""
    for _press in range(most):
        if user.focus() == name:
            return
        user.press("Tab")
    pytest.fail(f"Tab does not reach {name!r}")


def fill(user, name, text):
    tab_to(user, name)
    user.press("Ctrl+A")
    user.type(text)


def wait_for_work(user):
    for _round in range(300):
        user.wait(40)
        if user.page().may_leave():
            user.wait(40)
            return
    pytest.fail("the work did not end")


def everything(workspace):
    """Return all business data of a book, live rows only, for comparison."""
    return {
        kind.__name__: sorted(row.model_dump_json() for row in workspace.ask(lambda store, kind=kind: store.all(kind)))
        for kind in ENTITIES
    }


def import_firms(user, path, monkeypatch):
    monkeypatch.setattr(messages, "choose_file", lambda *_args: path)
    user.press("Ctrl+I")
    tab_to(user, "Choose a file")
    user.press("Return")
    wait_for_work(user)
    user.press("Ctrl+Return")
    wait_for_work(user)
    user.press("Ctrl+Return")
    wait_for_work(user)


def find_firm(user, initials):
    user.press("Ctrl+2")
    user.press("/")
    user.type(initials)
    user.wait(60)
    user.press("Down")
    user.press("Return")
    user.wait(60)
    assert user.code() == "client"
    return user.page().current_firm()


def write_note(user):
    user.press("n")
    user.type("Second line runs two shifts.")
    user.press("Return")
    user.type("send the contract /they @Gu +7")
    user.press("Return")
    fill(user, "People of the client", "Gu Wen")
    user.press("Return")
    fill(user, "New commitment", "quote a forward /we fri")
    user.press("Ctrl+Return")
    assert user.sheet() is None


def add_line_and_draw(user, firm):
    user.press("l")
    fill(user, "Limit", "30m")
    fill(user, "Rate", "LPR 1Y + 35 bp")
    fill(user, "Signed", "2026-02-02")
    tab_to(user, "Status")
    user.type("Active")
    user.press("Ctrl+S")
    user.wait(60)
    assert user.sheet() is None
    line = user.context.ask(lambda store: store.all(Facility, firm_id=firm))[0]
    assert line.limit.minor == 3_000_000_000
    user.press("d")
    fill(user, "Amount", "1200万")
    user.press("Ctrl+Return")
    user.wait(60)
    assert user.sheet() is None


def print_brief(user, target, monkeypatch):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target.with_suffix(".paper.pdf")))
    printer.setResolution(72)
    monkeypatch.setattr(messages, "choose_printer", lambda *_args: printer)
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    user.press("b")
    user.wait(100)
    assert user.code() == "brief"
    user.press("Ctrl+P")
    tab_to(user, "English")
    user.press("Right")
    assert user.focus() == "简体中文"
    tab_to(user, "Save PDF")
    user.press("Return")
    user.wait(60)


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    finally:
        document.close()


def test_a_day_at_the_keyboard(tmp_path, files, qapp, monkeypatch):
    new_book(tmp_path).close()
    target = tmp_path / "brief.pdf"
    with opened(tmp_path / "book") as user:
        import_firms(user, files / "clients.xlsx", monkeypatch)
        firm = find_firm(user, "yzjqr")
        write_note(user)
        add_line_and_draw(user, firm)
        before = user.context.ask(firms.firm_page, firm).stage
        move_stage(user)
        header = user.context.ask(firms.firm_page, firm)
        assert header.stage != before
        print_brief(user, target, monkeypatch)
        kept = everything(user.context.workspace)
        events = user.context.ask(timeline, firm)
    assert "云栈机器人" in text_of(target)
    assert "客户简报" in text_of(target)
    assert len(kept["PaperRecord"]) == 2

    book = reopened(tmp_path)
    assert everything(book) == kept
    assert book.ask(credit.firm_credit, firm).free.minor == 1_800_000_000
    assert [one.side for one in book.ask(promises.open_promises, firm)] == ["ours", "theirs"]
    assert book.ask(timeline, firm).counts == events.counts
    assert firm in book.ask(cards.ids, FirmQuery(text="yzjqr"))
    book.close()
    for file in (tmp_path / "book").rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert "云栈".encode() not in content
        assert b"Second line runs" not in content


def move_stage(user):
    user.press("m")
    user.wait(60)
    assert user.sheet() is not None
    user.press("Ctrl+Return")
    user.wait(60)
    assert user.sheet() is not None, "the tasks of the stage that was entered are offered"
    user.press("Escape")
    user.wait(60)
    assert user.sheet() is None
