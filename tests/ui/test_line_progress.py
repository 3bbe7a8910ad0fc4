"""The way of a line on screen: its steps, its clock, its class, and the signals of its firm, all by keyboard."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import DrawingCondition, Facility, LedgerEntry, Pricing, Security, UseOfProceeds
from rmapp.domain.money import Money
from rmapp.services.early_warning import signals
from rmapp.services.lines.classification import implied_class
from rmapp.services.lines.line_views import facility_view
from rmapp.services.origination import line_status
from rmapp.ui.tabs.line_progress_card import LineProgressCard
from rmapp.ui.tabs.signal_card import SignalCard
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import PlainLabel
from tests.books import NOW, add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TODAY = NOW.date()


class MovingClock:
    """A clock that a test turns."""

    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment.astimezone(UTC)

    def today(self):
        return self.moment.date()


@pytest.fixture
def clock():
    return MovingClock(NOW)


@pytest.fixture
def firm(tmp_path):
    workspace = new_book(tmp_path)
    firm_id = workspace.do(add_firm, label="Add a firm").result.id
    workspace.close()
    return firm_id


@pytest.fixture
def user(qapp, tmp_path, firm, clock):
    with opened(tmp_path / "book", clock=clock) as driver:
        yield driver


def put(user, entity):
    return user.context.do(user.context.workspace.store.__class__.add, entity, label="Add", quiet=True).result


def a_line(user, firm, status, **fields):
    known = {
        "reference_no": "WC-1",
        "limit": Money.of(50_000_000),
        "tenor_months": 12,
        "pricing": Pricing(spread_bp=45),
        "security": (Security(type="unsecured"),),
        "use_of_proceeds": (UseOfProceeds(code="payroll"),),
    }
    return put(user, Facility(firm_id=firm, status=status, **known | fields)).id


def move(user, line, to, on, **fields):
    user.context.do(line_status.set_status, line, to, on=on, label="Move", quiet=True, **fields)


def view(user, line):
    return user.context.ask(facility_view, line)


@pytest.fixture
def shown(user):
    """Put a card over the page, as the tab would, and take it away at the end."""
    made = []

    def show(card):
        card.setParent(user.page())
        card.resize(760, 480)
        card.show()
        user.wait()
        made.append(card)
        return card

    yield show
    for card in made:
        card.hide()
        card.deleteLater()
    user.wait()


def words(card):
    labels = [each.text() for each in card.findChildren(PlainLabel) if each.isVisible()]
    return labels + [each.text() for each in card.findChildren(Chip) if each.isVisible()]


def banners(card):
    return [each.text() for each in card.findChildren(Banner) if each.isVisible()]


def test_the_worked_example_of_the_clock_is_read_on_the_card(user, firm, shown):
    line = a_line(user, firm, "proposed", green_passage=True)
    move(user, line, "in_approval", date(2025, 10, 20))
    move(user, line, "info_requested", date(2025, 10, 22))
    move(user, line, "in_approval", date(2025, 10, 23))
    approval = {"approver": "Committee", "approval_expires_on": date(2026, 4, 24)}
    move(user, line, "approved", date(2025, 10, 24), **approval)
    card = shown(LineProgressCard(user.context, view(user, line)))
    said = "\n".join(words(card))
    assert "Decided within 3 business days" in said
    assert "4 in all, 1 of them paused; 4 days by the calendar." in said
    assert "On target: green passage, 3 business days" in said
    names = [each.accessibleName() for each in card.findChildren(object) if hasattr(each, "accessibleName")]
    assert any("Approved, now, 24 Oct 2025" in name for name in names)


def test_a_running_clock_says_how_many_days_are_left(user, firm, shown):
    line = a_line(user, firm, "in_approval", green_passage=True, submitted_on=date(2026, 3, 2))
    said = "\n".join(words(shown(LineProgressCard(user.context, view(user, line)))))
    assert "In approval for 2 business days" in said
    assert "1 business day left, until 5 Mar 2026" in said


def test_the_worked_example_of_95_days_warns_beside_the_entered_class(user, firm, shown):
    since = TODAY - timedelta(days=94)
    line = a_line(user, firm, "active", loan_class="special_mention", overdue_since=since)
    card = shown(LineProgressCard(user.context, view(user, line)))
    assert "Substandard" in words(card)
    assert any("Implied at least “Substandard”: 95 days overdue" in text for text in banners(card))


def test_a_class_is_entered_by_keyboard(user, firm):
    line = a_line(user, firm, "active")
    user.context.open_sheet("loan_class", facility_id=line)
    user.wait()
    assert user.focus() == "Class"
    user.type("Spec")
    user.press("Tab", "Tab")
    user.type("Committee 3")
    user.press("Ctrl+S")
    facility = view(user, line).facility
    assert (facility.loan_class, facility.loan_class_source) == ("special_mention", "Committee 3")
    assert facility.loan_class_on == TODAY
    assert user.context.ask(implied_class, line).warning == ""


def test_the_status_sheet_offers_possible_steps_and_asks_only_for_what_is_missing(user, firm):
    line = a_line(user, firm, "approved", approver="Committee", approval_expires_on=date(2026, 6, 1))
    user.context.open_sheet("line_status", facility_id=line)
    user.wait()
    target = user.sheet().target
    assert [target.itemData(row) for row in range(target.count())] == ["signed", "withdrawn"]
    assert any("The approval still stands until 1 Jun 2026." in one.text() for one in user.labels())
    user.press("Ctrl+S")
    assert user.sheet().form.field("contract_no").has_error()
    user.fill("Contract number", "K-7")
    user.press("Ctrl+S")
    assert user.sheet() is None
    facility = view(user, line).facility
    assert (facility.status, facility.contract_no, facility.signed_on) == ("signed", "K-7", TODAY)


def test_conditions_are_met_or_waived_in_the_same_sheet(user, firm):
    line = a_line(user, firm, "signed", signed_on=date(2026, 1, 5))
    one = put(user, DrawingCondition(facility_id=line, text="Mortgage registered", blocking=True)).id
    two = put(user, DrawingCondition(facility_id=line, text="Accounts of 2025")).id
    user.context.open_sheet("line_status", facility_id=line)
    user.wait()
    user.fill("Available from", "2026-03-04")
    user.press("Ctrl+S")
    assert user.sheet().form.field(f"met:{one}").has_error()
    user.fill("Met on: Mortgage registered", "2026-03-03")
    user.fill("Or why this condition is waived", "Chair agreed")
    user.press("Ctrl+S")
    assert user.sheet() is None
    first, second = view(user, line).conditions
    assert first.met_on == date(2026, 3, 3)
    assert second.id == two
    assert second.waived_reason == "Chair agreed"
    assert view(user, line).facility.status == "active"


def test_many_conditions_scroll_and_the_one_with_the_message_is_in_view(user, firm):
    line = a_line(user, firm, "signed", signed_on=date(2026, 1, 5), available_from=date(2026, 1, 5))
    ids = [put(user, DrawingCondition(facility_id=line, text=f"Paper {number}")).id for number in range(9)]
    user.context.open_sheet("line_status", facility_id=line)
    user.wait()
    for number in range(8):
        user.fill(f"Met on: Paper {number}", "2026-03-03")
    user.press("Ctrl+S")
    sheet = user.sheet()
    last = sheet.form.field(f"met:{ids[8]}")
    assert last.has_error()
    assert user.focus() == "Met on: Paper 8"
    assert not last.control.visibleRegion().isEmpty()
    user.type("2026-03-03")
    user.press("Ctrl+S")
    assert view(user, line).facility.status == "active"


def test_a_line_without_a_step_offers_none(user, firm):
    user.context.open_sheet("line_status", facility_id=a_line(user, firm, "declined"))
    user.wait()
    user.press("Ctrl+S")
    assert user.sheet() is not None
    user.press("Escape")
    assert user.sheet() is None


def test_advice_leads_into_the_sheet_with_the_step_chosen(user, firm, shown):
    approval = {"approver": "Committee", "approval_expires_on": date(2026, 3, 1)}
    card = shown(LineProgressCard(user.context, view(user, a_line(user, firm, "approved", **approval))))
    assert any("ended on 1 Mar 2026 and nothing was signed" in text for text in banners(card))
    user.click("Move to “Approval lapsed”")
    assert user.sheet().target.code() == "lapsed"
    user.press("Ctrl+S")
    assert user.sheet() is None


# Signals


def test_signals_are_raised_acknowledged_and_closed_from_the_card(user, firm, shown):
    shown(SignalCard(user.context, firm))
    user.context.open_sheet("signal", firm_id=firm)
    user.wait()
    assert user.focus() == "Signal"
    user.type("Assets")
    user.press("Ctrl+Return")
    assert user.sheet().panel is not None, "what is missing is said"
    user.fill("What shows it, with figures and days", "Court froze 12%")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    [one] = user.context.ask(signals.firm_signals, firm)
    assert (one.code, one.severity) == ("asset_freeze", "red")
    card = shown(SignalCard(user.context, firm))
    assert {"Red", "Court froze 12%", "Alert"} <= set(words(card))
    user.click("Acknowledge: Assets or equity frozen")
    assert user.context.ask(signals.firm_signals, firm)[0].status == "acknowledged"
    user.click("Close: Assets or equity frozen")
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    user.type("Lifted by the court")
    user.press("Ctrl+Return")
    assert user.context.ask(signals.firm_signals, firm) == ()
    card = shown(SignalCard(user.context, firm))
    assert "No open signal." in words(card)
    assert any("Lifted by the court" in text for text in words(card))


def test_a_signal_whose_cause_is_gone_says_so(user, firm, shown):
    line = a_line(user, firm, "active", overdue_since=date(2026, 3, 1))
    change = user.context.workspace.store.__class__.change
    user.context.do(change, Facility, line, note="Touched", label="Change", quiet=True)
    user.context.do(change, Facility, line, overdue_since=None, label="Change", quiet=True)
    said = "\n".join(words(shown(SignalCard(user.context, firm))))
    assert "cause no longer found since 4 Mar 2026" in said


def test_at_midnight_the_rules_look_at_the_book(user, firm, clock):
    line = a_line(user, firm, "active", maturity_on=TODAY)
    put(user, LedgerEntry(facility_id=line, kind="disbursement", amount=Money.of(10_000_000)))
    heard = []
    user.context.changed.connect(heard.append)
    user.window._days.check()
    assert user.context.ask(signals.open_signals) == ()
    clock.moment += timedelta(days=1)
    user.window._days.check()
    user.window._days.check()
    assert [one.code for one in user.context.ask(signals.open_signals)] == ["overdue_any"]
    assert [set(change.touched) for change in heard] == [{"signal"}]
    assert user.context.workspace.undo_label() == "Add"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_of_the_cards_has_a_name(qapp, tmp_path, firm, language):
    with opened(tmp_path / "book", language=language) as user:
        line = a_line(user, firm, "active", overdue_since=date(2026, 3, 1))
        for card in (LineProgressCard(user.context, view(user, line)), SignalCard(user.context, firm)):
            card.setParent(user.page())
            card.show()
            user.wait()
            assert user.nameless() == []
            card.hide()
            card.deleteLater()
        user.wait()


def test_a_fixed_clock_never_begins_a_day(qapp):
    from PySide6.QtCore import QObject

    from rmapp.ui.day_watch import DayWatch

    parent, heard = QObject(), []
    watch = DayWatch(FixedClock(datetime(2026, 3, 4, tzinfo=UTC)), parent)
    watch.day_began.connect(lambda: heard.append(1))
    watch.start()
    watch.check()
    watch.stop()
    assert heard == []
    parent.deleteLater()


@pytest.mark.parametrize(("width", "day"), [(900, "27 Jan 2026"), (520, "Jan 2026")])
def test_the_days_of_the_steps_are_written_as_elsewhere_and_as_months_without_room(user, firm, shown, width, day):
    line = a_line(user, firm, "signed", signed_on=date(2026, 1, 27))
    card = shown(LineProgressCard(user.context, view(user, line)))
    card.resize(width, 480)
    user.wait()
    label = next(one for one in card.findChildren(PlainLabel) if one.text() == day)
    assert label.width() >= label.fontMetrics().horizontalAdvance(day)
    assert label.toolTip() == ("" if day == "27 Jan 2026" else "27 Jan 2026")
