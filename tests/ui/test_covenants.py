"""Covenants on screen: the card, and the sheets that agree, test, waive and cure, by keyboard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLineEdit

from rmapp.services.books import open_book
from rmapp.services.lines import covenants, line_views
from rmapp.ui.tabs.covenant_card import CovenantCard
from rmapp.ui.widgets.chart_card import ChartCard
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.headroom import HeadroomBar, HeadroomChart, HeadroomPoint
from rmapp.ui.widgets.labels import PlainLabel
from tests.books import CLOCK, PASSPHRASE, add_firm, new_book
from tests.driver import opened
from tests.services.test_covenants import NEW_YEARS_EVE, agree, record, state_figures
from tests.services.test_credit import a_line, save

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Case:
    """A book with one line of one firm, filled before the window opens."""

    def __init__(self, folder):
        self.book = new_book(folder)
        self.firm = self.book.do(add_firm, label="Add").result.id
        self.line = save(self.book, a_line(self.firm, reference_no="WC-1")).id
        self.folder = folder / "book"

    def opened(self, **options):
        self.book.close()
        return opened(self.folder, **options)


@pytest.fixture
def case(qapp, tmp_path):
    made = Case(tmp_path)
    yield made
    made.book.close()


def card_of(user, line):
    return CovenantCard(user.context, user.context.ask(line_views.facility_view, line))


def words(widget):
    return [label.text() for label in widget.findChildren(PlainLabel) if label.text()]


def chips(widget):
    return [chip.text() for chip in widget.findChildren(Chip) if type(chip) is Chip]


def views(user, line):
    return user.context.ask(covenants.line_covenants, line)


def choose(user, name, code):
    next(each for each in user.visible() if isinstance(each, Choice) and each.accessibleName() == name).set_code(code)
    user.wait()


def text_of(user, name):
    return next(each for each in user.visible() if isinstance(each, QLineEdit) and each.accessibleName() == name).text()


def test_the_worked_example_of_3_9_is_agreed_and_tested_by_keyboard(case):
    state_figures(case.book, case.firm, total_assets=100, total_liabilities=68, received_on=date(2026, 3, 1))
    with case.opened() as user:
        user.context.open_sheet("covenant", facility_id=case.line)
        user.wait()
        assert user.focus() == "Figure"
        user.press("Tab", "Tab")
        assert user.focus() == "Threshold"
        user.type("65")
        assert (
            "Debt / assets at most 65%, tested yearly; statements due within 120 days, 15 days grace." in user.banners()
        )
        assert any("Last known: 68%" in label.text() for label in user.labels())
        user.fill("First period ends on", "2025-12-31")
        user.press("Ctrl+Return")
        assert user.sheet() is None
        (agreed,) = views(user, case.line)
        assert (agreed.text, agreed.state, agreed.covenant.grace_days) == ("Debt / assets at most 65%", "pending", 15)
        user.context.open_sheet("covenant_test", covenant_id=agreed.covenant.id)
        user.wait()
        assert (user.focus(), text_of(user, "Value")) == ("Value", "68")
        shown = words(user.sheet())
        assert {"≤ 65%", "−4.6%", "proposed: Failed", "30 Apr 2026", "grace to 15 May 2026"} <= set(shown)
        assert any("68% in the statement FY2025" in banner for banner in user.banners())
        user.press("Ctrl+Return")
        signal = "warning signal raised: Covenant failed and not waived"
        assert user.toast() == f"Covenant test recorded: Failed · {signal}"
        (tested,) = views(user, case.line)
        assert (tested.state, tested.last.snapshot_id is not None) == ("failed", True)


def test_the_result_follows_the_value_until_a_person_chooses(case):
    agreed = agree(case.book, case.line)
    state_figures(case.book, case.firm, total_assets=100, total_liabilities=68)
    with case.opened() as user:
        user.context.open_sheet("covenant_test", covenant_id=agreed.id)
        user.wait()
        user.fill("Value", "60")
        user.press("Ctrl+Return")
        (tested,) = views(user, case.line)
        assert (tested.last.result, tested.last.snapshot_id, tested.state) == ("passed", None, "close")
        user.context.open_sheet("covenant_test", covenant_id=agreed.id)
        user.wait()
        assert any("tested already" in banner for banner in user.banners())
        choose(user, "Result", "passed")
        user.fill("Value", "70")
        user.press("Ctrl+Return")
        assert any("Say why the result differs" in label.text() for label in user.labels())
        user.fill("Note", "Adjusted for a sale")
        user.press("Ctrl+Return")
        assert views(user, case.line)[0].last.value == 70


def test_money_and_deliveries_have_fields_of_their_own(case):
    state_figures(case.book, case.firm, cash=47)
    with case.opened() as user:
        user.context.open_sheet("covenant", facility_id=case.line)
        user.wait()
        choose(user, "Figure", "cash")
        choose(user, "Is", ">=")
        assert "Threshold" not in user.names()
        user.fill("Threshold amount", "5000万")
        user.press("Tab")
        assert any(banner.startswith("Cash at least ¥50.0m") for banner in user.banners())
        user.press("Ctrl+Return")
        (cash,) = views(user, case.line)
        assert (cash.covenant.threshold, cash.covenant.ccy) == (50_000_000, "CNY")
        user.context.open_sheet("covenant", covenant_id=cash.covenant.id)
        user.wait()
        assert text_of(user, "Threshold amount") == "50,000,000"
        choose(user, "Kind of covenant", "information")
        assert not {"Figure", "Is", "Threshold amount"} & user.names()
        user.press("Ctrl+Return")
        assert any("Say what has to be delivered" in label.text() for label in user.labels())
        user.fill("What is to be delivered, done or tested", "Audited statements")
        user.press("Ctrl+Return")
        assert views(user, case.line)[0].text == "Audited statements"
        user.context.open_sheet("covenant", covenant_id=cash.covenant.id)
        user.wait()
        user.click("Remove")
        assert views(user, case.line) == ()


def test_a_breach_is_waived_and_cured_from_its_history(case):
    agreed = agree(case.book, case.line)
    record(case.book, agreed, value=Decimal(68))
    with case.opened() as user:
        user.context.open_sheet("covenant_history", covenant_id=agreed.id)
        user.wait()
        assert any("neither waived nor cured; grace to 15 May 2026" in banner for banner in user.banners())
        user.click("Waive")
        assert user.focus() == "Holds until"
        user.press("Ctrl+Return")
        user.fill("Approved by", "Credit committee")
        user.fill("Reason", "New equity")
        user.fill("Holds until", "2026-06-30")
        user.press("Ctrl+Return")
        assert "Waived" in chips(user.sheet())
        assert any("by Credit committee. New equity" in label.text() for label in user.labels())
        user.context.undo()
        user.wait()
        user.click("Cure")
        user.fill("How it was cured", "Repaid CNY 10m")
        user.press("Ctrl+Return")
        assert "Cured" in chips(user.sheet())
        assert any("cured on 4 Mar 2026" in text for text in words(user.sheet()))
        assert user.nameless() == []
        user.context.do(covenants.remove_covenant, agreed.id, label="Remove")
        user.wait()
        assert user.sheet() is None


def test_a_missing_proof_is_waived_from_the_history(case):
    agreed = agree(
        case.book,
        case.line,
        type="information",
        name="Audited statements",
        metric=None,
        threshold=None,
        days_to_deliver=30,
    )
    with case.opened() as user:
        user.context.open_sheet("covenant_history", covenant_id=agreed.id)
        user.wait()
        assert "The proof for 31 Dec 2025 is late; it was due 30 Jan 2026." in user.banners()
        user.click("Waive the missing proof")
        user.fill("Approved by", "Li Wen")
        user.fill("Reason", "Auditor changed")
        user.press("Ctrl+Return")
        assert views(user, case.line)[0].state == "pending"
        user.click("Record a test")
        assert user.focus() == "Proof received on"
        assert any("A person says" in banner for banner in user.banners())


def test_the_headroom_is_drawn_and_read_as_a_table(case):
    agreed = agree(case.book, case.line, frequency="quarterly", first_test_on=date(2025, 3, 31))
    for day, value in ((date(2025, 3, 31), 70), (date(2025, 6, 30), 60), (date(2025, 9, 30), 50)):
        record(case.book, agreed, day, value=Decimal(value))
    record(case.book, agreed, date(2025, 9, 30), value=Decimal(52))
    with case.opened() as user:
        user.context.open_sheet("covenant_history", covenant_id=agreed.id)
        user.wait()
        (card,) = user.sheet().findChildren(ChartCard)
        assert card.chart.table() == [
            ("31 Mar 2025", "70%", "−7.7%", "Failed"),
            ("30 Jun 2025", "60%", "7.7%", "Close"),
            ("30 Sep 2025", "52%", "20.0%", "Pass"),
        ]
        assert "52%" in card.chart.accessibleDescription()
        user.grab()
        user.click("Show as table")
        assert card.shows_table()
        assert any("recorded again later" in text for text in words(user.sheet()))


def test_the_card_says_each_covenant_in_numbers_and_words(case):
    ratio = agree(case.book, case.line, threshold=Decimal(60))
    agree(case.book, case.line, metric="runway_months", operator=">=", threshold=Decimal(6))
    statement = state_figures(
        case.book, case.firm, total_assets=100, total_liabilities=56.8, cash=60, operating_cash_flow=15, capex=3
    )
    record(case.book, ratio, value=Decimal("56.8"), snapshot_id=statement.id)
    ended = agree(case.book, case.line, metric="cash", threshold=Decimal(1))
    case.book.do(covenants.change_covenant, ended.id, active=False, label="End")
    with case.opened() as user:
        card = card_of(user, case.line)
        assert chips(card) == ["Close", "Pending"]
        assert {"56.8%", "next test 31 Dec", "ended"} <= set(words(card))
        bars = [(bar.accessibleName(), bar.accessibleDescription()) for bar in card.findChildren(HeadroomBar)]
        assert bars == [("Headroom", "5.3%"), ("Headroom", "no cash burnt")]
        card.grab()
        rows = [each for each in card.findChildren(object) if each.objectName() == ratio.id]
        assert rows[0].accessibleName() == "Debt / assets ≤ 60%"
        assert rows[0].accessibleDescription() == "Debt / assets at most 60%: 56.8%, headroom 5.3%, Close"
        rows[0].click()
        user.wait()
        assert user.sheet().accessibleName() == "Debt / assets at most 60%"
        card.deleteLater()


def test_an_empty_card_offers_to_add_one(case):
    with case.opened() as user:
        card = card_of(user, case.line)
        assert "No covenant is agreed for this line." in words(card)
        next(each for each in card.findChildren(object) if getattr(each, "label", None) and each.label()).click()
        user.wait()
        assert user.sheet().accessibleName() == "Add a covenant"
        card.deleteLater()


def test_a_book_for_reading_shows_covenants_and_takes_nothing(case):
    agreed = agree(case.book, case.line)
    record(case.book, agreed, value=Decimal(68))
    with case.opened() as user:
        user.context.close_book()
        user.context.use_book(open_book(case.folder, PASSPHRASE, read_only=True, clock=CLOCK))
        user.wait()
        user.context.open_sheet("covenant_history", covenant_id=agreed.id)
        user.wait()
        assert not {"Waive", "Cure"} & user.names()
        user.sheet().dismiss()
        user.wait()
        for kind in ("covenant", "covenant_test"):
            user.context.open_sheet(kind, covenant_id=agreed.id)
            user.wait()
            assert not user.sheet().saver.isEnabled()
            assert any("reading only" in banner for banner in user.banners())
            user.press("Esc")
            assert user.sheet() is None


def test_a_chart_of_one_point_or_none_draws_quietly(page):
    chart = HeadroomChart()
    page.layout().addWidget(chart)
    chart.grab()
    chart.set_points([HeadroomPoint(NEW_YEARS_EVE, 0.0, "60%", "Close")])
    chart.grab()
    bar = HeadroomBar(None, "–")
    page.layout().addWidget(bar)
    bar.grab()
    assert bar.accessibleDescription() == "–"
