"""The page of papers that left the book, by keyboard: mark, end, search, open the client, export."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rmapp.domain.brief_options import PaperOptions
from rmapp.services.paperwork import custody, papers
from rmapp.ui import messages
from tests.books import CLOCK, add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TODAY = CLOCK.today()


def printed(book, firms, document, edition="internal", **log):
    options = PaperOptions(**book.ask(papers.paper_options, "en"))
    made = papers.Paper(b"%PDF" + document.encode(), document, tuple(firms), options, edition)
    book.do(papers.log_paper, made, "printed", 2, label="Print", undoable=False, **log)


@pytest.fixture
def user(qapp, tmp_path):
    book = new_book(tmp_path)
    firm, other = (book.do(add_firm, name, label="Add").result.id for name in ("潮声传感", "光谱仪器"))
    printed(book, [firm], "client_brief", destroy_by=TODAY - timedelta(days=2))
    printed(book, [firm, other], "visit_pack", destroy_by=TODAY + timedelta(days=5))
    printed(book, [other], "pocket_card")
    printed(book, [other], "client_brief", "client")
    book.close()
    with opened(tmp_path / "book") as one:
        one.firm = firm
        one.context.open_page("briefs")
        one.wait(50)
        yield one


def listed(user):
    page = user.page()
    return [page.model.row(at).document for at in range(page.model.rowCount())]


def test_what_has_to_be_gone_first_stands_first_and_the_clients_copy_apart(user):
    assert listed(user) == ["client_brief", "visit_pack", "pocket_card"]
    assert "Still out 3" in " ".join(sorted(user.names()))
    user.page().enter("late")
    assert listed(user) == ["client_brief"]
    user.page().enter("client")
    assert [user.page().model.row(0).audience] == ["client"]


def test_one_is_ended_by_keyboard(user):
    user.press("X")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert listed(user) == ["visit_pack", "pocket_card"]
    (ended,) = user.context.ask(custody.papers, user.context.ask(custody.paper_ids, "ended"))
    assert (ended.fate, ended.ended_on) == ("shredded", TODAY)


def test_many_are_marked_and_ended_together(user):
    user.press("Space", "Down", "Space", "X")
    assert "2 papers" in user.sheet().accessibleName()
    user.press("Ctrl+Return")
    assert listed(user) == ["pocket_card"]
    user.context.undo()
    assert len(listed(user)) == 3


def test_words_narrow_the_list_and_enter_opens_the_client(user):
    user.press("Ctrl+F")
    user.type("光谱")
    user.wait(60)
    assert sorted(listed(user)) == ["pocket_card", "visit_pack"]
    user.page().enter("late", "")
    user.page()._box.clear()
    user.wait(60)
    user.page().focus_list()
    user.press("Return")
    assert user.code() == "client"
    assert user.page().current_firm() == user.firm


def test_an_empty_list_says_so(user):
    user.page().enter("ended")
    assert any("appears here" in label.text() for label in user.labels())


def test_the_list_is_exported(user, tmp_path, monkeypatch):
    target = tmp_path / "papers.xlsx"
    monkeypatch.setattr(messages, "save_file", lambda *_args, **_kw: target)
    user.click("Export")
    for _turn in range(50):
        user.wait(40)
        if user.context.ask(custody.counts)["all"] == 5:
            break
    assert target.exists()
    assert user.context.ask(custody.counts)["all"] == 5, "the table is on the list itself"


def test_every_control_has_a_name(user):
    assert user.nameless() == []
