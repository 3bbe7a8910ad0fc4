"""A book without anything, a client without anything, and files with nothing, one row or only wrong rows."""

import inspect
import time

import pytest

from rmapp import i18n
from rmapp.ui import messages, pages, registry
from tests.books import add_firm, new_book
from tests.driver import opened

TABS = ["overview", "timeline", "credit", "people", "financials", "documents"]
HEADER = "Name,Region,Registered capital\n"


@pytest.fixture
def empty(tmp_path):
    new_book(tmp_path).close()
    return tmp_path / "book"


@pytest.fixture
def bare(tmp_path):
    """Return the folder of a book with one client of whom only the name is known, and the client's id."""
    book = new_book(tmp_path)
    firm = book.do(add_firm, label="Add").result.id
    book.close()
    return tmp_path / "book", firm


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_page_of_an_empty_book_opens(qapp, empty, language):
    with opened(empty, language=language) as user:
        assert user.code() == "start"
        for entry in pages.pages():
            if entry.code in {"client", "brief"}:  # pages of one client
                continue
            user.context.open_page(entry.code)
            user.wait(30)
            assert user.code() == entry.code
            assert user.banners() == []
            user.grab()
        user.press("Ctrl+K")
        user.type("x")
        user.wait(60)
        user.grab()
        user.press("Escape", "Ctrl+Z")
        for kind in ("note", "firm"):
            user.context.open_sheet(kind)
            user.wait(30)
            assert user.sheet() is not None
            user.press("Ctrl+Return")
            assert user.sheet() is not None, "what is missing is said"
            user.press("Escape")
            user.wait(30)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_tab_and_the_brief_of_a_bare_client_open(qapp, bare, language):
    folder, firm = bare
    with opened(folder, language=language) as user:
        for tab in TABS:
            user.context.open_client(firm, tab)
            user.wait(30)
            assert user.banners() == [], tab
            user.grab()
        user.context.open_page("brief", firm_id=firm)
        user.wait(300)
        assert user.code() == "brief"
        assert user.banners() == []
        user.grab()


def opens_on_a_client(entry):
    """Tell whether a sheet needs no more than a client; a bare one has no line, thing or covenant."""
    known = inspect.signature(registry.load(entry.maker)).parameters
    needed = {name for name, one in known.items() if one.default is one.empty}
    return "firm_id" in known and needed <= {"window", "context", "firm_id"}


@pytest.mark.parametrize("kind", [entry.kind for entry in pages.sheets() if opens_on_a_client(entry)])
def test_every_sheet_of_a_bare_client_opens_and_says_what_is_missing(qapp, bare, kind):
    folder, firm = bare
    with opened(folder) as user:
        user.context.open_client(firm)
        args = {"fact_kind": "claim"} if kind == "fact" else {}
        registry.sheet(kind).open(user.window, user.context, firm_id=firm, **args)
        user.wait(40)
        assert user.sheet() is not None
        user.grab()
        user.press("Ctrl+Return")
        user.wait(40)
        user.grab()
        while user.sheet() is not None:
            user.sheet()._guard = None
            user.sheet().dismiss()


def read(user, path, monkeypatch):
    monkeypatch.setattr(messages, "choose_file", lambda *_words: path)
    user.press("Ctrl+I")
    user.click("Choose a file")
    for _round in range(200):
        user.wait(40)
        if user.page().may_leave():
            break
    user.wait(40)


@pytest.mark.parametrize("content", ["", "\n\n\n", HEADER, "\ufeff", "x", HEADER + ",,\n,,\n"])
@pytest.mark.parametrize("name", ["clients.csv", "clients.xlsx"])
def test_a_file_with_nothing_in_it_is_refused_in_a_sentence(qapp, empty, tmp_path, monkeypatch, content, name):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with opened(empty) as user:
        read(user, path, monkeypatch)
        user.press("Ctrl+Return")
        user.wait(60)
        user.press("Ctrl+Return")
        user.wait(60)
        assert user.code() == "import"
        assert user.context.workspace.undo_label() is None, "nothing was written"


def test_one_row_is_imported(qapp, empty, tmp_path, monkeypatch):
    path = tmp_path / "clients.csv"
    path.write_text(HEADER + "云栈机器人有限公司,,\n", encoding="utf-8")
    with opened(empty) as user:
        read(user, path, monkeypatch)
        for _step in range(2):
            user.press("Ctrl+Return")
            user.wait(200)
        assert user.context.workspace.undo_label() is not None


def test_five_thousand_wrong_rows_leave_the_page_usable(qapp, empty, tmp_path, monkeypatch):
    path = tmp_path / "clients.csv"
    rows = "".join(f"Firm {n},nowhere {n},lots {n}\n" for n in range(5000))
    path.write_text(HEADER + rows, encoding="utf-8")
    with opened(empty) as user:
        read(user, path, monkeypatch)
        user.press("Ctrl+Return")
        for _round in range(400):
            user.wait(40)
            if user.page().may_leave():
                break
        longest = 0.0
        for key in ("Tab", "Tab", "Down", "Down", "PgDown", "End", "Home"):
            start = time.perf_counter()
            user.press(key)
            user.grab()
            longest = max(longest, time.perf_counter() - start)
        assert longest < 2, "seconds for one key"
        assert user.context.workspace.undo_label() is None
