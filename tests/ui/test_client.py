"""The page of a client as its user meets it: look, walk, tick, add facts and figures, read the stream."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.stage import StageEvent
from rmapp.services.clients import firms
from rmapp.ui.tabs.timeline_model import ROW
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import PlainLabel
from tests.books import CLOCK, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
TODAY = CLOCK.today()
NOTES = 60


def fill(store):
    """Write two firms: one with a life, one with nothing."""
    firm = store.add(Firm(tier="A", owner=store.actor, relationship_status="client", summary="MEMS microphones"))
    store.add(FirmName(firm_id=firm.id, lang="zh", text="潮声传感"))
    store.add(FirmName(firm_id=firm.id, lang="en", text="Chaosheng Sensors"))
    store.add(StageEvent(firm_id=firm.id, to_stage="growth", effective_on=PartialDate("2024-10")))
    store.add(
        DesignationHolding(
            firm_id=firm.id,
            designation="little_giant",
            granted_on=PartialDate("2024-07"),
            expires_on=PartialDate("2027-07"),
        )
    )
    line = store.add(
        Facility(
            firm_id=firm.id,
            facility_type="working_capital_loan",
            status="active",
            limit=Money.of(130_000_000),
            maturity_on=date(2026, 6, 30),
        )
    )
    store.add(
        LedgerEntry(
            facility_id=line.id, kind="disbursement", amount=Money.of(58_000_000), value_on=PartialDate("2025-06-05")
        )
    )
    store.add(
        Promise(
            firm_id=firm.id, side="theirs", text="Purchase contract", owner="Gu Wen", due_on=TODAY - timedelta(days=7)
        )
    )
    store.add(
        Promise(firm_id=firm.id, side="ours", text="Term sheet", owner="Li Wen", due_on=TODAY + timedelta(days=90))
    )
    for number in range(NOTES):
        day = TODAY - timedelta(days=10 * number + 1)
        note = store.add(
            Meeting(
                firm_id=firm.id,
                type="phone_call",
                starts_at=f"{day.isoformat()}T10:00",
                summary=f"Call number {number} about wafers",
            )
        )
        store.add(Attendee(meeting_id=note.id, side="theirs", name="Gu Wen"))
    other = store.add(Firm(owner=store.actor))
    store.add(FirmName(firm_id=other.id, lang="en", text="Quiet Optics"))
    return [firm.id, other.id]


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(fill, label="Fill")
    workspace.close()
    return tmp_path / "book"


@pytest.fixture
def driver(book, qapp):
    with opened(book) as driver:
        driver.ids = driver.context.ask(_ids)
        driver.context.walk_ids = list(driver.ids)
        driver.context.open_client(driver.ids[0])
        driver.wait(100)
        yield driver


def _ids(store):
    return [firm.id for firm in store.all(Firm)]


def rows(driver, kind):
    """Return the stored rows of a kind of the first firm."""
    return driver.context.ask(lambda store: store.all(kind, firm_id=driver.ids[0]))


def texts(driver):
    """Return what the page says in labels and chips."""
    return [each.text() for each in driver.visible() if isinstance(each, PlainLabel | Chip)]


def show(driver, tab):
    driver.page().show_tab(tab)
    driver.wait(60)


def test_the_head_says_who_it_is_and_how_it_stands(driver):
    said = texts(driver)
    for words in ("Chaosheng Sensors", "潮声传感", "Tier A", "¥58.0m", "45% of ¥130.0m", "¥72.0m", "30 Jun 2026"):
        assert words in said
    assert any(words.endswith("to Jul 2027") for words in said)
    assert driver.heading() == "Chaosheng Sensors"


def test_the_arrows_walk_through_the_list(driver):
    assert "1 of 2" in texts(driver)
    driver.click("Next client of the list")
    assert driver.heading() == "Quiet Optics"
    assert "2 of 2" in texts(driver)


def test_ctrl_tab_goes_through_the_tabs_and_each_client_keeps_its_own(driver):
    driver.press("Ctrl+Tab")
    assert driver.page().state()["tab"] == "timeline"
    driver.context.open_client(driver.ids[1])
    assert driver.page().state()["tab"] == "overview"
    driver.context.open_client(driver.ids[0])
    assert driver.page().state()["tab"] == "timeline"


def test_every_control_of_every_tab_has_a_name(driver):
    for code in ("overview", "timeline", "financials", "documents"):
        show(driver, code)
        assert driver.nameless() == []


def test_a_client_with_nothing_says_so_and_offers_what_to_add(driver):
    driver.context.open_client(driver.ids[1], "overview")
    driver.wait(60)
    assert {"Add a commitment", "Add a person", "Add a count of rights"} <= driver.names()
    for code in ("timeline", "financials", "documents"):
        show(driver, code)
    assert "No fact about this client has a source yet." in texts(driver)


def test_a_tick_asks_for_the_result_and_undo_brings_the_promise_back(driver):
    assert any("late" in words for words in texts(driver))
    driver.click("Close: Purchase contract")
    driver.press("Ctrl+Return")
    assert driver.sheet() is not None  # without a result nothing is closed
    driver.fill("How it was done", "Signed by the supplier")
    driver.press("Ctrl+Return")
    driver.wait(60)
    kept = next(one for one in rows(driver, Promise) if one.side == "theirs")
    assert (kept.status, kept.result, kept.done_on) == ("done", "Signed by the supplier", TODAY)
    assert "Purchase contract" not in texts(driver)
    driver.context.undo()
    driver.wait(60)
    assert "Purchase contract" in texts(driver)


def test_a_promise_is_moved_dropped_and_added(driver):
    ours = next(one for one in rows(driver, Promise) if one.side == "ours")
    driver.context.open_sheet("promise", promise_id=ours.id, step="move")
    driver.fill("New day", "+10")
    driver.press("Ctrl+Return")
    driver.context.open_sheet("promise", promise_id=ours.id, step="drop")
    driver.fill("Why it is dropped", "They chose another bank")
    driver.press("Ctrl+Return")
    driver.context.open_sheet("promise", firm_id=driver.ids[0])
    driver.fill("What is promised", "Brochure")
    driver.fill("Who will do it", "Li Wen")
    driver.fill("Due", "+5")
    driver.press("Ctrl+Return")
    found = {one.text: one for one in rows(driver, Promise)}
    assert (found["Term sheet"].status, found["Term sheet"].due_on) == ("cancelled", TODAY + timedelta(days=10))
    assert found["Brochure"].due_on == TODAY + timedelta(days=5)


def test_a_fact_is_added_and_shows_on_the_page(driver):
    driver.context.open_sheet("fact", firm_id=driver.ids[0], fact_kind="ip_count")
    driver.fill("Type in the words of the report", "utility patents")
    driver.fill("How many", "320")
    driver.fill("Citation", "Annual report")
    driver.press("Ctrl+S")
    driver.wait(60)
    assert driver.sheet() is None
    assert any(name.startswith("utility patents, Annual report") for name in driver.names())


def test_a_fact_that_cannot_be_read_stays_in_the_sheet(driver):
    driver.context.open_sheet("fact", firm_id=driver.ids[0], fact_kind="overseas")
    driver.fill("Country", "Hungary")
    driver.press("Ctrl+Return")
    assert driver.sheet() is not None
    driver.fill("Country", "HU")
    driver.press("Ctrl+Return")
    assert driver.sheet() is None


def test_figures_are_typed_and_what_follows_is_shown_at_once(driver):
    driver.context.open_sheet("snapshot", firm_id=driver.ids[0])
    driver.fill("Revenue", "268m")
    driver.fill("R&D spend", "37.8m")
    assert "14.1%" in texts(driver)
    driver.fill("Total assets", "341m")
    driver.fill("Total liabilities", "100m")
    driver.fill("Net assets", "100m")
    assert any(
        label.text().startswith("Total assets differ") for label in driver.visible() if isinstance(label, PlainLabel)
    )
    driver.press("Ctrl+Return")
    stored = rows(driver, FinancialSnapshot)
    assert [one.revenue for one in stored] == [Money.of(268_000_000)]
    assert stored[0].cash is None
    show(driver, "financials")
    table = driver.page()._tabs["financials"].figures.findChild(QAbstractScrollArea)
    model = table.model()
    assert [model.index(0, column).data() for column in (0, 1)] == ["Revenue", "268.0"]


def test_pasted_figures_ask_for_the_unit_and_fill_the_form(driver, qapp):
    driver.context.open_sheet("snapshot", firm_id=driver.ids[0])
    sheet = driver.sheet()
    sheet.show_paste()
    driver.wait()
    panel = sheet._paste
    panel._area.set_text("营业收入\t26,800\n净利润\t(1,960)")
    panel._read()
    assert not panel._take.isEnabled()  # 元 or 万元? Nothing is guessed.
    panel._unit.set_code("10000")
    panel._take.click()
    driver.press("Ctrl+Return")
    stored = rows(driver, FinancialSnapshot)[0]
    assert (stored.revenue, stored.net_profit) == (Money.of(268_000_000), Money.of(-19_600_000))


def test_a_restatement_keeps_the_former_figures(driver):
    driver.context.do(_add_snapshot, driver.ids[0], label="Add", quiet=True)
    before = rows(driver, FinancialSnapshot)[0]
    driver.context.open_sheet("snapshot", firm_id=driver.ids[0], snapshot_id=before.id)
    driver.click("Restated by the client")
    driver.fill("Revenue", "270m")
    driver.press("Ctrl+Return")
    found = {one.revenue: one for one in rows(driver, FinancialSnapshot)}
    assert found[Money.of(270_000_000)].supersedes == before.id
    assert Money.of(268_000_000) in found


def _add_snapshot(store, firm_id):
    store.add(FinancialSnapshot(firm_id=firm_id, period_end=date(2024, 12, 31), revenue=Money.of(268_000_000)))


def test_the_stream_is_read_fifty_at_a_time_searched_and_opened_with_enter(driver):
    show(driver, "timeline")
    tab = driver.page()._tabs["timeline"]
    events = [row.event for row in _stream(tab) if row.event]
    assert len(events) == 50
    assert tab.model.found.total > 50
    driver.press("Ctrl+F")
    driver.type("number 55 ")
    driver.wait(60)
    assert [row.event.text for row in _stream(tab) if row.event] == ["Call number 55 about wafers"]
    driver.press("Down", "Return")
    driver.wait(60)
    assert driver.sheet() is not None


def test_a_month_of_the_histogram_is_reached_even_where_it_was_not_read_yet(driver):
    show(driver, "timeline")
    tab = driver.page()._tabs["timeline"]
    oldest = tab.model.found.months[0][:2]
    tab.months.month_chosen.emit(*oldest)
    driver.wait()
    assert tab.view.currentIndex().data(ROW).event is not None
    assert not tab.model.canFetchMore(tab.view.rootIndex())


def _stream(tab):
    return [tab.model.index(at).data(ROW) for at in range(tab.model.rowCount())]


def test_the_head_shrinks_to_a_line_while_the_tab_is_scrolled(driver):
    show(driver, "timeline")
    bar = driver.page()._tabs["timeline"].view.verticalScrollBar()
    bar.setValue(400)
    driver.wait()
    assert driver.page()._head.is_compact()
    bar.setValue(0)
    driver.wait()
    assert not driver.page()._head.is_compact()


def test_another_client_begins_at_its_top_and_the_first_is_found_where_it_was_left(driver):
    bar = driver.page().findChildren(QAbstractScrollArea)[0].verticalScrollBar()
    bar.setValue(400)
    left = bar.value()
    assert left > 0
    driver.context.open_client(driver.ids[1])
    driver.wait(50)
    assert bar.value() == 0
    assert not driver.page()._head.is_compact()
    driver.context.open_client(driver.ids[0])
    driver.wait(50)
    assert bar.value() == left


def test_a_change_of_another_client_reads_nothing_again(driver, monkeypatch):
    seen = []
    monkeypatch.setattr(driver.page(), "refresh", lambda: seen.append(True))
    driver.context.do(firms.change_firm, driver.ids[1], label="Change", summary="Lenses")
    assert seen == []
    driver.context.do(firms.change_firm, driver.ids[0], label="Change", summary="Sensors")
    assert seen == [True]


def test_a_removed_client_leaves_a_sentence_and_undo_brings_it_back(driver):
    driver.context.open_client(driver.ids[1])
    driver.context.run("client.remove")
    driver.wait()
    assert "This client is not in the book" in texts(driver)
    driver.context.undo()
    driver.wait()
    assert driver.heading() == "Quiet Optics"


def test_a_later_stage_opens_the_move_and_a_past_one_the_stream(driver, monkeypatch):
    asked = []
    driver.context.sheet_requested.connect(lambda kind, args: asked.append((kind, args.get("stage"))))
    driver.page()._head.stage_chosen.emit("expansion")
    assert asked == [("stage_move", "expansion")]
    driver.page()._head.past_chosen.emit("growth")
    assert driver.page().state()["tab"] == "timeline"


def test_a_book_open_for_reading_locks_the_sheets(book, qapp):
    import rmapp.services.books as service

    writer = service.open_book(book, "correct horse battery staple", clock=CLOCK)
    reader = service.open_book(book, "correct horse battery staple", read_only=True, clock=CLOCK)
    with opened() as driver:
        driver.context.use_book(reader)
        ids = driver.context.ask(_ids)
        driver.context.open_client(ids[0])
        driver.wait(60)
        ticks = [each for each in driver.visible() if each.accessibleName() == "Close: Purchase contract"]
        assert [tick.isEnabled() for tick in ticks] == [False]
        driver.context.open_sheet("fact", firm_id=ids[0])
        driver.wait()
        assert not driver.sheet().saver.isEnabled()
        driver.press("Escape")
    writer.close()


def test_narrow_windows_put_the_facts_under_the_name(book, qapp):
    with opened(book, size=(1200, 760)) as driver:
        ids = driver.context.ask(_ids)
        driver.context.open_client(ids[0])
        driver.wait(60)
        head = driver.page()._head._large
        assert head._outstanding.mapTo(head, head._outstanding.rect().topLeft()).y() > head._name.height()
        driver.window.resize(1500, 800)
        driver.wait(60)
        assert head._outstanding.mapTo(head, head._outstanding.rect().topLeft()).y() < head._name.height()
        assert head.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize(("code", "city", "said"), [("330106", "Hangzhou", "Hangzhou"), ("330106", "", "330106")])
def test_a_district_that_is_not_in_the_list_of_regions_is_no_obstacle(driver, code, city, said):
    firm = driver.context.ask(lambda store: store.all(Firm))[0]
    driver.context.do(lambda store: store.change(Firm, firm.id, region_code=code, city=city), label="Move")
    driver.context.open_page("client", firm_id=firm.id, tab="overview")
    driver.wait()
    assert said in [label.text() for label in driver.labels()]
