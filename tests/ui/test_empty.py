"""A book without anything, a client without anything, and files with nothing, one row or only wrong rows."""

import inspect
import time
from datetime import date

import pytest

from rmapp import i18n
from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.covenant import Covenant, CovenantTest
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money
from rmapp.ui import messages, pages, registry
from tests.books import add_firm, new_book
from tests.driver import opened

TABS = ["overview", "timeline", "credit", "assessment", "products", "people", "financials", "documents"]
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
            if entry.code in {"client", "brief", "record", "call_report", "report_paper"}:  # pages of one client
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


BARE = {"firm_id"}
OF_A_LINE = BARE | {
    "facility_id", "drawdown_id", "entry_id", "covenant_id", "test_id", "test_on", "right_id", "collateral_id",
    "charge_id", "meeting_id", "what", "path",
}  # fmt: skip


OF_THEIR_OWN = {
    *("attachment", "staged_file", "answer", "question_rest", "paper_end", "grade_override", "introduction"),
    *("ipo_action", "ipo_step", "product", "stage_not_yet", "stage_task", "stage_tasks"),
}
"""Sheets of a file, a question, a paper, an assessment, a step, a match: the tests of these things open them."""


def asks_for(entry):
    """Return the words that a sheet takes and those that it cannot do without."""
    known = inspect.signature(registry.load(entry.maker)).parameters
    needed = {name for name, one in known.items() if one.default is one.empty}
    if "covenant_id" in known and "facility_id" in known:
        needed.add("facility_id")  # it is told the covenant or else the line of a new one
    return known.keys(), needed - {"window", "context", "fact_kind"}


def opens_with(words):
    return [entry.kind for entry in pages.sheets() if entry.kind not in OF_THEIR_OWN and asks_for(entry)[1] <= words]


def needs_a_line():
    """Return the sheets that are about a line or a thing: a client alone does not do."""
    return [kind for kind in opens_with(OF_A_LINE) if kind not in opens_with(BARE) or kind == "draw_down"]


def test_every_sheet_is_opened_here():
    assert {*opens_with(BARE), *needs_a_line(), *OF_THEIR_OWN} == {entry.kind for entry in pages.sheets()}


def press_save_and_close(user):
    assert user.sheet() is not None
    user.grab()
    user.press("Ctrl+Return")
    user.wait(40)
    user.grab()
    while user.sheet() is not None:
        user.sheet().set_guard(lambda: True)
        user.sheet().dismiss()


@pytest.mark.parametrize("kind", opens_with(BARE))
def test_every_sheet_of_a_bare_client_opens_and_says_what_is_missing(qapp, bare, kind):
    folder, firm = bare
    taken, _needed = asks_for(registry.sheet(kind))
    args = {"firm_id": firm, "fact_kind": "claim"}
    with opened(folder) as user:
        user.context.open_client(firm)
        registry.sheet(kind).open(
            user.window, user.context, **{name: value for name, value in args.items() if name in taken}
        )
        user.wait(40)
        press_save_and_close(user)


def write_bare_line(store, firm):
    """Write a line of which nothing is known, with one of each thing that a sheet can be about."""
    line = store.add(Facility(firm_id=firm, status="active", source="public"))
    draw = store.add(Drawdown(facility_id=line.id, sequence=1, amount=Money.of(1)))
    entry = store.add(LedgerEntry(facility_id=line.id, drawdown_id=draw.id, kind="disbursement", amount=Money.of(1)))
    covenant = store.add(Covenant(facility_id=line.id, type="information"))
    tested = {"test_on": date(2025, 12, 31), "due_on": date(2026, 1, 31)}
    test = store.add(CovenantTest(covenant_id=covenant.id, result="failed", **tested))
    right = store.add(IpRight(firm_id=firm))
    thing = store.add(Collateral(firm_id=firm, type="pledge_ip", ip_right_id=right.id))
    charge = store.add(Charge(collateral_id=thing.id, facility_id=line.id))
    return {
        "firm_id": firm,
        "facility_id": line.id,
        "drawdown_id": draw.id,
        "entry_id": entry.id,
        "covenant_id": covenant.id,
        "test_id": test.id,
        "test_on": test.test_on,
        "right_id": right.id,
        "collateral_id": thing.id,
        "charge_id": charge.id,
        "meeting_id": store.add(Meeting(firm_id=firm, starts_at="2026-03-06", status="planned")).id,
        "what": "calendar",
    }


@pytest.fixture
def bare_line(tmp_path):
    """Return the folder of a book with a bare line, and what the sheets are told of it."""
    book = new_book(tmp_path)
    firm = book.do(add_firm, label="Add").result.id
    ids = book.do(write_bare_line, firm, label="Write").result
    book.close()
    ids["path"] = tmp_path / "bare.ics"
    ids["path"].write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n", "utf-8")
    return tmp_path / "book", ids


@pytest.mark.parametrize("kind", needs_a_line())
def test_every_sheet_of_a_bare_line_opens_and_says_what_is_missing(qapp, bare_line, kind, monkeypatch):
    monkeypatch.setattr(messages, "save_file", lambda *_words: None)
    folder, ids = bare_line
    taken, needed = asks_for(registry.sheet(kind))
    wanted = needed | {"facility_id"} & set(taken)
    with opened(folder) as user:
        user.context.open_client(ids["firm_id"], "credit")
        registry.sheet(kind).open(user.window, user.context, **{name: ids[name] for name in wanted})
        user.wait(40)
        press_save_and_close(user)


def test_the_tabs_of_a_bare_line_open(qapp, bare_line):
    folder, ids = bare_line
    with opened(folder) as user:
        for tab in TABS:
            user.context.open_client(ids["firm_id"], tab)
            user.wait(30)
            assert not any("None" in label.text() for label in user.labels()), tab
            user.grab()


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
            user.context.jobs.wait_all()
            user.wait(40)
        assert user.context.workspace.undo_label() is not None


def test_five_thousand_wrong_rows_leave_the_page_usable(qapp, empty, tmp_path, monkeypatch):
    path = tmp_path / "clients.csv"
    rows = "".join(f"Firm {n},nowhere {n},lots {n}\n" for n in range(5000))
    path.write_text(HEADER + rows, encoding="utf-8")
    with opened(empty) as user:
        read(user, path, monkeypatch)
        user.press("Ctrl+Return")
        user.context.jobs.wait_all()
        user.wait(40)
        assert user.page().may_leave()
        longest = 0.0
        for key in ("Tab", "Tab", "Down", "Down", "PgDown", "End", "Home"):
            start = time.perf_counter()
            user.press(key)
            user.grab()
            longest = max(longest, time.perf_counter() - start)
        assert longest < 2, "seconds for one key"
        assert user.context.workspace.undo_label() is None
