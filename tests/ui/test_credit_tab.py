"""The Credit tab: how figures were computed, which limit binds, the balance on a day, what stays on a refresh."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout

from rmapp.domain.explanation import Explanation, Step
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services.origination import facilities
from rmapp.ui import messages
from rmapp.ui.tabs.credit import CreditTab
from rmapp.ui.tabs.facility_cards import FacilityCard
from rmapp.ui.tabs.group_limit_card import GroupLimitCard
from rmapp.ui.widgets.how_computed import FigureButton, HowComputed, in_words
from tests.books import add_firm, new_book
from tests.credit_group import add_line, add_worked_group, m
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def user(qapp, tmp_path):
    new_book(tmp_path).close()
    with opened(tmp_path / "book") as driver:
        yield driver


def done(user, verb, *args):
    return user.context.do(verb, *args, label="Prepared", quiet=True).result


@pytest.fixture
def group(user):
    return done(user, add_worked_group)


def tight_group(store):
    return add_worked_group(store, 120)


def show(user, firm_id):
    user.context.open_client(firm_id, "credit")
    user.wait()


def tab(user):
    return user.page().findChild(CreditTab)


def said(user):
    return [label.text() for label in user.labels()]


def figure(user, name):
    return next(one for one in user.visible() if isinstance(one, FigureButton) and one.accessibleName() == name)


def popup():
    window = QApplication.activePopupWidget()
    assert isinstance(window, HowComputed)
    return window


def press_popup(user, key):
    QTest.keyClick(QApplication.focusWidget() or popup(), key)
    user.wait()


def test_a1_can_be_drawn_by_20_million_bound_by_the_line(user, group):
    show(user, group.firms["A"])
    assert tab(user).chosen() == group.lines["A1"]
    assert "¥20.0m can be drawn, bound by the line." in said(user)
    card = next(one for one in user.visible() if isinstance(one, FacilityCard))
    assert card.accessibleName() == "Working capital loan, ¥60.0m, drawn 40.0, free 20.0"


def test_with_a_group_limit_of_120_million_the_group_leaves_a1_9_9204_million(user):
    group = done(user, tight_group)
    show(user, group.firms["A"])
    assert "free 20.0; the group limit leaves 9.9" in said(user)
    card = next(one for one in user.visible() if isinstance(one, FacilityCard))
    assert card.accessibleName().endswith("free 20.0, the group limit leaves 9.9")
    figure(user, "Can be drawn: ¥9.9m").click()
    user.wait()
    assert "9,920,400.00" in popup().accessibleDescription()
    assert "The group limit binds." in popup().accessibleDescription()
    press_popup(user, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_a_draw_down_is_held_to_what_the_group_limit_leaves(user):
    group = done(user, tight_group)
    show(user, group.firms["A"])
    tab(user)._focus_card()
    user.press("d")
    user.fill("Amount", "15m")
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert any("9,920,400" in text or "9.92 million" in text or "9.9204 million" in text for text in said(user))
    user.fill("Amount", "9,920,400")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert "free 10.1; the group limit leaves 0.0" in said(user)


def test_the_question_mark_walks_through_the_figures_of_the_selected_line(user, group):
    show(user, group.firms["A"])
    tab(user)._focus_card()
    user.press("?")
    assert popup().accessibleName() == "How computed: Can be drawn under all limits"
    press_popup(user, Qt.Key.Key_Right)
    assert popup().accessibleName() == "How computed: Utilisation"
    assert "66.7%" in popup().accessibleDescription()
    for _step in range(9):
        press_popup(user, Qt.Key.Key_Left)
    assert popup().accessibleName() == "How computed: Outstanding"
    assert "is Outstanding, 40,000,000.00" in popup().accessibleDescription()
    press_popup(user, Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None


def test_every_figure_of_the_tab_opens_its_sum(user, group):
    show(user, group.firms["A"])
    figures = [one for one in user.visible() if isinstance(one, FigureButton)]
    assert len(figures) > 15
    assert all(one.toolTip() == "How computed" for one in figures)
    for one in figures:
        one.click()
        user.wait()
        assert popup().accessibleDescription()
        popup().close()
    user.wait()


def test_the_sums_of_the_firm_are_those_of_the_worked_example(user, group):
    show(user, group.firms["A"])
    assert figure(user, "Use of limits: ¥54.0m").isEnabled()
    (limit,) = [one for one in user.visible() if isinstance(one, GroupLimitCard)]
    assert limit.accessibleName() == "GL-1"
    assert figure(user, "Left: ¥89.9m").isEnabled()
    assert "parts over-allocated by ¥30.0m, they share the room" in said(user)


def test_only_figures_of_the_selected_card_are_in_the_order_of_tab(user, group):
    show(user, group.firms["A"])
    first, second = [one for one in user.visible() if isinstance(one, FacilityCard)]
    policies = {one.isChecked(): one._parts[0].focusPolicy() for one in (first, second)}
    assert policies == {True: Qt.FocusPolicy.StrongFocus, False: Qt.FocusPolicy.ClickFocus}
    first.setFocus()
    user.press("Down")
    assert second._parts[0].focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert first._parts[0].focusPolicy() == Qt.FocusPolicy.ClickFocus


def over_drawn(store):
    firm = add_firm(store, "超额科技")
    add_line(store, firm.id, 10, [("disbursement", 12)])
    return firm.id


def test_more_than_the_limit_is_shown_and_not_clamped(user):
    show(user, done(user, over_drawn))
    assert any(name.endswith("drawn 12.0, over by 2.0") for name in user.names())
    assert "Utilisation: 120.0%, over the limit" in user.names()


def hostile(store):
    firm = add_firm(store, "<b>&恶意</b>")
    line = add_line(store, firm.id, 10, [("disbursement", 4)], reference_no="<b>&1</b>", note="<img src=x>")
    return firm.id, line.id


def test_names_that_look_like_markup_are_shown_as_typed(user):
    firm_id, _line = done(user, hostile)
    show(user, firm_id)
    assert "<img src=x>" in said(user)
    figure(user, "Outstanding: ¥4.0m").click()
    user.wait()
    popup().close()
    figure(user, "Total limit: ¥10.0m").click()
    user.wait()
    assert "<b>&1</b>" in popup().accessibleDescription()
    popup().close()


def one_prospect(store):
    firm = add_firm(store, "潜在客户")
    store.add(Facility(firm_id=firm.id, facility_type="working_capital_loan", status="draft"))
    return firm.id


def test_a_prospect_line_without_limit_invents_no_figure(user):
    show(user, done(user, one_prospect))
    figures = [one.accessibleName() for one in user.visible() if isinstance(one, FigureButton)]
    assert figures == []
    assert "Working capital loan, not known, Draft" in user.names()
    assert user.nameless() == []


def test_a_client_without_lines_still_has_its_signals_and_other_lenders(user):
    show(user, done(user, add_firm, "空白科技").id)
    assert {"No credit line yet", "Other lenders", "Warning signals"} <= set(said(user))


def twelve_lines(store):
    firm = add_firm(store, "十二线科技")
    uses = ["active"] * 5 + ["approved"] * 2 + ["proposed"] * 2 + ["draft", "closed", "expired"]
    for number, status in enumerate(uses, start=1):
        add_line(store, firm.id, number, status=status, reference_no=f"L-{number}")
    return firm.id


def test_twelve_lines_stand_apart_by_use_and_a_refresh_keeps_the_place(user):
    firm_id = done(user, twelve_lines)
    show(user, firm_id)
    heads = ["In use", "Approved, not in use", "Proposed", "Drafted or talked about", "Ended"]
    side = [label.text() for label in user.labels() if tab(user)._side.isAncestorOf(label)]
    assert [text for text in side if text in heads] == heads
    cards = [one for one in user.visible() if isinstance(one, FacilityCard)]
    assert len(cards) == 12
    cards[0].setFocus()
    for _step in range(5):
        user.press("Down")
    chosen = tab(user).chosen()
    bar = tab(user)._scroll.verticalScrollBar()
    bar.setValue(240)
    done(user, lambda store: store.change(Firm, firm_id, city="Hangzhou"))
    user.wait(60)
    assert (tab(user).chosen(), bar.value()) == (chosen, 240)
    focus = QApplication.focusWidget()
    assert isinstance(focus, FacilityCard)
    assert focus.facility_id == chosen


def dated_line(store):
    firm = add_firm(store, "台账科技")
    line = add_line(store, firm.id, 50)
    entries = (("disbursement", 30, date(2025, 6, 5)), ("principal_repayment", 5, date(2025, 9, 1)))
    for kind, amount, day in entries:
        store.add(LedgerEntry(facility_id=line.id, kind=kind, amount=m(amount), value_on=PartialDate.of(day)))
    return firm.id


def test_the_balance_of_a_past_day_is_shown_and_an_unreadable_day_is_said(user):
    show(user, done(user, dated_line))
    assert "CNY 25,000,000.00" in said(user)
    user.fill("Balance on", "2025-08-31")
    assert "CNY 30,000,000.00" in said(user)
    user.fill("Balance on", "2025-06-04")
    assert "CNY 0.00" in said(user)
    user.fill("Balance on", "no day at all")
    user.press("Tab")
    assert any("no day at all" in text for text in said(user))


def test_a_reversed_entry_stays_visible_and_the_balance_follows(user):
    show(user, done(user, dated_line))
    line = tab(user).chosen()
    entry = next(
        one for one in user.context.ask(lambda store: store.all(LedgerEntry, facility_id=line)) if one.amount == m(5)
    )
    done(user, facilities.reverse_entry, entry.id, "Booked twice")
    user.wait()
    assert "taken back: Booked twice" in said(user)
    assert "CNY 30,000,000.00" in said(user)


def test_the_lines_and_the_ledger_are_exported_as_typed_numbers(user, tmp_path, monkeypatch):
    group = done(user, tight_group)
    show(user, group.firms["A"])
    for name, expected in (("Export the lines", 9_920_400), ("Export the ledger", 40_000_000)):
        target = tmp_path / f"{expected}.xlsx"
        monkeypatch.setattr(messages, "save_file", lambda *_args, target=target, **_kw: target)
        user.click(name)
        sheet = openpyxl.load_workbook(target).active
        assert expected in [cell.value for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize(("size", "direction"), [((1240, 800), "TopToBottom"), ((1440, 900), "LeftToRight")])
def test_a_narrow_window_has_one_column(user, group, size, direction):
    show(user, group.firms["A"])
    user.window.resize(*size)
    user.wait(60)
    assert tab(user)._row.direction() == QBoxLayout.Direction[direction]
    next(one for one in user.visible() if isinstance(one, FacilityCard)).click()
    user.wait(60)
    scrolled = tab(user)._scroll.verticalScrollBar().value()
    assert (scrolled > 0) == (direction == "TopToBottom")
    assert tab(user).width() >= tab(user)._columns.width()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_figure_is_cut_in_either_language(qapp, tmp_path, language):
    workspace = new_book(tmp_path)
    group = workspace.do(tight_group, label="Prepared").result
    workspace.close()
    with opened(tmp_path / "book", language=language, size=(1366, 768)) as user:
        show(user, group.firms["A"])
        for one in user.visible():
            if isinstance(one, FigureButton):
                assert one.width() >= one.sizeHint().width() - 1, one.accessibleName()
        cards = [one for one in user.visible() if isinstance(one, FacilityCard)]
        assert all(part.geometry().right() <= card.width() for card in cards for part in card._parts)


def test_an_explanation_is_told_with_its_signs():
    explained = Explanation(
        "Free",
        (
            Step("Limit", m(60), ""),
            Step("Drawn", m(40), "-", "of two lines"),
            Step("Factor of 100%", None, "x"),
            Step("Held", None, "-"),
            Step("Free", None, "="),
        ),
        None,
        "not known",
        "Nobody told.",
    )
    assert in_words(explained).splitlines() == [
        "Limit, 60,000,000.00",
        "less Drawn, 40,000,000.00, of two lines",
        "times Factor of 100%",
        "less Held, not known",
        "is Free, not known",
        "Nobody told.",
    ]


def test_amounts_of_two_currencies_carry_theirs():
    explained = Explanation("Sum", (Step("A", m(1, "USD"), ""), Step("B", m(2), "+")), Money.zero("CNY"), "")
    assert in_words(explained).splitlines() == ["A, USD 1,000,000.00", "plus B, CNY 2,000,000.00"]


def test_the_keys_of_the_line_act_wherever_on_the_page_the_focus_is(user, group):
    user.context.open_client(group.firms["A"])
    user.press("Ctrl+Tab", "Ctrl+Tab")
    assert tab(user).isVisible()
    assert not tab(user).isAncestorOf(QApplication.focusWidget())
    user.press("?")
    press_popup(user, Qt.Key.Key_Escape)
    user.press("E")
    assert user.sheet().accessibleName() == "Edit credit line"
    user.press("Esc")
    user.press("D")
    assert user.sheet().accessibleName() == "Record draw-down"
    user.press("Esc")
    user.context.open_client(group.firms["B"], "credit")
    user.press("E")
    assert user.sheet().accessibleName() == "Edit credit line"


def test_nothing_is_drawn_or_repaid_on_an_umbrella_limit(user):
    def umbrella(store):
        firm_id = add_firm(store, "示例").id
        above = add_line(store, firm_id, 50, facility_type="comprehensive_limit")
        add_line(store, firm_id, 40, [("disbursement", 37)], parent_id=above.id)
        return firm_id, above.id

    firm_id, above = done(user, umbrella)
    show(user, firm_id)
    tab(user).restore({"line": above})
    user.wait()
    assert figure(user, "Outstanding: ¥37.0m")
    assert not {"Record draw-down", "Record repayment"} & user.names()


def test_a_line_of_which_nothing_can_be_drawn_says_why(user):
    def lines(store):
        firm_id = add_firm(store, "示例").id
        gone = add_line(store, firm_id, 90, [("disbursement", 90), ("principal_repayment", 27)], revolving=False)
        full = add_line(store, firm_id, 20, [("disbursement", "20.4")])
        return firm_id, gone.id, full.id

    firm_id, gone, full = done(user, lines)
    show(user, firm_id)
    for line, why in (
        (gone, "CNY 90 million of the limit of CNY 90 million was drawn, and what is repaid cannot be drawn again."),
        (full, "the limit is CNY 20 million."),
    ):
        tab(user).restore({"line": line})
        user.wait()
        assert f"Nothing can be drawn: {why}" in said(user)
