"""What a paper for the client would tell, on the page of the brief: found, gone to, or let out with a reason."""

from __future__ import annotations

import pytest

from rmapp.domain.firm import Firm
from rmapp.domain.record import PaperRecord
from rmapp.ui import messages
from rmapp.ui.pages.leak_panel import LeakPanel
from rmapp.ui.widgets.labels import LinkLabel
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def user(qapp, tmp_path, monkeypatch):
    book = new_book(tmp_path)
    firm = book.do(add_firm, "潮声传感", label="Add").result.id
    book.do(add_firm, "光谱仪器", label="Add")
    book.do(lambda store: store.change(Firm, firm, summary="Supplies 光谱仪器"), label="Change")
    book.close()
    target = tmp_path / "brief.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args, **_kw: target)
    with opened(tmp_path / "book") as one:
        one.firm, one.target = firm, target
        one.context.open_page("brief", firm_id=firm)
        one.wait(60)
        one.click("For client")
        one.wait(60)
        yield one


def panel(user):
    return user.page().findChild(LeakPanel)


def test_another_client_in_the_words_is_named_and_its_place_opens(user):
    assert any("光谱仪器" in label.text() for label in user.labels())
    link = next(each for each in panel(user).findChildren(LinkLabel) if each.isVisible())
    link.click()
    user.wait()
    assert user.sheet().accessibleName() == "Edit client"


def test_it_leaves_with_a_reason_only_which_is_logged(user):
    user.click("Save PDF")
    assert not user.target.exists()
    user.fill("Reason for letting it out", "They know each other")
    user.click("Save PDF")
    assert user.target.exists()
    (record,) = user.context.ask(lambda store: store.all(PaperRecord))
    assert (record.reason, record.audience) == ("They know each other", "client")


def test_for_the_house_there_is_no_check(user):
    user.click("Internal")
    user.wait(60)
    assert not panel(user).isVisible()
