"""The page of all promises as its user meets it: late first, close with a result, move, drop, find, export."""

from datetime import date

import pytest
from openpyxl import load_workbook

from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.promise import Promise
from rmapp.domain.promise_query import PromiseQuery
from rmapp.services.clients import promises
from rmapp.ui import messages
from rmapp.ui.widgets.labels import PlainLabel
from tests.books import CLOCK, new_book, reopened
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


def fill(store):
    firm = store.add(Firm())
    store.add(FirmName(firm_id=firm.id, kind="short", lang="zh", text="潮声传感"))
    for text, fields in {
        "late one": {"due_on": date(2026, 3, 1), "proof": "signed <b>scan</b>"},
        "soon one": {"due_on": date(2026, 3, 6), "side": "theirs", "owner": "Gu Wen"},
        "far one": {"due_on": date(2026, 6, 1), "confidentiality": "restricted"},
    }.items():
        store.add(Promise(**{"firm_id": firm.id, "side": "ours", "text": text, "owner": "Li Wen", **fields}))
    return firm.id


@pytest.fixture
def user(tmp_path, qapp):
    book = new_book(tmp_path, passphrase=None)
    firm = book.do(fill, label="fill").result
    book.close()
    with opened(tmp_path / "book", clock=CLOCK) as made:
        made.firm = firm
        made.context.open_page("promises")
        yield made


def listed(user):
    model = user.page().model
    return [model.row(at).promise.text for at in range(model.rowCount())]


def test_a_promise_is_kept_moved_and_dropped_by_keyboard(user):
    assert listed(user) == ["late one", "soon one", "far one"]
    assert user.nameless() == []
    user.press("Space")
    user.press("Ctrl+Return")
    assert user.sheet() is not None  # nothing is closed without a result
    user.type("handed over")
    user.press("Ctrl+Return")
    assert listed(user) == ["soon one", "far one"]
    kept = user.context.ask(promises.kept_rate, user.firm)
    assert kept[:2] == (1, 1)
    user.press("Ctrl+Z")
    assert listed(user) == ["late one", "soon one", "far one"]


def test_what_is_closed_can_be_opened_again(user):
    page = user.page()
    page.use(PromiseQuery(states=("kept",)))
    assert listed(user) == []
    one = user.context.ask(promises.open_promises, user.firm)[0]
    user.context.do(promises.keep_promise, one.id, "sent", label="Kept")
    assert listed(user) == ["late one"]
    page.table.select_first()
    page.reopen_promise()
    assert listed(user) == []


def test_the_page_keeps_filters_and_shows_one_client(user):
    page = user.page()
    page.use(PromiseQuery(sides=("theirs",)))
    kept = page.state()
    page.use(PromiseQuery())
    page.restore(kept)
    assert listed(user) == ["soon one"]
    user.context.open_page("promises", firm_id=user.firm)
    assert len(listed(user)) == 3
    assert page.current_firm() == user.firm
    page.use(PromiseQuery(text="nothing like it", sides=("ours",)))
    assert listed(user) == []


def test_the_export_has_nothing_restricted(user, tmp_path, monkeypatch, qtbot):
    target = tmp_path / "promises.xlsx"
    monkeypatch.setattr(messages, "save_file", lambda *_a, **_k: target)
    user.page().export_table()
    qtbot.waitUntil(target.exists, timeout=5000)
    qtbot.waitUntil(lambda: not user.page()._exports.is_running(), timeout=5000)
    texts = [row[2].value for row in load_workbook(target).active.iter_rows()]
    assert "late one" in texts
    assert "far one" not in texts


def test_the_client_page_tells_how_often_promises_were_kept(user):
    one = user.context.ask(promises.open_promises, user.firm)[0]
    user.context.do(promises.keep_promise, one.id, "sent", label="Kept")
    user.context.open_client(user.firm, "overview")
    user.wait(50)
    assert "We kept 1 of 1 (100%)" in [label.text() for label in user.page().findChildren(PlainLabel)]


def test_a_book_for_reading_only_closes_nothing(tmp_path, qapp):
    book = new_book(tmp_path, passphrase=None)
    book.do(fill, label="fill")
    with opened(tmp_path / "book", clock=CLOCK) as made:
        made.context.open_page("promises")
        assert made.context.read_only
        made.press("Space")
        assert made.sheet() is None
    book.close()
    reopened(tmp_path, passphrase=None).close()
