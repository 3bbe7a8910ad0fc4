"""The import page: a real spreadsheet from file to book, and back by one undo."""

import pytest

from rmapp.domain.query import FirmQuery
from rmapp.services.clients import cards
from rmapp.ui import messages
from tests.books import new_book
from tests.data.make_import_files import make_all
from tests.driver import opened


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    make_all(folder)
    return folder


@pytest.fixture
def user(tmp_path, qapp):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as driver:
        driver.context.open_page("import")
        driver.wait()
        yield driver


def wait_for_work(user):
    for _round in range(200):
        user.wait(40)
        if user.page().may_leave():
            user.wait(40)
            return
    pytest.fail("the work did not end")


def choose(user, path, monkeypatch):
    monkeypatch.setattr(messages, "choose_file", lambda *_args: path)
    user.click("Choose a file")
    wait_for_work(user)


def names(user):
    ids = user.context.ask(cards.ids, FirmQuery())
    return {card.name for card in user.context.ask(cards.cards, ids)}


def test_good_rows_go_in_bad_rows_come_back_and_one_undo_takes_all(user, files, tmp_path, monkeypatch):
    choose(user, files / "clients.xlsx", monkeypatch)
    user.press("Ctrl+Return")
    wait_for_work(user)
    assert any("Nothing has been written yet" in banner for banner in user.banners())
    assert names(user) == set()
    user.press("Ctrl+Return")
    wait_for_work(user)
    written = names(user)
    assert written
    rest = tmp_path / "rest.xlsx"
    monkeypatch.setattr(messages, "save_file", lambda *_args: rest)
    user.click("Save the rows that were left out")
    assert rest.stat().st_size > 0
    user.press("Ctrl+Z")
    assert names(user) == set()
    user.press("Ctrl+Shift+Z")
    assert names(user) == written


def test_a_fix_makes_its_row_good(user, files, monkeypatch):
    choose(user, files / "clients.xlsx", monkeypatch)
    user.press("Ctrl+Return")
    wait_for_work(user)
    before = len(user.page()._plan.good)
    user.fill("Fix of row 8, 注册资本", "1200")
    user.click("Accept the fix of row 8")
    wait_for_work(user)
    assert len(user.page()._plan.good) == before + 1


def test_a_file_that_is_no_table_is_said_in_a_sentence(user, tmp_path, monkeypatch):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    choose(user, broken, monkeypatch)
    assert user.banners()
    assert user.page().title() == "Import"
