"""The products of a client on screen: matched, put off, offered again, proposed; with the keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from rmapp.domain.assessment import RiskFlag
from rmapp.domain.facility import Facility
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.stage import StageEvent
from rmapp.services import matching
from rmapp.settings import Settings
from rmapp.ui.pages.code_lists_card import CodeListsCard
from rmapp.ui.pages.matrix import MatrixPage
from rmapp.ui.pages.matrix_side import CellCard
from rmapp.ui.tabs.product_row import ProductRow, _picked
from rmapp.ui.tabs.product_side import WhyCard
from rmapp.ui.tabs.products import ProductsTab
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.matrix_grid import MatrixGrid
from rmapp.ui.widgets.rule_grid import RuleGrid
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def user(qapp, tmp_path):
    workspace = new_book(tmp_path)
    firm_id = workspace.do(add_firm, label="Add a firm").result.id
    founder = Person(name="示例人物", degree="doctor")
    facts = (
        StageEvent(firm_id=firm_id, to_stage="rd_seed", effective_on=PartialDate("2024")),
        founder,
        Role(person_id=founder.id, firm_id=firm_id, role="founder"),
        RiskFlag(firm_id=firm_id, flag="overdue_now", found_on=date(2025, 1, 1), cleared_on=date(2025, 2, 1)),
    )
    workspace.do(type(workspace.store).add_many, facts, label="Facts")
    workspace.close()
    with opened(tmp_path / "book") as driver:
        driver.firm = firm_id
        driver.context.open_page("client", firm_id=firm_id, tab="products")
        driver.wait()
        yield driver


def rows(user):
    user.wait()
    tab = user.window.findChild(ProductsTab)
    return {row.match.product.code: row for row in tab.findChildren(ProductRow) if row.isVisible()}


def test_products_that_fit_stand_first_and_the_others_on_request(user):
    shown = rows(user)
    assert next(iter(shown)) == "P01"
    assert {row.match.result for row in shown.values()} == {"eligible", "possible"}
    assert user.nameless() == []
    user.click("All, with why not")
    assert {row.match.result for row in rows(user).values()} == {"eligible", "possible", "not_eligible"}


def test_the_rules_of_the_chosen_product_stand_at_the_side(user):
    other = rows(user)["P03"]
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Return)
    user.wait()
    words = [label.text() for label in user.labels()]
    assert "Granted patents of all types" in words
    assert "One of these is enough:" in words


def test_a_card_names_each_fact_once_and_what_decides_first(user):
    for row in rows(user).values():
        labels = [line.label for line in _picked(row.match)]
        assert len(labels) == len(set(labels))
    card = _picked(rows(user)["P03"].match)
    assert next(line.mark for line in card if not line.is_preferred) == "unknown"
    talent = [line.field for line in _picked(rows(user)["P01"].match) if not line.is_preferred]
    assert "founder_phd_or_senior" in talent
    assert "talent_programme" not in talent, "the doctorate is enough, so nobody has to ask for the other one"


def test_a_product_that_is_asked_for_is_shown_whatever_its_result(user):
    user.context.open_page("client", firm_id=user.firm, tab="products", product="P30")
    assert rows(user)["P30"].match.result == "not_eligible"
    user.wait(50)
    assert not rows(user)["P30"].visibleRegion().isEmpty()
    assert "Group treasury and technology bonds" in [
        label.text() for label in user.window.findChild(WhyCard).findChildren(PlainLabel)
    ]


def test_the_rows_are_walked_by_keys_and_a_change_leaves_the_list_where_it_is(user):
    shown = rows(user)
    first, second = list(shown.values())[:2]
    first.setFocus()
    user.press("Down")
    assert user.focus() == second.match.product.label.text()
    user.press("K")
    assert user.focus() == first.match.product.label.text()
    user.click("All, with why not")
    bar = user.window.findChild(ProductsTab)._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    user.wait()
    place = bar.value()
    user.context.do(matching.mention, user.firm, "P10", label="Mention")
    user.wait(20)
    assert bar.value() == place > 0


def test_the_rules_are_edited_in_the_code_lists_of_the_settings(user):
    user.click("Edit the rules")
    user.wait(50)
    card = user.window.findChild(CodeListsCard)
    assert user.code() == "settings"
    assert not card.visibleRegion().isEmpty()


def test_put_off_with_a_reason_and_offered_again(user):
    user.click("Not now…: Talent loan")
    sheet = user.sheet()
    user.press("Ctrl+Return")
    assert user.sheet() is sheet, "a reason is required"
    user.fill("Why", "Wants no debt now")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert "P01" not in rows(user)
    assert any("Wants no debt now" in label.text() for label in user.labels())
    user.click("Offer again: Talent loan")
    assert "P01" in rows(user)


def test_proposed_in_one_step_with_a_line_to_open(user):
    user.click("Propose: Talent loan")
    (line,) = user.context.workspace.store.all(Facility, firm_id=user.firm)
    assert (line.status, line.facility_type) == ("proposed", "talent_loan")
    assert "Proposed: Talent loan" in user.toast()
    assert user.focus() == "Talent loan", "the row that was acted on keeps the focus"
    user.click("Log the reply…: Talent loan")
    user.fill("Why", "Too dear")
    user.press("Ctrl+Return")
    found = next(one for one in user.context.ask(matching.match_firm, user.firm) if one.product.code == "P01")
    assert (found.decision.answer, found.decision.reason) == ("declined", "Too dear")


def test_a_line_that_was_declined_lets_the_product_be_proposed_again(user):
    user.click("Propose: Talent loan")
    (line,) = user.context.ask(lambda store: store.all(Facility))
    user.context.do(lambda store: store.change(Facility, line.id, status="declined"), label="Declined")
    user.wait()
    assert [act for act, _word, _kind in rows(user)["P01"]._acts()] == ["put_off", "propose"]
    user.click("Propose: Talent loan")
    assert len(user.context.ask(lambda store: store.all(Facility))) == 2


def test_a_scenario_narrows_the_list(user):
    tab = user.window.findChild(ProductsTab)
    before = set(rows(user))
    tab._scenarios.set_code("S02")
    tab._scenarios.changed.emit("S02")
    assert set(rows(user)) < before
    assert set(rows(user)) <= {"P01", "P02"}


def test_the_overview_leads_to_the_products(user):
    user.context.open_page("client", firm_id=user.firm, tab="overview")
    user.wait()
    buttons = [each for each in user.visible() if each.objectName() == "P01"]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    user.wait()
    assert user.window.findChild(ProductsTab).isVisible()


def test_the_matrix_of_a_client_is_walked_by_keys(user):
    user.click("Scenarios and products")
    grid = user.window.findChild(MatrixGrid)
    assert grid.current() == ("S01", "P01")
    grid.setFocus()
    user.press("Down")
    assert grid.current() == ("S02", "P01")
    user.press("Right", "Right")
    assert grid.current() == ("S02", "P02")
    assert "Talent venture, Talent growth loan" in grid.accessibleDescription()
    words = [label.text() for label in user.window.findChild(CellCard).findChildren(PlainLabel)]
    assert any(word.startswith(("To ask: ", "Why not: ")) for word in words)
    user.context.do(matching.mention, user.firm, "P01", label="Mention")
    user.wait()
    grid.choose("S02", "P01")
    user.wait()
    assert "Mentioned" in [label.text() for label in user.window.findChild(CellCard).findChildren(PlainLabel)]
    assert user.nameless() == []


def test_the_matrix_of_the_book_counts_who_was_never_spoken_to(user):
    user.context.open_page("matrix")
    page = user.window.findChild(MatrixPage)
    user.wait(50)
    assert page.footer_text() == "1 client counted"
    (gap,) = page._coverage.gaps(1)
    assert page.grid.current() == (gap.scenario, gap.product), "the largest gap is shown first"
    page.grid.choose("S01", "P01")
    user.wait()
    words = [label.text() for label in user.labels()]
    assert "Fits, never discussed: 1" in words
    user.context.do(matching.mention, user.firm, "P01", label="Mention")
    user.wait(50)
    page.grid.choose("S01", "P01")
    user.wait()
    assert "Mentioned: 1" in [label.text() for label in user.labels()]


def test_a_requirement_that_is_cut_is_told_whole(user, monkeypatch):
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: said.append(text))
    grid = next(iter(rows(user).values())).findChild(RuleGrid)
    for point in (QPoint(4, 4), QPoint(grid.width() - 4, 4)):
        QApplication.sendEvent(grid, QHelpEvent(QEvent.Type.ToolTip, point, grid.mapToGlobal(point)))
    assert len(said) == len(set(said)) == 2
    assert all("not known" in text or "met" in text for text in said)


def test_with_large_type_the_rules_stand_below_the_list(qapp, tmp_path):
    workspace = new_book(tmp_path)
    firm = workspace.do(add_firm, label="Add a firm").result.id
    workspace.close()
    large = Settings(language="en", theme="light", reduced_motion=True, text_factor=2.0)
    with opened(tmp_path / "book", size=(1120, 680), settings=large) as user:
        user.context.open_page("client", firm_id=firm, tab="products")
        user.wait(20)
        tab = user.window.findChild(ProductsTab)
        assert tab._scroll.isAncestorOf(tab.why)
        card = next(iter(rows(user).values()))
        assert card.width() >= card.minimumSizeHint().width()
        card.setFocus()
        user.press("Return")
        assert not tab.why.visibleRegion().isEmpty()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_order_of_the_list_is_read_whole_on_a_small_screen(qapp, tmp_path, language):
    workspace = new_book(tmp_path)
    firm = workspace.do(add_firm, label="Add a firm").result.id
    workspace.close()
    with opened(tmp_path / "book", language=language, size=(1366, 768)) as user:
        user.context.open_page("client", firm_id=firm, tab="products")
        user.wait(20)
        order = user.window.findChild(ProductsTab)._sort
        for code in ("fit", "potential"):
            order.set_code(code)
            assert order.fontMetrics().horizontalAdvance(order.currentText()) <= order.label_room()
