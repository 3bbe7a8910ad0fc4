"""A week of three visits, by keyboard and without a network: packed, visited, noted, closed, known next time."""

import socket
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Drawdown
from rmapp.domain.money import Money
from rmapp.domain.record import PaperRecord
from rmapp.services.clients import people, promises
from rmapp.services.lines import credit
from rmapp.services.notes import meetings
from rmapp.services.origination import facilities
from rmapp.services.printing import briefs
from rmapp.services.visits import ask_list, since_visit
from rmapp.services.visits.pack_state import unclosed_visits
from rmapp.ui import messages
from tests.books import PASSPHRASE, add_firm, new_book, reopened
from tests.driver import opened
from tests.services.test_briefs import a_line
from tests.test_story import fill, tab_to

NAMES = {"a": "潮声传感有限公司", "b": "云麓无人系统有限公司", "c": "竹溪医学影像有限公司"}
PEOPLE = {"a": ("顾雯", "Gu Wen"), "b": ("白汀", "Bai Ting"), "c": ("杜衡", "Du Heng")}
MONDAY = date(2026, 3, 2)
TYPED = "Line two runs two shifts. Yield is at 94 percent. The wafer contract is signed. "


def at(days, hour=1):
    """Return the clock of a day of the week, in the morning of Shanghai."""
    day = MONDAY + timedelta(days=days)
    return FixedClock(datetime(day.year, day.month, day.day, hour, 0, tzinfo=UTC))


