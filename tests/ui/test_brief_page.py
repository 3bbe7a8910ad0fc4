"""The brief page: the real PDF, its options, saving and printing noted in the timeline."""

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from rmapp.domain.firm import Firm
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.record import PaperRecord
from rmapp.ui import messages
from rmapp.ui.pages.brief_options_panel import BriefOptionsPanel
from rmapp.ui.pages.brief_sections import SectionList
from tests.books import add_firm, new_book
from tests.driver import opened


@pytest.fixture
def user(tmp_path, qapp):
    book = new_book(tmp_path)
    firm = book.do(add_firm, "潮声传感有限公司", tier="A", owner="Li Wen", label="Add").result.id
    book.close()
    with opened(tmp_path / "book") as driver:
        driver.context.open_page("brief", firm_id=firm)
        driver.wait()
        yield driver


def records(user):
    return user.context.ask(lambda store: store.all(PaperRecord))


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    finally:
        document.close()


def test_saving_writes_the_file_shown_and_notes_it(user, tmp_path, monkeypatch):
    target = tmp_path / "brief.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    user.click("Save PDF")
    assert "潮声传感" in text_of(target)
    assert target.stat().st_mode & 0o077 == 0
    pages = user.page()._desk.page_count()
    assert [(one.kind, one.audience, one.pages) for one in records(user)] == [("saved", "internal", pages)]
    assert user.context.workspace.undo_label() == "Add"


def test_the_brief_of_the_group_is_one_page_and_noted_as_such(user, tmp_path, monkeypatch):
    page = user.page()
    panel = page.findChild(BriefOptionsPanel)
    assert panel._variant.findData("group") == -1, "a firm that stands alone has no group"

    def add(store):
        below = add_firm(store, "潮声微系统")
        firm = page.current_firm()
        return store.add(OwnershipLink(parent_id=firm, child_id=below.id, pct_bp=9000, controls=True, source="public"))

    user.context.do(add, label="Add")
    user.context.open_page("brief", firm_id=page.current_firm())
    user.wait()
    target = tmp_path / "group.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    panel.set_variant("group")
    user.wait()
    user.click("Save PDF")

    assert "潮声微系统" in text_of(target)
    assert [(one.document, one.audience, one.pages) for one in records(user)] == [("group_brief", "internal", 1)]
    assert not page.findChild(SectionList).isVisibleTo(page)


def test_the_clients_edition_leaves_the_tier_out(user, tmp_path, monkeypatch):
    internal, leaving = tmp_path / "internal.pdf", tmp_path / "client.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: internal)
    user.click("Save PDF")
    user.click("For client")
    monkeypatch.setattr(messages, "save_file", lambda *_args: leaving)
    user.click("Save PDF")
    assert "Tier A" in text_of(internal)
    assert "Tier A" not in text_of(leaving)
    assert [one.audience for one in records(user)] == ["internal", "client"]


def test_language_and_pages_follow_the_choice(user):
    assert user.page().footer_text().startswith("PDF ")
    counts = []
    for choice in ("English", "简体中文", "Both"):
        user.click(choice)
        counts.append(user.page()._desk.page_count())
    assert counts[2] == counts[0] + counts[1]


def test_printing_sends_the_chosen_pages(user, tmp_path, monkeypatch):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setResolution(72)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    monkeypatch.setattr(messages, "choose_printer", lambda *_args: printer)
    user.click("Both")
    user.press("Ctrl+P")
    assert [(one.kind, one.pages) for one in records(user)] == [("printed", 1)]
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert len(document) == 1
    document.close()


def test_a_file_that_cannot_be_written_is_said_and_not_noted(user, tmp_path, monkeypatch):
    said = []
    blocked = tmp_path / "file"
    blocked.write_text("here is no folder")
    monkeypatch.setattr(messages, "save_file", lambda *_args: blocked / "brief.pdf")
    monkeypatch.setattr(messages, "show_error", lambda _parent, text: said.append(text))
    user.click("Save PDF")
    assert "could not be written" in said[0]
    assert records(user) == []


def test_a_device_or_folder_is_never_replaced(user, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, text: said.append(text))
    monkeypatch.setattr(messages, "save_file", lambda *_args: tmp_path)
    user.click("Save PDF")
    assert "is not a file" in said[0]
    assert tmp_path.is_dir()


def test_sections_are_ticked_by_mouse_and_by_key(user):
    sections = user.page().findChild(SectionList)
    shown = {one.code: one.shown for one in sections.choices()}
    assert all(shown.values())
    row = sections.visualItemRect(sections.item(0))
    QTest.mouseClick(sections.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(32, row.center().y()))
    assert not sections.choices()[0].shown
    sections.setFocus()
    sections.setCurrentRow(0)
    user.press("Space")
    assert sections.choices()[0].shown
    sections.setCurrentRow(1)
    user.press("Alt+Up")
    assert [one.code for one in sections.choices()][:2] == list(shown)[1::-1]


@pytest.mark.parametrize("variant", ["pocket_card", "first_visit", "hand_over", "leave_behind"])
def test_a_variant_is_shown_at_once_and_noted_as_what_it_is(user, tmp_path, monkeypatch, variant):
    target = tmp_path / "paper.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    user.page().findChild(BriefOptionsPanel).set_variant(variant)
    user.wait()
    user.click("Save PDF")
    assert "潮声传感" in text_of(target)
    assert [one.document for one in records(user)] == [variant]


def test_a_variant_may_be_asked_for_from_elsewhere(user):
    user.context.open_page("brief", firm_id=user.page().current_firm(), variant="pocket_card")
    user.wait()
    assert user.page()._desk.paper().document == "pocket_card"
    assert user.page()._desk.page_count() == 1


def test_what_the_check_finds_stops_a_clients_paper_until_a_reason_is_given(user, tmp_path, monkeypatch):
    target = tmp_path / "paper.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    firm = user.page().current_firm()

    def tell(store):
        add_firm(store, "光谱仪器有限公司")
        return store.change(Firm, firm, summary="Supplies 光谱仪器有限公司")

    user.context.do(tell, label="Change")
    user.wait()
    user.page().findChild(BriefOptionsPanel).set_variant("leave_behind")
    user.wait()
    user.click("Save PDF")
    assert not target.exists()
    user.fill("Reason for letting it out", "Both know it")
    user.click("Save PDF")
    assert target.exists()
    assert [one.reason for one in records(user)] == ["Both know it"]


def test_a_restricted_client_is_shown_only_where_it_is_let_in(user):
    firm = user.page().current_firm()
    user.context.do(lambda store: store.change(Firm, firm, confidentiality="restricted"), label="Change")
    user.wait()
    assert user.page()._desk.paper() is None
    user.click("Include what is restricted")
    assert user.page()._desk.page_count() > 0
