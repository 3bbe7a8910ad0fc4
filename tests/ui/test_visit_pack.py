"""The page of the visit pack: ticks, order, options, one key to print, and what is noted."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from rmapp.domain.meeting import Meeting
from rmapp.domain.record import PaperRecord
from rmapp.ui import messages
from rmapp.ui.pages.visit_pack_picks import PickPane
from rmapp.ui.widgets.tick_list import TickList
from tests.books import CLOCK, add_firm, new_book
from tests.briefs.pdf_text import pages_text
from tests.driver import opened

TOMORROW = CLOCK.today() + timedelta(days=1)


@pytest.fixture
def user(tmp_path, qapp):
    book = new_book(tmp_path)
    firms = [
        book.do(add_firm, name, label="Add").result.id for name in ("潮声传感有限公司", "青檐智控", "竹溪医学影像")
    ]

    def plan(store):
        for at, firm in enumerate(firms[:2]):
            starts_at = f"{TOMORROW}T{9 + at:02d}:30"
            store.add(Meeting(firm_id=firm, status="planned", starts_at=starts_at, place="Binjiang 6"))

    book.do(plan, label="Plan")
    book.close()
    with opened(tmp_path / "book") as driver:
        driver.firms = firms
        yield driver


def made(user):
    """Wait until the pack is made; return its page."""
    for _round in range(100):
        user.wait(40)
        if user.page()._job is None:
            return user.page()
    raise AssertionError("the pack was never made")


def text_of(page):
    return "".join(pages_text(page._desk.paper().pdf))


def records(user):
    return user.context.ask(lambda store: store.all(PaperRecord))


def printer(tmp_path):
    found = QPrinter(QPrinter.PrinterMode.HighResolution)
    found.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    found.setOutputFileName(str(tmp_path / "paper.pdf"))
    found.setResolution(40)
    return found


def test_tomorrows_visits_are_ticked_in_their_order(user):
    user.context.run("pack.open")
    page = made(user)
    assert page.count() == 2
    assert page.findChild(PickPane).day() == TOMORROW
    assert [pick.firm_id for pick in page.findChild(PickPane).picks()] == user.firms[:2]
    assert page._desk.page_count() == 2 + 2 * 4 or page._desk.page_count() % 2 == 0
    assert text_of(page).index("潮声传感") < text_of(page).index("青檐智控")


def test_one_command_makes_and_prints_it_and_notes_each_firm(user, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(messages, "choose_printer", lambda *args: asked.append(args[1:]) or printer(tmp_path))
    user.context.run("pack.print")
    page = made(user)
    made(user)
    assert len(asked) == 1
    assert asked[0][1] is True, "on both sides"
    found = records(user)
    assert {one.firm_id for one in found} == set(user.firms[:2])
    assert len({one.copy_no for one in found}) == 1
    assert all(one.meeting_id and one.kind == "printed" and one.document == "visit_pack" for one in found)
    assert page._desk.paper().options.print_id != found[0].copy_no, "the next copy has a number of its own"


def test_a_firm_is_unticked_and_moved_by_key(user):
    user.context.run("pack.open")
    page = made(user)
    ticks = page.findChild(TickList)
    ticks.setFocus()
    ticks.setCurrentRow(0)
    user.press("Alt+Down")
    page = made(user)
    assert [pick.firm_id for pick in page.findChild(PickPane).picks()] == [user.firms[1], user.firms[0]]
    user.press("Space")
    page = made(user)
    assert [pick.firm_id for pick in page.findChild(PickPane).picks()] == [user.firms[1]]
    assert "潮声传感" not in text_of(page)


def test_a_client_without_a_visit_is_added_once(user):
    user.context.run("pack.open")
    page = made(user)
    picker = page.findChild(PickPane)._add
    picker.setFocus()
    user.type("竹溪")
    user.press("Return")
    page = made(user)
    assert [pick.firm_id for pick in page.findChild(PickPane).picks()] == user.firms
    assert "竹溪医学影像" in text_of(page)


def test_a_day_without_visits_shows_nothing_to_print(user, monkeypatch):
    monkeypatch.setattr(messages, "choose_printer", lambda *_args: pytest.fail("nothing to print"))
    user.context.open_page("visit_pack", day=str(TOMORROW + timedelta(days=5)))
    page = made(user)
    assert page._desk.paper() is None
    page.print_page()
    user.click("The day before")
    assert made(user).findChild(PickPane).day() == TOMORROW + timedelta(days=4)
    user.click("Next visits")
    assert made(user)._desk.page_count() > 0


def test_chosen_firms_make_a_pack_of_their_own(user):
    user.context.open_page("visit_pack", firm_ids=user.firms[2:])
    page = made(user)
    assert page.findChild(PickPane).day() is None
    assert "竹溪医学影像" in text_of(page)


def test_options_make_it_anew_without_reading_the_book_again(user):
    user.context.run("pack.open")
    page = made(user)
    before = page._pack
    user.click("Black and white")
    page = made(user)
    assert page._desk.paper().options.black_and_white
    assert page._pack is before


def test_changed_facts_are_read_again(user):
    user.context.run("pack.open")
    made(user)
    from rmapp.domain.firm import FirmName

    user.context.do(
        lambda store: store.add(FirmName(firm_id=user.firms[0], text="Chaosheng", lang="en", kind="short")), label="Add"
    )
    assert "Chaosheng" in text_of(made(user))


def test_saving_writes_the_file_and_notes_it(user, tmp_path, monkeypatch):
    target = tmp_path / "pack.pdf"
    monkeypatch.setattr(messages, "save_file", lambda *_args: target)
    user.context.run("pack.open")
    made(user)
    user.click("Save PDF")
    made(user)
    assert target.stat().st_mode & 0o077 == 0
    assert {one.kind for one in records(user)} == {"saved"}


def test_something_restricted_is_printed_only_with_a_reason(user, tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "choose_printer", lambda *_args: printer(tmp_path))

    def close(store):
        meeting = store.all(Meeting)[0]
        return store.change(Meeting, meeting.id, confidentiality="restricted", objective="The listing")

    user.context.do(close, label="Change")
    user.context.run("pack.open")
    page = made(user)
    assert len(page.findChild(PickPane).picks()) == 1
    ticks = page.findChild(TickList)
    ticks.setFocus()
    ticks.setCurrentRow(0)
    user.press("Space")
    page = made(user)
    assert page._desk.paper() is None
    user.click("Include what is restricted")
    page = made(user)
    assert "The listing" in text_of(page)
    page.print_page()
    assert records(user) == [], "a reason is asked for first"
    user.fill("Reason for including what is restricted", "Committee asked")
    page.print_page()
    made(user)
    assert {one.reason for one in records(user)} == {"Committee asked"}


def test_leaving_the_page_stops_the_work(user):
    user.context.run("pack.open")
    user.context.open_page("clients")
    user.context.jobs.wait_all()
    user.wait(40)
    assert user.code() == "clients"


def test_every_control_has_a_name_and_the_keyboard_reaches_it(user):
    user.context.run("pack.open")
    page = made(user)
    assert user.nameless() == []
    assert page.findChild(TickList).focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_list_has_the_focus_at_once(user):
    user.context.run("pack.open")
    made(user)
    assert user.focus() == "Firms in the pack"
    assert user.page().current_firm() == user.firms[0]


def test_without_a_tick_the_pages_go(user):
    user.context.run("pack.open")
    page = made(user)
    ticks = page.findChild(TickList)
    for row in range(ticks.count()):
        ticks.setCurrentRow(row)
        user.press("Space")
    page = made(user)
    assert page._desk.paper() is None
    assert page._desk.view._sheets == []
    user.press("Space")
    assert made(user)._desk.page_count() > 0
