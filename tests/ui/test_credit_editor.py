"""The editor of a line beyond its tranches: price, place, security, covenants, schedule; and the sheet of a draw."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from rmapp.domain import reference
from rmapp.domain.collateral import Collateral
from rmapp.domain.facility import Facility, FacilityTerms, LedgerEntry, Pricing, Security
from rmapp.domain.facility_draft import FacilityDraft
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services.lines import line_views
from rmapp.services.origination import facilities
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.line_story_chart import LineStoryCard
from tests.books import NOW, add_firm, new_book
from tests.driver import opened

TODAY = NOW.date()


def m(amount) -> Money:
    return Money.of(Decimal(str(amount)) * 10**6)


@pytest.fixture
def user(qapp, tmp_path):
    workspace = new_book(tmp_path)
    firm = workspace.do(add_firm, label="Add").result.id
    workspace.close()
    with opened(tmp_path / "book") as driver:
        driver.firm = firm
        driver.context.open_client(firm, "credit")
        driver.wait()
        yield driver


def write(user, **fields):
    known = {
        "firm_id": user.firm,
        "limit": m(10),
        "status": "active",
        "signed_on": date(2025, 6, 1),
        "maturity_on": date(2027, 6, 1),
        "pricing": Pricing(base="lpr_1y", spread_bp=45),
        "security": (Security(type="unsecured"),),
    }
    draft = FacilityDraft(**{**known, **fields})
    return user.context.do(facilities.save_facility, draft, label="Add", quiet=True).result.id


def edit(user, line=None):
    user.context.open_sheet("facility", firm_id=user.firm, facility_id=line)
    user.wait()
    return user.sheet()


def stored(user, line):
    return user.context.ask(lambda store: store.get(Facility, line))


def test_each_type_opens_with_its_usual_terms(user):
    sheet = edit(user)
    for code, kind in reference.facility_types().items():
        sheet.form.terms.control("facility_type").set_code(code)
        user.wait()
        draft = sheet.form.read().draft
        assert (draft.facility_type, draft.revolving, draft.committed) == (
            code,
            kind.revolving_default,
            kind.committed_default,
        )
        assert draft.tenor_months == kind.typical_tenor_months[1]
        assert [one.type for one in draft.security] == list(kind.typical_security[:1])
        assert {one.code for one in draft.use_of_proceeds} == set(kind.typical_use)
        assert sheet.form.read().errors == ()


def test_a_line_known_from_a_report_is_not_given_usual_terms(user):
    line = write(user, limit=None, status="proposed", security=(), signed_on=None, maturity_on=None, pricing=None)
    sheet = edit(user, line)
    draft = sheet.form.read().draft
    assert (draft.security, draft.use_of_proceeds, draft.tenor_months) == ((), (), None)
    assert not sheet.form.tranches.rows


def test_price_fees_and_a_made_schedule_are_saved(user):
    line = write(user)
    sheet = edit(user, line)
    sheet.form.folds["price"].set_open(True)
    user.fill("Lowest rate", "3%")
    user.fill("Late interest adds", "50%")
    sheet.form.terms.control("repayment_method").set_code("equal_principal")
    sheet.form.maker.every.set_code("12")
    user.click("Make the schedule")
    user.click("Add fee")
    user.fill("Rate of the fee, row 1", "20 bp")
    user.press("Ctrl+S")
    if user.sheet() is not None:
        user.type("Agreed")
        user.press("Ctrl+S")
    saved = stored(user, line)
    assert (saved.pricing.floor_bp, saved.pricing.late_bp, saved.fees[0].rate_bp) == (300, 5000, 20)
    assert [one.principal for one in saved.schedule] == [m(5), m(5)]


def test_a_changed_limit_asks_for_its_reason(user):
    line = write(user)
    sheet = edit(user, line)
    user.fill("Limit", "12m")
    assert "Say why the limit changes" in sheet.result.problems_text() or sheet.form.read().errors
    user.fill("Why the limit changes", "Orders doubled")
    user.press("Ctrl+S")
    assert user.sheet() is None
    changes = user.context.ask(lambda store: store.all(LedgerEntry, facility_id=line, kind="limit_change"))
    assert [one.note for one in changes] == ["", "Orders doubled"]


def test_collateral_and_conditions_are_rows_of_the_line(user):
    def things(store):
        store.add(Collateral(firm_id=user.firm, type="mortgage_equipment", description="Press"))

    user.context.do(things, label="Thing", quiet=True)
    line = write(user, security=(Security(type="mortgage_equipment"),))
    sheet = edit(user, line)
    user.click("Add collateral")
    row = sheet.form.charges.rows[0]
    row.controls["thing"].set_code(sheet.form.charges.snapshot()[0]["thing"] or next(iter(sheet.form.charges._things)))
    user.click("Add condition")
    user.fill("Condition, row 1", "Board resolution")
    user.press("Ctrl+S")
    if user.sheet() is not None:
        user.type("Agreed")
        user.press("Ctrl+S")
    draft = user.context.ask(facilities.facility_draft, line)
    assert [one.type for one in draft.charges] == ["mortgage_equipment"]
    assert [(one.text, one.blocking) for one in draft.conditions] == [("Board resolution", True)]


def test_a_covenant_that_drawing_would_break_needs_a_reason_and_does_not_block(user):
    def statement(store):
        store.add(
            FinancialSnapshot(
                firm_id=user.firm,
                period_type="fy",
                period_end=date(2025, 12, 31),
                total_assets=m(100),
                total_liabilities=m(58),
            )
        )

    user.context.do(statement, label="Statement", quiet=True)
    line = write(user)
    sheet = edit(user, line)
    user.click("Add covenant")
    user.fill("Threshold or words, row 1", "60")
    user.press("Tab")
    assert sheet.form.covenants.rows[0].last.text() == "58%"
    assert sheet.result.words()["debt"] == "61.82%"
    assert sheet.form.read().errors == ()
    user.press("Ctrl+S")
    assert user.focus() == "Why it is still right"
    user.type("Equity comes in May")
    user.press("Ctrl+S")
    assert user.sheet() is None
    assert "Equity comes in May" in stored(user, line).note


def test_the_place_of_a_line_is_chosen_and_held_to_its_umbrella(user):
    top = write(user, facility_type="comprehensive_limit", limit=m(8))
    line = write(user, limit=m(10))
    sheet = edit(user, line)
    sheet.form.folds["place"].set_open(True)
    sheet.form.terms.control("parent_id").set_code(top)
    user.wait()
    assert [one.field for one in sheet.form.read().errors] == ["limit"]
    assert not sheet.form.terms.control("sub_limit").isChecked()
    assert user.nameless() == []


def test_only_what_a_type_needs_is_asked(user):
    sheet = edit(user)
    asked = {}
    for code in ("bank_acceptance", "fx_derivatives", "reverse_factoring", "comprehensive_limit", "rd_loan"):
        sheet.form.terms.control("facility_type").set_code(code)
        user.wait()
        shown = {name for name in FacilityTerms.model_fields if name in sheet.form.terms.fields}
        asked[code] = {name for name in shown if not sheet.form.terms.fields[name].isHidden()}
    assert "margin_bp" in asked["bank_acceptance"] - asked["rd_loan"]
    assert "exposure_factor_bp" in asked["fx_derivatives"] - asked["rd_loan"]
    assert "obligor_id" in asked["reverse_factoring"] - asked["rd_loan"]


def test_a_draw_says_what_it_pays_for_and_is_held_to_its_amount(user):
    line = write(user)
    user.context.open_sheet("draw_down", firm_id=user.firm, facility_id=line)
    user.wait()
    assert user.focus() == "Amount"
    user.type("4m")
    user.click("Add use")
    user.fill("Amount of the part, row 1", "3m")
    user.press("Ctrl+S")
    assert user.sheet() is not None
    user.fill("Amount of the part, row 1", "4m")
    user.press("Ctrl+S")
    assert user.sheet() is None
    (made,) = user.context.ask(line_views.facility_view, line).draws
    assert (made.uses[0].amount, made.first_check_on) == (m(4), date(2026, 4, 3))
    user.context.open_sheet("draw_check", drawdown_id=made.id)
    user.wait()
    user.type("All invoices seen")
    user.press("Ctrl+S")
    (checked,) = user.context.ask(line_views.facility_view, line).draws
    assert (checked.check_note, checked.checked_on) == ("All invoices seen", TODAY)


def test_a_contract_is_entered_by_its_notional(user):
    line = write(user, facility_type="fx_derivatives", limit=m(5))
    user.context.open_sheet("draw_down", firm_id=user.firm, facility_id=line)
    user.wait()
    assert user.focus() == "Notional"
    user.type("40m")
    assert "CNY 4 million" in user.sheet().form.field("factor").message()
    user.press("Ctrl+S")
    assert user.sheet() is None
    assert user.context.ask(line_views.facility_view, line).amounts.outstanding == m(4)


def test_the_story_of_a_line_is_told_in_words_and_as_a_table(user):
    def grow(store):
        line = store.add(Facility(firm_id=user.firm, source="press", limit=m(30), status="active"))
        for year, limit, why in ((2019, 5, "First patents"), (2023, 15, ""), (2024, 30, "Clinical results")):
            on = PartialDate.of(year)
            store.add(LedgerEntry(facility_id=line.id, kind="limit_change", amount=m(limit), value_on=on, note=why))
        return line.id

    line = user.context.do(grow, label="Line", quiet=True).result
    card = LineStoryCard(user.context, [line])
    words = card.chart.accessibleDescription()
    assert "Limit from ¥15.0m to ¥30.0m (2024). Clinical results" in words
    assert card.chart.table()[0] == ("2019", "Limit", "¥5.0m", "First patents")
    card.resize(700, 330)
    assert not card.grab().isNull()
    card.deleteLater()


def test_the_interest_of_a_line_is_shown_as_an_estimate(user):
    line = write(user, limit=m(40), pricing=Pricing(base="fixed", fixed_bp=345), signed_on=date(2025, 6, 1))
    draw = facilities.DrawInput(facility_id=line, amount=m(40), on=date(2025, 9, 21))
    user.context.do(facilities.record_draw, draw, label="Draw", quiet=True)
    user.context.open_sheet("interest", facility_id=line)
    user.wait()
    sheet = user.sheet()
    user.fill("First day, which counts", "2025-09-21")
    user.fill("Last day, which does not count", "2025-12-21")
    user.press("Tab")
    assert "estimate" in sheet.accessibleName()
    shown = [one.text() for one in sheet.findChildren(PlainLabel)]
    assert "Interest at the contract rate: CNY 348,833.33" in shown
    assert user.nameless() == []


def test_a_text_that_fits_no_type_stays_beside_its_field_and_no_key_leaves_the_editor(user):
    sheet = edit(user)
    user.fill("Facility", "zzz")
    user.press("Return", "Tab")
    assert user.focus() == "Security"
    assert sheet.form.terms.fields["facility_type"].has_error()
    user.press("n", "b", "m")
    assert user.sheet() is sheet
    assert user.code() == "client"


def test_keys_of_a_page_do_nothing_under_a_sheet_that_lost_the_focus(user):
    sheet = edit(user)
    QApplication.focusWidget().clearFocus()
    assert QApplication.focusWidget() is None
    user.press("n", "Ctrl+1")
    assert user.sheet() is sheet
    assert user.code() == "client"
    user.press("Ctrl+=")
    assert user.context.settings.text_factor > 1
    sheet.dismiss()
    user.wait()
    user.press("n")
    assert user.sheet().accessibleName() == "New note"
