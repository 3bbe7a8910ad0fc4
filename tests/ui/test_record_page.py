"""The whole record on screen: made beside the window, saved and logged, restricted only with a reason."""

import pypdfium2
import pytest

from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Meeting
from rmapp.domain.record import PaperRecord
from rmapp.ui import messages
from rmapp.ui.widgets.switch import Switch
from tests.books import CLOCK, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


def fill(store):
    firm = store.add(Firm())
    store.add(FirmName(firm_id=firm.id, kind="short", lang="zh", text="潮声传感"))
    store.add(Meeting(firm_id=firm.id, starts_at="2026-02-28", discussion="open talk " * 200))
    store.add(Meeting(firm_id=firm.id, starts_at="2026-02-27", discussion="SECRET", confidentiality="restricted"))
    return firm.id


@pytest.fixture
def user(tmp_path, qapp, qtbot):
    book = new_book(tmp_path, passphrase=None)
    firm = book.do(fill, label="fill").result
    book.close()
    with opened(tmp_path / "book", clock=CLOCK) as made:
        made.firm = firm
        made.context.open_client(firm)
        made.context.run("record.open")
        made.settled = lambda: qtbot.waitUntil(lambda: made.page()._job is None, timeout=10_000)
        made.settled()
        yield made
        made.settled()


def text_of(paper):
    with pypdfium2.PdfDocument(paper.pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def records(user):
    return user.context.ask(lambda store: store.all(PaperRecord))


def test_the_record_is_made_saved_and_logged(user, tmp_path, monkeypatch):
    assert user.code() == "record"
    assert user.nameless() == []
    paper = user.page()._desk.paper()
    assert "open talk" in text_of(paper)
    assert "SECRET" not in text_of(paper)
    target = tmp_path / "record.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    user.click("Save PDF")
    user.settled()
    assert target.read_bytes() == paper.pdf
    assert [(one.document, one.confidentiality, one.reason) for one in records(user)] == [
        ("firm_record", "client_confidential", "")
    ]


def test_restricted_notes_need_a_reason_to_leave(user, tmp_path, monkeypatch):
    target = tmp_path / "record.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    panel = user.page()._options
    panel.restricted.findChild(Switch).setChecked(True)
    user.settled()
    assert "SECRET" in text_of(user.page()._desk.paper())
    user.click("Save PDF")
    assert not target.exists()
    user.fill("Reason for including what is restricted", "audit asked")
    assert panel.restricted.reason() == "audit asked"
    user.click("Save PDF")
    user.settled()
    assert target.exists()
    assert [(one.confidentiality, one.reason) for one in records(user)] == [("restricted", "audit asked")]


def test_the_record_follows_the_book_and_the_language(user):
    newest = Meeting(firm_id=user.firm, starts_at="2026-03-01", discussion="newest")
    user.context.do(lambda store: store.add(newest), label="note")
    user.settled()
    assert "newest" in text_of(user.page()._desk.paper())
    page = user.page()
    page._options._language.set_code("zh_CN")
    page.refresh()
    page.refresh()  # asked again while the first is made
    user.settled()
    user.settled()
    assert "潮声传感" in text_of(page._desk.paper())
    assert page._desk.paper().options.language == "zh_CN"


def test_a_key_on_the_client_and_on_a_note_leads_there(user):
    user.context.open_client(user.firm)
    user.wait(100)
    user.press("Ctrl+Shift+R")
    assert user.code() == "record"
    user.settled()
    user.context.open_page("notes")
    user.wait(120)
    user.press("Ctrl+P")
    assert user.code() == "report_paper"
    user.context.open_page("notes")
    user.wait(60)
    user.press("Ctrl+Shift+R")
    assert user.code() == "record"
    user.settled()