@pytest.fixture
def offline(monkeypatch):
    """Let every attempt to reach a network fail the test."""

    def refuse(*_args, **_more):
        pytest.fail("the program asked for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def firms(tmp_path):
    """Write a book with three firms, a person and a credit line each, as it was the week before."""
    book = new_book(tmp_path, clock=at(-7))
    found = {}
    for key, name in NAMES.items():
        firm = book.do(add_firm, name, tier="A", label="Firm").result
        chinese, latin = PEOPLE[key]
        book.do(people.add_person, firm.id, chinese, name_latin=latin, title="CFO", label="Person")
        book.do(facilities.save_facility, a_line(firm.id, 30, lender="Test Bank"), label="Line")
        found[key] = firm.id
    book.close()
    return found


def paper_to(monkeypatch, target):
    """Let the printer be a file, as the dialog would."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target.with_suffix(".paper.pdf")))
    printer.setResolution(72)
    monkeypatch.setattr(messages, "choose_printer", lambda *_args, **_more: printer)
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)


def wait_for_jobs(user):
    for _round in range(200):
        user.wait(40)
        if user.page()._job is None:
            return
    pytest.fail("the pack was not made")


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(document[at].get_textpage().get_text_range()) for at in range(len(document))]
    finally:
        document.close()


def go_to(user, name):
    user.choose(name[:4])
    user.wait(40)
    assert user.code() == "client"


def plan(user, name, day, clock, place):
    go_to(user, name)
    user.press("p")
    user.wait(40)
    fill(user, "Day", day)
    fill(user, "From", clock)
    fill(user, "Where", place)
    user.press("Ctrl+Return")
    user.wait(40)
    assert user.sheet() is None, [label.text() for label in user.labels()]


def jump(user, number):
    user.press("Ctrl+F")
    user.type(number)
    user.press("Return")
    user.wait(20)


def close_visit(user, gist, person, promised, next_on):
    """Close the visit of the client that is shown, along the numbers of its sheet."""
    user.press("r")
    user.wait(60)
    assert user.code() == "call_report"
    jump(user, "1.1")
    tab_to(user, "Purpose of the meeting")
    user.type("Regular")
    jump(user, "2.1")
    user.type(person)
    user.press("Return")
    jump(user, "3.1")
    user.type(gist)
    jump(user, "8.2")
    user.type(promised)
    user.press("Return")
    jump(user, "10.1")
    user.type(next_on)
    user.press("Ctrl+Return")
    user.wait(40)
    assert user.toast().startswith("Visit closed"), [label.text() for label in user.labels()]


def print_pack(user, monkeypatch, target):
    """Print tomorrow's pack with one key on Today and save it as a file too."""
    paper_to(monkeypatch, target)
    user.press("Ctrl+1", "Ctrl+P")
    wait_for_jobs(user)
    assert user.code() == "visit_pack"
    user.wait(100)
    tab_to(user, "Save PDF")
    user.press("Return")
    wait_for_jobs(user)


TYPIST = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path[:0] = {path!r}
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from rmapp.domain.clock import FixedClock
from tests.driver import Driver
user = Driver(Path({folder!r}), "en", "light", (1440, 900), FixedClock(datetime.fromisoformat({now!r})), None)
user.begin()
user.unlock()
user.choose({name!r})
user.wait(40)
user.press("n")
user.wait(40)
for char in {typed!r} * 100:
    user.type(char)
    user.wait(20)
    print(f"{{time.monotonic():.3f}}", flush=True)
"""


def type_until_killed(folder, name, now):
    """Type a note in a process of its own, kill it in the middle; return what was typed a second before."""
    program = TYPIST.format(path=sys.path, folder=str(folder), name=name[:4], now=now.isoformat(), typed=TYPED)
    moments = []
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as typist:
        while len(moments) < len(TYPED) + 17:
            moments.append(float(typist.stdout.readline()))
        typist.kill()
        moments += [float(line) for line in typist.stdout.read().split(b"\n") if len(line) > 3]
    old = sum(moment <= moments[-1] - 1 for moment in moments)
    assert old > 20
    return (TYPED * 3)[:old]


def test_a_week_of_three_visits(tmp_path, firms, qapp, monkeypatch, offline):
    folder, pack = tmp_path / "book", tmp_path / "pack.pdf"
    monday_evening(folder, monkeypatch, pack)
    check_pack(pack)
    tuesday(folder, firms)
    thursday(folder, firms)
    friday(tmp_path, firms)


def monday_evening(folder, monkeypatch, pack):
    """Plan the three visits of tomorrow and print the pack."""
    with opened(folder, clock=at(0, 9)) as user:
        plan(user, NAMES["a"], "tomorrow", "09:30", "Binjiang")
        plan(user, NAMES["b"], "tomorrow", "14:00", "Huzhou")
        plan(user, NAMES["c"], "tomorrow", "16:30", "Yuhang")
        print_pack(user, monkeypatch, pack)
        left = user.context.ask(lambda store: store.all(PaperRecord))
        assert {one.firm_id for one in left if one.kind == "saved"} == set(user.context.ask(firm_ids))
        assert {one.kind for one in left} == {"printed", "saved"}


def firm_ids(store):
    return [row[0] for row in store.rows("SELECT id FROM firm")]


def check_pack(pack):
    pages = text_of(pack)
    assert len(pages) % 2 == 0
    for name in NAMES.values():
        assert name[:4] in pages[0]
    total = len(pages)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {total}" in text
        assert "2026-03-02-" in text


def tuesday(folder, firms):
    """Begin a note at the first client, lose the laptop's power, and find every word again; close two visits."""
    typed = type_until_killed(folder, NAMES["a"], at(1).now())
    with opened(folder, clock=at(1, 14)) as user:
        assert user.context.ask(unclosed_visits)
        go_to(user, NAMES["a"])
        user.press("n")
        user.wait(40)
        assert user.sheet()._fields.discussion.text().startswith(typed)
        user.press("Escape")
        user.wait(40)
        close_visit(user, "Second line runs two shifts.", PEOPLE["a"][1], "send the contract /they fri", "17 Mar")
        go_to(user, NAMES["b"])
        close_visit(user, "Three sponsors on the list.", PEOPLE["b"][1], "quote a forward /we +3", "17 Mar")
        assert {one.firm_id for one in user.context.ask(unclosed_visits)} <= {firms["c"]}
        assert {one.side for one in user.context.ask(promises.open_promises, firms["a"])} == {"theirs"}


def thursday(folder, firms):
    """Close the third visit late, with a quick note; a draw-down and a kept promise come in."""
    with opened(folder, clock=at(3)) as user:
        go_to(user, NAMES["c"])
        user.press("n")
        user.wait(40)
        user.type("New CFO is in charge of the line.")
        fill(user, "People of the client", PEOPLE["c"][1])
        user.press("Return")
        user.press("Ctrl+Return")
        user.wait(40)
        assert user.sheet() is None
        assert user.context.ask(unclosed_visits) == ()
        line = user.context.ask(credit.firm_credit, firms["a"]).lines[0].facility
        go_to(user, NAMES["a"])
        user.press("d")
        fill(user, "Amount", "1200万")
        user.press("Ctrl+Return")
        user.wait(60)
        assert [one.facility_id for one in user.context.ask(lambda store: store.all(Drawdown))] == [line.id]


def friday(tmp_path, firms):
    """Read in the next brief what changed since the visit, what was promised and what is not known."""
    book = reopened(tmp_path, PASSPHRASE, clock=at(4))
    since = book.ask(since_visit.since_last_visit, firms["a"])
    assert since.since == date(2026, 3, 3)
    assert any(change.money == Money.of(12_000_000, "CNY") for change in since.changes)
    assert book.ask(since_visit.since_last_visit, firms["c"]).changes == ()
    brief = book.ask(briefs.compile_brief, firms["a"])
    assert [one.text for one in brief.promises] == ["send the contract"]
    made = briefs.print_brief(brief, firms["a"], book.ask(briefs.new_options, "en"), "internal")
    text = "".join(text_of(made.pdf))
    for words in ("send the contract", "Second line runs two shifts", "CNY 12 million"):
        assert words in text
    assert book.ask(ask_list.ask_list, firms["a"])
    held = [one for one in book.ask(lambda store: store.all(meetings.Meeting)) if one.status == "held"]
    assert {one.firm_id for one in held} == set(firms.values())
    book.close()
