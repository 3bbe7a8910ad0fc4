"""Credit on screen: the tab, the editor, draw-downs, repayments, the ledger, with the keyboard and in a real book."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmapp.domain.facility import Facility, Security, UseOfProceeds
from rmapp.domain.facility_draft import DrawDraft, FacilityDraft, TrancheDraft
from rmapp.domain.money import Money
from rmapp.services import drafts
from rmapp.services.limits import explain
from rmapp.services.lines import credit, line_views
from rmapp.services.origination import facilities
from rmapp.ui.tabs.credit import CreditTab
from rmapp.ui.tabs.facility_cards import FacilityCard
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.fields import Choice
from tests.books import NOW, add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TODAY = NOW.date()


def yuan(million: float) -> Money:
    return Money(minor=round(million * 100_000_000), ccy="CNY")


def a_line(firm: str, **fields) -> FacilityDraft:
    known = {
        "firm_id": firm,
        "facility_type": "working_capital_loan",
        "reference_no": "WC-1",
        "limit": yuan(100),
        "status": "active",
        "signed_on": date(2025, 5, 28),
        "maturity_on": date(2027, 6, 5),
        "security": (Security(type="unsecured"),),
        "use_of_proceeds": (UseOfProceeds(code="payroll"),),
        "tranches": (
            TrancheDraft(purpose="Payroll", amount=yuan(40)),
            TrancheDraft(
                purpose="Components", amount=yuan(60), condition="Contract", condition_due_on=date(2026, 2, 25)
            ),
        ),
        "draws": (DrawDraft(tranche=1, disbursed_on=date(2025, 6, 5), amount=yuan(28), payee="Payroll account"),),
    }
    return FacilityDraft(**{**known, **fields})


@pytest.fixture
def firm(tmp_path):
    workspace = new_book(tmp_path)
    firm_id = workspace.do(add_firm, label="Add a firm").result.id
    workspace.close()
    return firm_id


@pytest.fixture
def user(qapp, tmp_path, firm):
    with opened(tmp_path / "book") as driver:
        yield driver


@pytest.fixture
def line(user, firm):
    return user.context.do(facilities.save_facility, a_line(firm), label="Add a line", quiet=True).result.id


def show(user, firm):
    user.context.open_client(firm, "credit")
    user.wait()


def tab(user):
    return user.page().findChild(CreditTab)


def view(user, line):
    return user.context.ask(line_views.facility_view, line)


def the_only_line(user, firm):
    (only,) = user.context.ask(credit.firm_credit, firm).lines
    return only


def tab_to(user, name, most=90):
    """Press Tab until the field or button with this name has the focus."""
    for _step in range(most):
        if user.focus() == name:
            return
        user.press("Tab")
    pytest.fail(f"Tab does not reach {name!r}; it stands on {user.focus()!r}")


def press_in_popup(user, key):
    """Press a key where the window system sends it while a list is open."""
    QTest.keyClick(QApplication.activePopupWidget(), key)
    user.wait()


def type_a_line_with_a_slip(user):
    """Fill the editor; the tranches come to 5 million more than the limit."""
    assert user.focus() == "Facility"
    user.type("unsecured tech")
    press_in_popup(user, Qt.Key.Key_Tab)
    for name, text in (
        ("Status", "Active"),
        ("Limit", "95m"),
        ("Signed", "28 May 2025"),
        ("Rate", "LPR + 35"),
        ("Purpose, row 1", "Payroll"),
        ("Amount, row 1", "40m"),
    ):
        tab_to(user, name)
        user.type(text)
    user.press("Return")
    assert user.focus() == "Purpose, row 2"
    user.type("Components")
    user.press("Tab")
    user.type("60m")
    user.press("Tab")


def test_a_line_is_added_mended_saved_drawn_and_undone_with_the_keyboard(user, firm):
    show(user, firm)
    user.press("l")
    type_a_line_with_a_slip(user)
    sheet = user.sheet()
    assert "1 thing to fix" in sheet.result.problems_text()
    assert not sheet._save.isEnabled()
    assert "over the limit" in sheet._save.toolTip()
    tab_to(user, "Set limit to CNY 100 million")
    user.press("Space")
    assert user.focus() == "Limit"
    assert sheet.result.problems_text() == ""
    assert sheet.result.words()["free"] == "100.0"
    user.press("Ctrl+S")
    assert user.sheet() is None
    saved = the_only_line(user, firm)
    assert (saved.facility.facility_type, saved.facility.limit) == ("tech_credit_loan", yuan(100))
    assert [one.amount for one in saved.tranches] == [yuan(40), yuan(60)]
    assert [one.type for one in saved.facility.security] == ["unsecured"]
    assert saved.facility.pricing.spread_bp == 35

    user.press("d")
    assert user.focus() == "Amount"
    user.type("41m")
    user.press("Ctrl+S")
    assert "40 million" in user.sheet().form.field("amount").message()
    user.press("Ctrl+A")
    user.type("28m")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert the_only_line(user, firm).amounts.outstanding == yuan(28)
    assert "28 million" in user.toast()
    user.press("Ctrl+Z")
    assert the_only_line(user, firm).amounts.outstanding == yuan(0)


def test_the_tab_shows_the_lines_apart_by_use(user, firm, line):
    user.context.do(
        facilities.save_facility,
        a_line(firm, status="proposed", signed_on=None, draws=(), tranches=(), limit=yuan(30)),
        label="Propose",
    )
    show(user, firm)
    cards = [name for name in user.names() if name.startswith("Working capital loan, ")]
    assert "Working capital loan, ¥100.0m, drawn 28.0, waiting 60.0, free 12.0" in cards
    assert "Working capital loan, ¥30.0m, Proposed" in cards
    assert user.nameless() == []


def test_arrow_keys_walk_through_the_lines_and_e_edits_the_selected_one(user, firm, line):
    other = user.context.do(
        facilities.save_facility, a_line(firm, signed_on=date(2026, 1, 2), draws=(), reference_no="WC-2"), label="Add"
    ).result.id
    show(user, firm)
    assert tab(user).chosen() == line
    tab_to(user, "Working capital loan, ¥100.0m, drawn 28.0, waiting 60.0, free 12.0")
    user.press("Down")
    assert tab(user).chosen() == other
    user.press("e")
    assert user.sheet().form.read().draft.reference_no == "WC-2"


def test_a_met_condition_frees_its_tranche_and_can_be_undone(user, firm, line):
    show(user, firm)
    user.click("Condition met")
    assert view(user, line).amounts.waiting == yuan(0)
    assert "Contract" in user.toast()
    user.press("Ctrl+Z")
    assert view(user, line).amounts.waiting == yuan(60)


def test_an_entry_is_taken_back_with_a_reason_and_stays_in_the_ledger(user, firm, line):
    show(user, firm)
    user.click("Take this entry back")
    user.press("Ctrl+S")
    assert user.sheet() is not None
    user.type("Booked twice")
    user.press("Ctrl+S")
    assert user.sheet() is None
    assert view(user, line).amounts.outstanding == yuan(0)
    assert [entry.kind for entry in view(user, line).entries] == ["limit_change", "disbursement", "correction"]
    labels = [one.text() for one in user.visible() if callable(getattr(one, "text", None))]
    assert "taken back: Booked twice" in labels


def test_not_more_than_is_outstanding_is_repaid(user, firm, line):
    show(user, firm)
    user.click("Record repayment")
    user.type("30m")
    user.press("Ctrl+S")
    assert "28 million" in user.sheet().form.field("amount").message()
    user.fill("Amount", "8m")
    user.press("Ctrl+S")
    paid = view(user, line)
    assert paid.amounts.outstanding == yuan(20)
    # It repays the draw-down that owes, so that the sums of line and draw-down agree.
    assert [paid.owed_of(draw) for draw in paid.draws] == [yuan(20)]


def test_a_long_list_of_choices_shows_its_labels_whole(user, firm, line):
    show(user, firm)
    user.context.open_sheet("line_status", facility_id=line)
    user.wait()
    choice = next(one for one in user.visible() if isinstance(one, Choice))
    choice.showPopup()
    user.wait()
    assert choice.view().viewport().width() >= choice.view().sizeHintForColumn(0)
    choice.hidePopup()


def test_a_status_asks_for_what_it_needs(user, firm, line):
    show(user, firm)
    user.context.open_sheet("line_status", facility_id=line)
    user.wait()
    assert user.focus() == "New status"
    user.press("Ctrl+S")
    assert user.sheet().form.field("status_reason").has_error()
    user.fill("Reason", "Accounts are late")
    user.press("Ctrl+S")
    facility = view(user, line).facility
    assert (facility.status, facility.status_reason) == ("suspended", "Accounts are late")


def test_typing_is_undone_field_by_field_inside_the_editor(user, firm, line):
    show(user, firm)
    user.context.open_sheet("facility", firm_id=firm, facility_id=line)
    user.wait()
    user.fill("Limit", "120m")
    user.fill("Reference", "WC-9")
    user.press("Ctrl+Z")
    assert user.sheet().form.read().draft.reference_no == "WC-1"
    user.press("Ctrl+Z")
    assert user.sheet().form.read().draft.limit == yuan(100)
    user.press("Ctrl+Shift+Z")
    assert user.sheet().form.read().draft.limit == yuan(120)
    user.press("Ctrl+Z")
    user.press("Esc")
    assert user.sheet() is None


def test_rows_come_and_go_with_the_keyboard_and_draws_follow_their_tranche(user, firm, line):
    show(user, firm)
    user.context.open_sheet("facility", firm_id=firm, facility_id=line)
    user.wait()
    user.fill("Purpose, row 1", "First")
    user.press("Return")
    user.type("Between")
    user.fill("Purpose, row 1", "First")
    user.press("Ctrl+Backspace")
    draft = user.sheet().form.read().draft
    assert [one.purpose for one in draft.tranches] == ["Between", "Components"]
    assert draft.draws[0].tranche == 0
    user.press("Ctrl+Z")
    draft = user.sheet().form.read().draft
    assert [one.purpose for one in draft.tranches] == ["First", "Between", "Components"]
    assert draft.draws[0].tranche == 1


def test_what_was_typed_is_kept_and_offered_again(user, firm):
    show(user, firm)
    user.press("l")
    user.fill("Limit", "45m")
    user.wait(2400)
    (kept,) = user.context.ask(drafts.drafts, "facility", firm)
    assert kept.body["form"]["terms"]["limit"] == "45m"
    sheet = user.sheet()
    sheet.set_guard(lambda: True)
    sheet.dismiss()
    user.wait()
    user.press("l")
    assert user.sheet().form.read().draft.limit == yuan(45)
    user.click("Start over")
    assert user.sheet().form.read().draft.limit is None
    assert user.context.ask(drafts.drafts, "facility", firm) == []


def test_locking_keeps_what_was_typed(user, firm):
    show(user, firm)
    user.press("l")
    user.fill("Limit", "45m")
    user.press("Ctrl+L")
    assert user.is_locked()
    user.unlock()
    show(user, firm)
    user.press("l")
    assert user.sheet().form.read().draft.limit == yuan(45)
    assert user.nameless() == []


def test_esc_asks_only_when_something_was_typed(user, firm):
    show(user, firm)
    user.press("l", "Ctrl+S")
    assert user.sheet()._save.toolTip() == "Nothing was changed yet."
    user.press("Esc")
    assert user.sheet() is None
    assert user.context.ask(credit.firm_credit, firm).lines == ()
    user.press("l")
    user.fill("Limit", "45m")
    user.press("Esc")
    assert user.sheet().accessibleName() == "Discard the changes?"
    user.press("Esc")
    assert user.sheet().accessibleName() == "New credit line"
    assert user.sheet().form.read().draft.limit == yuan(45)
    user.press("Esc")
    user.click("Discard")
    assert user.sheet() is None
    assert user.context.ask(drafts.drafts, "facility", firm) == []


def test_an_amount_in_another_currency_is_said_at_its_row(user, firm, line):
    show(user, firm)
    user.context.open_sheet("facility", firm_id=firm, facility_id=line)
    user.wait()
    user.fill("Amount, row 1", "USD 1m")
    user.press("Tab")
    assert "This line is in CNY" in user.sheet().result.problems_text()
    user.fill("Amount, row 1", "40m")
    user.press("Tab")
    assert user.sheet().result.problems_text() == ""


def test_unknown_amounts_of_a_reported_line_are_said_so(user, firm):
    user.context.do(
        lambda store: store.add(
            Facility(
                firm_id=firm,
                facility_type="ip_pledge_loan",
                status="active",
                source="public",
                lender="Bank of Example",
                citation="Example Daily",
            )
        ),
        label="Report",
    )
    show(user, firm)
    assert "IP / patent-pledged loan, not known, drawn: not known" in user.names()
    assert "not known" in {one.text() for one in user.visible() if callable(getattr(one, "text", None))}
    assert any("Example Daily" in name for name in user.names())


def test_a_read_only_book_opens_the_line_as_a_view(qapp, tmp_path, firm):
    from rmapp.services.books import open_book
    from tests.books import CLOCK, PASSPHRASE, reopened

    workspace = reopened(tmp_path)
    line = workspace.do(facilities.save_facility, a_line(firm), label="Add").result.id
    workspace.close()
    with opened(tmp_path / "book") as user:
        user.context.close_book()
        user.context.use_book(open_book(tmp_path / "book", PASSPHRASE, read_only=True, clock=CLOCK))
        user.wait()
        user.context.open_client(firm, "credit")
        user.context.open_sheet("facility", firm_id=firm, facility_id=line)
        user.wait()
        assert user.sheet().form.control("limit").isReadOnly()
        assert "Save line" not in user.names()
        user.press("Esc")
        assert user.sheet() is None
    assert QApplication.instance() is not None


def test_what_is_wrong_is_shown_whole_beside_the_form(user, firm, line):
    show(user, firm)
    user.context.open_sheet("facility", firm_id=firm, facility_id=line)
    user.wait()
    user.fill("Signed", "Some day that nobody can read")
    user.press("Tab")
    user.wait(50)
    shown = [one for one in user.sheet().findChildren(Banner) if one.isVisible()]
    assert any("“Some day that nobody can read” is not a day" in one.text() for one in shown)
    assert all(one.height() >= one.heightForWidth(one.width()) for one in shown)


def test_a_line_that_is_added_is_selected_and_its_card_has_the_focus(user, firm, line):
    show(user, firm)
    user.press("l")
    user.wait()
    user.fill("Facility", "equipment")
    user.press("Return")
    user.fill("Limit", "5m")
    user.press("Ctrl+S")
    assert user.sheet() is None
    chosen = user.page().findChild(CreditTab).chosen()
    assert chosen != line
    assert view(user, chosen).facility.limit == yuan(5)
    focus = QApplication.focusWidget()
    assert isinstance(focus, FacilityCard)
    assert focus.facility_id == chosen
    assert focus.isChecked()


@pytest.mark.parametrize("kind", ["bank_acceptance", "import_lc", "letter_of_guarantee", "fx_derivatives"])
def test_what_is_issued_is_released_and_not_repaid(user, firm, kind):
    draws = (DrawDraft(disbursed_on=date(2025, 6, 5), amount=yuan(4)),)
    draft = a_line(firm, facility_type=kind, tranches=(), draws=draws)
    made = user.context.do(facilities.save_facility, draft, label="Add", quiet=True).result.id
    show(user, firm)
    assert "Record repayment" not in user.names()
    user.click("Record release")
    assert user.sheet().accessibleName() == "Record release"
    assert user.sheet().form.field("on").label() == "Released on"
    assert user.sheet().form.field("drawdown_id").label() == "Releases what was issued"
    user.fill("Amount", "1m")
    user.press("Ctrl+Return")
    assert user.toast() == "Release of CNY 1 million recorded"
    steps = user.context.ask(explain.explain_line, made, "outstanding").steps
    assert [(step.text, step.amount) for step in steps[:2]] == [("Issued", yuan(4)), ("Released", yuan(1))]
