"""The worked example of the domain reference, 3.5, typed in at the keyboard: one truth on screen, paper and console."""

import json
import os
import subprocess
import sys

import pytest

from rmapp.domain.ownership import OwnershipLink
from rmapp.ui import messages
from tests.books import PASSPHRASE, add_firm, new_book
from tests.driver import opened
from tests.test_story import fill, tab_to, text_of

FIRMS = ("Alpha Test", "Beta Test", "Gamma Test")
PARTS = ("100m", "80m", "50m")


@pytest.fixture
def folder(tmp_path):
    """Make a book with three firms under one control; their credit is typed in by the test."""
    book = new_book(tmp_path)
    ids = [book.do(add_firm, name, label="Add").result.id for name in FIRMS]
    for child in ids[1:]:
        link = OwnershipLink(parent_id=ids[0], child_id=child, pct_bp=10_000, controls=True)
        book.do(lambda store, link=link: store.add(link), label="Add")
    book.close()
    return tmp_path / "book"


def pick(user, name, text):
    """Choose an entry of a list by typing a part of it."""
    tab_to(user, name)
    user.type(text)
    user.press("Return")


def save(user, keys="Ctrl+Return"):
    user.press(keys)
    user.wait(60)
    assert user.sheet() is None


def open_client(user, firm, tab):
    """Open a client from the list, then its tab with the keys that walk from tab to tab."""
    user.press("Ctrl+2")
    user.press("/")
    user.type(firm)
    user.wait(60)
    user.press("Down")
    user.press("Return")
    user.wait(60)
    for _step in range(8):
        if user.page().state()["tab"] == tab:
            return
        user.press("Ctrl+Tab")
        user.wait(40)
    pytest.fail(f"Ctrl+Tab does not reach {tab}")


def enter_rate(user):
    user.press("Ctrl+4")
    tab_to(user, "Rates")
    user.press("Return")
    fill(user, "Rate", "7.0796")
    save(user)


def enter_line(user, firm, kind, limit, rate="LPR 1Y + 35 bp", ccy="", **fields):
    open_client(user, firm, "credit")
    user.press("l")
    user.wait(60)
    pick(user, "Facility", kind)
    if ccy:
        pick(user, "Currency", ccy)
    for name, text in {"Limit": limit, "Signed": "2026-01-05", "Rate": rate, **fields}.items():
        fill(user, name, text)
    tab_to(user, "Status")
    user.type("Active")
    save(user, "Ctrl+S")


def draw(user, line="", **fields):
    user.press("d")
    user.wait(60)
    if line:
        pick(user, "Credit line", line)
    for name, text in fields.items():
        fill(user, name, text)
    save(user)


def repay(user, amount):
    tab_to(user, "Record repayment")
    user.press("Return")
    fill(user, "Amount", amount)
    save(user)


def enter_lines(user):
    """Type the five lines of the table of 3.5 with what is drawn under each."""
    enter_line(user, "Alpha", "Working capital", "60m")
    draw(user, Amount="40m")
    enter_line(user, "Alpha", "Bank acceptance", "30m", **{"Cash margin": "30%"})
    draw(user, line="Bank", **{"Face amount": "20m"})
    enter_line(user, "Beta", "Equipment", "50m", rate="LPR 5Y + 20 bp")
    draw(user, Amount="30m")
    repay(user, "5m")
    enter_line(user, "Gamma", "FX derivatives", "5m")
    draw(user, Notional="40m")
    enter_line(user, "Gamma", "Export bill", "3m", ccy="USD")
    draw(user, line="Export", Amount="1m")


def enter_group_limit(user):
    open_client(user, "Alpha", "people")
    tab_to(user, "Add group limit")
    user.press("Return")
    fill(user, "Limit", "200m")
    pick(user, "Split among the firms", "Shared")
    for number, (name, amount) in enumerate(zip(FIRMS, PARTS, strict=True), 1):
        tab_to(user, "Add part")
        user.press("Return")
        pick(user, f"Part for, row {number}", name)
        fill(user, f"May use, row {number}", amount)
    save(user)


def explained(user, figure):
    """Return the words of the panel that says how a figure was computed."""
    tab_to(user, figure)
    user.press("Return")
    user.wait(60)
    words = " ".join(label.text() for label in user.labels() if hasattr(label, "text"))
    user.press("Escape")
    user.wait(60)
    return words


def print_group_brief(user, target, monkeypatch):
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    user.press("b")
    user.wait(100)
    tab_to(user, "Kind of paper")
    user.type("Group")
    user.wait(200)
    tab_to(user, "Save PDF")
    user.press("Return")
    user.wait(100)
    return text_of(target)


def on_the_console(folder, *words):
    (folder.parent / "passphrase").write_text(PASSPHRASE, "utf-8")
    places = {"RMAPP_BOOK": str(folder), "RMAPP_PASSPHRASE_FILE": str(folder.parent / "passphrase")}
    command = [sys.executable, "-m", "rmapp", *words]
    done = subprocess.run(command, env={**os.environ, **places}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_worked_example_of_3_5_reads_the_same_on_screen_on_paper_and_on_the_console(folder, qapp, monkeypatch):
    with opened(folder) as user:
        enter_rate(user)
        enter_lines(user)
        enter_group_limit(user)
        assert {"Use of limits: ¥110.1m", "Exposure, direct: ¥98.1m"} <= set(user.names())
        open_client(user, "Alpha", "credit")
        # The line that was added last is selected; the first stands on top.
        tab_to(user, "Add line")
        user.press("Tab", "Return")
        assert {"Free to draw: ¥20.0m", "Used: ¥110.1m", "Left: ¥89.9m"} <= set(user.names())
        words = explained(user, "Left: ¥89.9m")
        uses = ("40,000,000.00", "14,000,000.00", "45,000,000.00", "4,000,000.00", "7,079,600.00")
        assert all(figure in words for figure in (*uses, "89,920,400.00"))
        paper = print_group_brief(user, folder.parent / "group.pdf", monkeypatch)
    assert all(figure in paper for figure in ("110.08", "98.08", "89.92", "over-allocated by 30.00"))

    found = on_the_console(folder, "exposure", "Alpha", "--group", "--json")
    (limit,) = found["limits"]
    amounts = [found["use"], found["exposure"], limit["room"], limit["over_allocated"]]
    assert [amount["minor"] for amount in amounts] == [11_007_960_000, 9_807_960_000, 8_992_040_000, 3_000_000_000]
    first = next(line for line in found["lines"] if line["type"] == "working_capital_loan")
    assert (first["effective"]["minor"], first["binding"]) == (2_000_000_000, "line")
