"""The tab Listing, its sheets, the strip in the head, the desk and the card of Today, by keys alone."""

from datetime import timedelta

import pytest

from rmapp.domain.money import Money
from rmapp.services.stages import ipo
from rmapp.ui.pages.ipo_columns import row_sentence
from rmapp.ui.pages.ipo_desk import IpoDeskPage
from rmapp.ui.pages.today_ipo import IpoCard
from rmapp.ui.sheets.ipo_sheet import IpoSheet
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox
from rmapp.ui.widgets.way_ribbon import RibbonStep, WayRibbon, spoken
from tests.books import NOW, add_firm, new_book
from tests.driver import opened

TODAY = NOW.date()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Write one firm on its way, one that is not, and one that lapsed."""
    folder = tmp_path_factory.mktemp("listing")
    workspace = new_book(folder)
    ids = {}
    for name in ("启程科技", "原地科技", "港股科技"):
        ids[name] = workspace.do(add_firm, name, label="Add").result.id
    begin(workspace, ids["启程科技"], ("accepted", 300), ("inquiry", 100), board="sse_star", sponsor="示例证券")
    begin(workspace, ids["港股科技"], ("hk_a1_filed", 220), track="hkex")
    workspace.close()
    return folder / "book", ids


def begin(workspace, firm_id, *steps, **fields):
    value = Money.of("4000000000")
    one = workspace.do(ipo.start_application, firm_id, market_value=value, **fields, label="Begin").result
    for status, days in steps:
        workspace.do(ipo.reach_step, one.id, status, TODAY - timedelta(days=days), label="Step")
    workspace.do(ipo.add_action, one.id, "proceeds_account", owner="Li Wen", due_on=TODAY, label="Action")


@pytest.fixture
def user(book, qapp, tmp_path):
    """Open a copy of the book, so that each test may write."""
    import shutil

    folder = tmp_path / "book"
    shutil.copytree(book[0], folder)
    with opened(folder) as driver:
        yield driver


def test_only_a_firm_on_its_way_has_the_tab_and_the_strip(user, book):
    ids = book[1]
    user.context.open_client(ids["原地科技"])
    user.wait()
    assert "listing" not in user.page()._bar.codes()
    assert user.page()._head._listing.isHidden()
    user.context.open_client(ids["启程科技"], "listing")
    user.wait()
    assert user.page()._bar.code() == "listing"
    strip = user.page()._head._listing
    assert strip.isVisible()
    assert "Under inquiry, round" not in strip.accessibleDescription()
    assert "Listing: Under inquiry, now" in strip.accessibleDescription()
    assert user.nameless() == []


def test_the_tab_says_what_is_known_what_is_missing_and_the_disclaimer(user, book):
    user.context.open_client(book[1]["启程科技"], "listing")
    user.wait()
    said = "\n".join(label.text() for label in user.page().findChildren(PlainLabel))
    for words in (
        "Answers to the exchange name weak points",
        "cannot be worked out yet",
        "Missing: Revenue, last year",
        "CNY 4 billion (assumed)",
        "Rules of 1 Mar 2019",
        "Passing one numeric test does not mean a firm qualifies.",
        "示例证券",
    ):
        assert words in said
    assert "qualifies" not in said.replace("does not mean a firm qualifies", "")


def test_an_application_is_started_from_the_palette_and_its_tab_is_shown(user, book):
    firm_id = book[1]["原地科技"]
    user.context.open_client(firm_id)
    user.wait()
    user.context.run("ipo.start")
    user.wait()
    sheet = user.sheet()
    assert isinstance(sheet, IpoSheet)
    sheet._choice("track").set_code("hkex")
    sheet._choice("track").changed.emit("hkex")
    boards = sheet._choice("board")
    offered = [boards.itemData(at) for at in range(boards.count())]
    assert offered[-3:] == ["hkex_main", "hkex_18a", "hkex_18c"]
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is None
    assert user.page()._bar.code() == "listing"
    assert user.context.ask(ipo.open_application, firm_id).track == "hkex"
    assert user.context.ask(ipo.open_application, firm_id).confidentiality == "restricted"
    user.context.undo()
    user.wait()
    assert "listing" not in user.page()._bar.codes()
    assert user.page()._bar.code() == "overview"


def test_a_step_that_cannot_follow_is_refused_in_the_sheet_and_nothing_typed_is_lost(user, book):
    one = user.context.ask(ipo.open_application, book[1]["启程科技"])
    user.context.open_client(one.firm_id, "listing")
    user.context.open_sheet("ipo_step", application_id=one.id)
    user.wait()
    sheet = user.sheet()
    sheet._form.control("note").set_text("Heard at lunch")
    sheet._form.control("status").set_code("registered")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is sheet
    assert "cannot follow" in sheet._said.text()
    assert sheet._form.control("note").text() == "Heard at lunch"
    sheet._form.control("status").set_code("committee_passed")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is None
    assert user.context.ask(ipo.application, one.firm_id).now.note == "Heard at lunch"


def test_the_step_sheet_offers_the_usual_next_step_and_the_next_round(user, book):
    one = user.context.ask(ipo.open_application, book[1]["启程科技"])
    user.context.open_sheet("ipo_step", application_id=one.id)
    user.wait()
    form = user.sheet()._form
    assert form.control("status").code() == "committee_passed"
    assert form.field("round").isHidden()
    form.control("status").set_code("inquiry")
    form.control("status").changed.emit("inquiry")
    assert not form.field("round").isHidden()
    user.press("Ctrl+Return")
    user.wait()
    assert user.context.ask(ipo.application, one.firm_id).now.round == 2


def test_a_tick_notes_an_action_as_done_and_undo_takes_it_back(user, book):
    one = user.context.ask(ipo.open_application, book[1]["启程科技"])
    user.context.open_client(one.firm_id, "listing")
    user.wait()
    user.click("Done: Proceeds account")
    user.wait()
    assert user.context.ask(ipo.application, one.firm_id).actions[0].status == "done"
    user.context.undo()
    user.wait()
    assert user.context.ask(ipo.application, one.firm_id).actions[0].status == "planned"


def test_the_desk_lists_what_lapsed_first_and_opens_the_client_by_enter(user, book):
    user.context.open_page("ipo_desk")
    user.wait()
    page = user.page()
    assert isinstance(page, IpoDeskPage)
    assert page.count() == 2
    assert [page.model.row(at).firm_name for at in range(2)] == ["港股科技", "启程科技"]
    assert "The A1 filing lapses: over since" in row_sentence(page.model.row(0))
    assert page.footer_text() == "2 open applications, 1 late"
    user.press("Return")
    user.wait()
    assert user.page().current_firm() == book[1]["港股科技"]
    assert user.page()._bar.code() == "listing"


def test_today_has_the_card_with_the_most_urgent_first(user, book):
    user.context.open_page("today")
    user.wait(300)
    (card,) = user.window.findChildren(IpoCard)
    assert not card.isHidden()
    assert [row.firm_name for row in card.data] == ["港股科技", "启程科技"]


@pytest.mark.parametrize("thin", [False, True])
def test_a_ribbon_is_read_out_step_by_step_and_paints_at_any_width(page, thin):
    ribbon = WayRibbon(thin=thin)
    page.layout().addWidget(ribbon)
    steps = [
        RibbonStep("Application accepted", "1 Mar 2026", "past"),
        RibbonStep("Review suspended", "2 Mar 2026", "setback"),
        RibbonStep("Under inquiry", "usually 3 Mar 2026", "next", late=True),
        RibbonStep("Listed", "", "later"),
        RibbonStep("Submitted", "", "skipped"),
    ]
    ribbon.set_steps(steps)
    assert spoken(steps[1]) == "Review suspended, now, a setback, 2 Mar 2026"
    assert ribbon.accessibleDescription().splitlines()[-2] == "Listed, later"
    for width in (60, 240, 900):
        ribbon.resize(width, ribbon.sizeHint().height())
        assert not ribbon.grab().isNull()
    ribbon.set_steps([])
    assert not ribbon.grab().isNull()


def test_another_board_can_be_looked_at_and_the_chosen_one_comes_back_with_a_change(user, book):
    one = user.context.ask(ipo.open_application, book[1]["启程科技"])
    user.context.open_client(one.firm_id, "listing")
    user.wait()
    card = user.page()._tabs["listing"].boards
    card._choice.set_code("bse")
    user.wait()
    assert "Beijing Stock Exchange" in "\n".join(label.text() for label in card.findChildren(PlainLabel))
    user.context.do(ipo.change_application, one.id, label="Change", board="a_main")
    user.wait()
    assert card._choice.code() == "a_main"


def test_old_rules_are_told_in_a_banner(user, book, monkeypatch):
    monkeypatch.setattr("rmapp.services.stages.ipo.rules_are_old", lambda _store: True)
    user.context.open_client(book[1]["启程科技"], "listing")
    user.wait()
    banners = user.page()._tabs["listing"].boards.findChildren(Banner)
    assert any("more than 12 months ago" in one.text() for one in banners)


def test_in_a_book_that_is_only_read_nothing_can_be_recorded(user, book, monkeypatch):
    monkeypatch.setattr(type(user.context), "read_only", property(lambda _self: True))
    user.context.open_client(book[1]["启程科技"], "listing")
    user.wait()
    tab = user.page()._tabs["listing"]
    buttons = {one.text(): one for one in tab.findChildren(Button)}
    assert not buttons["Record a step"].isEnabled()
    assert not buttons["Change the application"].isEnabled()
    assert all(not one.isEnabled() for one in tab.deeds.findChildren(CheckBox))


def test_once_listed_the_stock_code_is_asked_for(user, book):
    one = user.context.ask(ipo.open_application, book[1]["启程科技"])
    for status in ("committee_passed", "registration_submitted", "registered", "issuing", "listed"):
        user.context.do(ipo.reach_step, one.id, status, TODAY, label="Step")
    user.context.open_client(one.firm_id, "listing")
    user.wait()
    user.click("Add exchange and stock code")
    user.wait()
    assert user.sheet()._form_kind.code == "listing"
