"""The list of clients as its user meets it: find, sort, filter, keep a view, peek, go on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Meeting
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.query import FirmQuery
from rmapp.domain.stage import StageEvent
from rmapp.services.clients import firms, people, views
from rmapp.services.stages import lifecycle
from rmapp.ui.models.column import Column
from rmapp.ui.models.lazy_table import KEPT, ROW_ROLE, WINDOW, LazyTable
from rmapp.ui.pages.saved_views_bar import ALL
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.filter_popup import FilterPopup
from rmapp.ui.widgets.labels import PlainLabel
from tests.books import CLOCK, add_drawn_line, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
TODAY = CLOCK.today()

# English, Chinese, tier, stage, limit and drawn in millions, days to the next promise.
FIRMS = (
    ("Chaosheng Sensors", "潮声传感", "A", "growth", 130, 58, -2),
    ("Heyu Gene", "禾屿基因", "A", "startup", 30, 12, 0),
    ("Tingyu Optics", "汀屿光学", "B", "expansion", 100, 96, 2),
    ("Yunlu Unmanned", "云麓无人", "C", "pre_ipo", 0, 0, 30),
)


def fill(store):
    for english, chinese, tier, stage, limit, drawn, days in FIRMS:
        firm = store.add(Firm(tier=tier, owner=store.actor, relationship_status="client"))
        store.add(FirmName(firm_id=firm.id, kind="legal", lang="zh", text=chinese))
        store.add(FirmName(firm_id=firm.id, kind="legal", lang="en", text=english))
        store.add(StageEvent(firm_id=firm.id, to_stage=stage, effective_on=PartialDate("2025-01")))
        store.add(
            Promise(
                firm_id=firm.id,
                side="theirs",
                text=f"Accounts of {english}",
                owner="Gu Wen",
                due_on=TODAY + timedelta(days=days),
            )
        )
        if limit:
            add_drawn_line(store, firm.id, limit, drawn, date(2026, 6, 30))
    firm = store.add(Firm(owner="Zhou Ning", nature="public_facts"))
    store.add(FirmName(firm_id=firm.id, lang="en", text="Reported Firm"))


def tell_more(store):
    """Add people and a note to the first firm."""
    firm = store.all(Firm)[0]
    person = store.add(Person(name="顾雯", name_latin="Gu Wen"))
    store.add(Role(person_id=person.id, firm_id=firm.id, title="CFO", is_main_contact=True))
    store.add(Meeting(firm_id=firm.id, starts_at="2026-02-20T10:00", summary="Contract draft is with <legal> & co"))


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(fill, label="Fill")
    workspace.do(tell_more, label="Tell")
    workspace.close()
    return tmp_path / "book"


@pytest.fixture
def driver(book, qapp):
    with opened(book) as driver:
        driver.context.open_page("clients")
        driver.wait(200)
        yield driver


def names(driver):
    """Return the names listed, top to bottom."""
    model = driver.page().model
    return [model.row(row).name for row in range(model.rowCount())]


def words(widget):
    return [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()]


def choose_in_menu(text):
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text() == text)
    menu.close()
    action.trigger()


# The model


def numbers(count):
    return [f"{number:06}" for number in range(count)]


@pytest.fixture
def lazy(qapp):
    asked = []

    def fetch(ids):
        asked.append(len(ids))
        return [int(id) for id in ids if id != "000003"]

    columns = (Column("n", "Number", 80, str), Column("twice", "Twice", 80, lambda row: str(row * 2), tip=hex))
    model = LazyTable(columns, fetch, key=lambda row: f"{row:06}", sentence=lambda row: f"The number {row}")
    model.asked = asked
    return model


def test_the_model_keeps_the_rules_of_qt(lazy):
    QAbstractItemModelTester(lazy, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lazy.set_ids(numbers(450))
    lazy.data(lazy.index(449, 1))
    lazy.set_ids(numbers(450))
    lazy.set_ids(numbers(20))
    lazy.set_ids([])
    assert lazy.rowCount() == 0


def test_only_windows_that_are_seen_are_read(lazy):
    lazy.set_ids(numbers(35_000))
    assert lazy.rowCount() == 35_000
    assert lazy.asked == []
    assert lazy.data(lazy.index(34_999, 1)) == "69998"
    assert lazy.data(lazy.index(34_900, 0)) == "34900"
    assert lazy.asked == [WINDOW]


def test_the_cache_of_windows_is_bounded(lazy):
    lazy.set_ids(numbers(WINDOW * (KEPT + 8)))
    for window in range(KEPT + 8):
        lazy.row(window * WINDOW)
    read = len(lazy.asked)
    lazy.row((KEPT + 7) * WINDOW)
    assert len(lazy.asked) == read
    lazy.row(0)
    assert len(lazy.asked) == read + 1


def test_a_row_that_has_gone_is_empty_and_a_row_reads_as_a_sentence(lazy):
    lazy.set_ids(numbers(10))
    assert lazy.data(lazy.index(3, 0)) is None
    assert lazy.data(lazy.index(4, 0), Qt.ItemDataRole.AccessibleTextRole) == "The number 4"
    assert lazy.data(lazy.index(4, 1), Qt.ItemDataRole.ToolTipRole) == "0x4"
    assert lazy.data(lazy.index(4, 1), ROW_ROLE) == 4
    assert lazy.data(QModelIndex()) is None


# The list


def test_the_list_opens_with_the_clients_of_the_user(driver):
    assert names(driver) == [firm[0] for firm in FIRMS]
    assert driver.heading() == "Clients"
    assert driver.page().footer_text() == "4 clients   outstanding ¥166.0m   undrawn ¥94.0m"
    driver.click("Whole book")
    assert "Reported Firm" in names(driver)


def test_every_control_has_a_name(driver):
    assert driver.nameless() == []


@pytest.mark.parametrize("text", ["sens", "潮声", "chaosheng", "cscg"])
def test_a_firm_is_found_by_any_spelling(driver, text):
    driver.press("Ctrl+F")
    driver.type(text)
    driver.wait(60)
    assert names(driver) == ["Chaosheng Sensors"]
    driver.press("Escape")
    driver.wait(60)
    assert len(names(driver)) == len(FIRMS)


def test_down_leaves_the_filter_box_and_enter_opens(driver):
    page = driver.page()
    driver.press("/")
    driver.type("heyu")
    driver.press("Down", "Return")
    assert driver.code() == "client"
    assert driver.page().current_firm() == page.model.id_at(0)
    driver.press("Alt+Left")
    assert names(driver) == ["Heyu Gene"]


def test_letters_move_and_do_not_search(driver):
    table = driver.page().table
    assert table.currentIndex().row() == 0
    driver.press("J", "J")
    assert table.currentIndex().row() == 2
    driver.press("K", "Down", "End")
    assert table.currentIndex().row() == 3
    driver.press("Home")
    assert table.currentIndex().row() == 0


def test_the_list_is_reached_from_any_button(driver):
    driver.click("Whole book")
    assert QApplication.focusWidget() is not driver.page().table
    driver.press("J")
    assert QApplication.focusWidget() is driver.page().table
    assert driver.page().table.currentIndex().row() == 1


def test_a_title_sorts_by_keyboard_and_turns_round(driver):
    page = driver.page()
    header = page.table.horizontalHeader()
    header.setFocus()
    driver.press("Right", "Right", "Right", "Return")
    assert page.query().sort == "outstanding"
    assert names(driver)[0] == "Tingyu Optics"
    driver.press("Space")
    assert names(driver)[0] == "Heyu Gene"
    assert page.model.headerData(3, Qt.Orientation.Horizontal) == "Outstanding"


def test_the_selection_stays_with_its_firm(driver):
    page = driver.page()
    page.table.select(page.model.id_at(2))
    chosen = page.current_firm()
    driver.click("Whole book")
    page.table.sort_asked.emit("tier", True)
    assert page.current_firm() == chosen
    driver.press("/")
    driver.type("yunlu")
    driver.wait(60)
    assert page.current_firm() == page.model.id_at(0)


def test_a_filter_is_ticked_and_taken_away(driver):
    driver.click("Tier")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, FilterPopup)
    boxes = {box.objectName(): box for box in popup._boxes.values()}
    boxes["A"].click()
    driver.wait()
    assert len(names(driver)) == 2
    boxes["B"].click()
    driver.wait()
    assert len(names(driver)) == 3
    popup.close()
    driver.wait()
    chip = driver.page().filter_bar._chips["tiers"]
    assert chip.value() == "A, B"
    chip.setFocus()
    driver.press("Delete")
    assert len(names(driver)) == len(FIRMS)


def test_of_lengths_of_time_only_one_is_chosen(driver):
    driver.click("Maturing")
    popup = QApplication.activePopupWidget()
    popup._boxes["30"].click()
    popup._boxes["180"].click()
    popup.close()
    driver.wait()
    assert driver.page().query().maturing_within_days == 180
    assert len(names(driver)) == 3


def test_a_filter_is_chosen_by_keyboard(driver):
    driver.page().filter_bar._chips["tiers"].setFocus()
    driver.press("Return")
    popup = QApplication.activePopupWidget()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(popup.focusWidget(), key)
    driver.wait()
    assert driver.page().query().tiers == ("C",)
    assert names(driver) == ["Yunlu Unmanned"]


def test_more_filters_are_behind_a_menu(driver):
    driver.click("More")
    choose_in_menu("Relationship")
    popup = QApplication.activePopupWidget()
    popup._boxes["prospect"].click()
    popup.close()
    driver.wait()
    assert driver.page().query().statuses == ("prospect",)
    assert driver.page().filter_bar._chips["statuses"].isVisible()


def test_an_empty_list_names_the_filter_to_drop(driver):
    page = driver.page()
    page._use(FirmQuery(tiers=("A",), stages=("pre_ipo",), text="yunlu"))
    driver.wait(60)
    empty = page.findChild(EmptyState)
    assert empty.isVisible()
    assert empty.accessibleName() == "No client matches these 3 filters"
    assert empty.accessibleDescription() == "1 matches without “Tier A”."
    driver.click("Remove Tier")
    assert names(driver) == ["Yunlu Unmanned"]


def test_an_empty_book_says_how_to_begin(tmp_path, qapp):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as driver:
        driver.context.open_page("clients")
        driver.wait(60)
        empty = driver.page().findChild(EmptyState)
        assert empty.accessibleName() == "There is no client in this book yet"
        assert driver.page().current_firm() is None


# Saved views


def save_view(driver, name):
    driver.page().save_view()
    driver.wait()
    driver.type(name)
    driver.press("Return")
    driver.wait(60)


def test_a_view_keeps_filters_order_and_columns(driver):
    page = driver.page()
    page._use(FirmQuery(tiers=("A",), sort="outstanding", descending=True))
    page.table.toggle_column("contact")
    save_view(driver, "Best clients")
    assert driver.sheet() is None
    kept = driver.context.ask(views.views)[-1]
    assert (kept.name, kept.query.tiers, kept.query.sort) == ("Best clients", ("A",), "outstanding")
    page.show_view(ALL)
    assert "contact" in page.table.shown_columns()
    driver.context.open_page("clients", view=kept.id)
    assert names(driver) == ["Chaosheng Sensors", "Heyu Gene"]
    assert "contact" not in page.table.shown_columns()
    assert page.views_bar.code() == kept.id


def test_a_view_without_a_name_is_refused_beside_the_field(driver):
    save_view(driver, "")
    assert driver.sheet() is not None
    assert "Give the view a name." in words(driver.sheet())
    driver.press("Escape")


def test_a_view_is_renamed_and_removed_and_undo_brings_it_back(driver):
    page = driver.page()
    save_view(driver, "Mine")
    driver.click("More views and what to do with them")
    choose_in_menu("Rename this view")
    driver.wait()
    driver.press("Ctrl+A")
    driver.type("Ours")
    driver.press("Return")
    assert driver.context.ask(views.views)[-1].name == "Ours"
    driver.click("More views and what to do with them")
    choose_in_menu("Remove this view")
    driver.wait()
    assert page.views_bar.code() == ALL
    assert len(driver.context.ask(views.views)) == 5
    driver.press("Ctrl+Z")
    assert driver.context.ask(views.views)[-1].name == "Ours"


# The preview


def test_the_preview_follows_and_leaves_the_focus(driver):
    page = driver.page()
    driver.wait(200)
    assert page.preview.shown() == page.current_firm()
    said = words(page.preview)
    assert "Stage 4 of 8" in said
    assert "Gu Wen 顾雯" in said
    assert "promised for 2 Mar, 2 days late" in said
    driver.press("J")
    driver.wait(200)
    assert page.preview.shown() == page.model.id_at(1)
    assert QApplication.focusWidget() is page.table


@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (1280, 720)])
def test_nothing_in_the_preview_is_wider_than_the_preview(driver, size):
    firm = driver.page().current_firm()
    driver.context.do(people.add_person, firm, "顾雯", title="Chief financial officer of the whole group", label="Add")
    driver.context.do(lifecycle.move_stage, firm, "early_commercial", PartialDate("2019-01"), label="Stage")
    driver.window.resize(*size)
    driver.wait(200)
    pane = driver.page().preview
    assert pane.isVisible()
    for each in pane.findChildren(QWidget):
        if each.isVisible():
            right = each.mapTo(pane, QPoint(each.width(), 0)).x()
            assert right <= pane.width(), (type(each).__name__, right)


def test_space_hides_and_shows_the_preview(driver):
    page = driver.page()
    driver.press("Space")
    assert not page.preview.isVisible()
    driver.press("Space")
    assert page.preview.isVisible()


def test_in_a_narrow_window_the_preview_comes_over_the_list_when_asked(driver):
    page = driver.page()
    driver.window.resize(1200, 760)
    driver.wait()
    assert not page.preview.isVisible()
    wide = page.table.width()
    driver.press("Space")
    assert page.preview.isVisible()
    assert page.table.width() == wide
    driver.press("Escape")
    assert not page.preview.isVisible()


# Coming back, and changes


def test_the_list_is_found_again_as_it_was_left(driver):
    page = driver.page()
    page._use(FirmQuery(tiers=("A", "B"), sort="tier", descending=True))
    page.table.select(page.model.id_at(1))
    chosen, shown = page.current_firm(), names(driver)
    driver.context.open_page("settings")
    page.show_view(ALL)
    driver.press("Alt+Left")
    assert driver.code() == "clients"
    assert names(driver) == shown
    assert page.current_firm() == chosen


def test_a_change_is_listed_at_once_and_undo_takes_it_back(driver):
    page = driver.page()
    page.table.select(page.model.id_at(3))
    driver.context.do(firms.change_firm, page.model.id_at(3), tier="A", label="Edit")
    driver.wait(60)
    assert page.model.row(3).tier == "A"
    assert page.table.currentIndex().row() == 3
    driver.context.undo()
    assert page.model.row(3).tier == "C"


def test_a_row_is_read_as_one_sentence(driver):
    said = driver.page().model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Chaosheng Sensors" in said
    assert "CNY 58,000,000.00" in said
    assert "2 d late" in said


def test_unknown_amounts_say_so(driver):
    page = driver.page()
    driver.click("Whole book")
    row = names(driver).index("Reported Firm")
    assert [page.model.index(row, column).data() for column in (3, 4)] == ["not public", "–"]


def test_enter_after_a_search_ticks_what_was_found(driver):
    driver.page().filter_bar._open_popup("designations", driver.page().filter_bar)
    popup = QApplication.activePopupWidget()
    QTest.keyClicks(popup._search, "high-tech")
    QTest.keyClick(popup._search, Qt.Key.Key_Return)
    driver.wait()
    assert QApplication.activePopupWidget() is None
    assert len(driver.page().query().designations) == 1


def test_the_columns_shown_by_themselves_fit_beside_the_preview(driver):
    for size in ((1366, 768), (1440, 900), (1920, 1080)):
        driver.window.resize(*size)
        driver.wait(200)
        assert driver.page().table.horizontalScrollBar().maximum() == 0, size
