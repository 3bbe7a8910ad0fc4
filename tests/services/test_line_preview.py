"""The live result of the credit line editor: the same amounts as after saving, before anything is saved."""

from datetime import date

import pytest

from rmapp.domain.facility import Pricing, Security
from rmapp.domain.facility_draft import DrawDraft, FacilityDraft, TrancheDraft
from rmapp.domain.money import Money
from rmapp.domain.pricing_text import parse_pricing, write_pricing
from rmapp.errors import InputError
from rmapp.services.lines import ledger, line_views
from rmapp.services.origination import facilities
from rmapp.services.origination.line_preview import preview_line, read_base
from tests.books import NOW, add_firm

TODAY = NOW.date()


def yuan(million: float) -> Money:
    return Money(minor=round(million * 100_000_000), ccy="CNY")


def two_tranches(firm: str, **fields) -> FacilityDraft:
    known = {
        "firm_id": firm,
        "limit": yuan(100),
        "status": "active",
        "signed_on": date(2025, 5, 28),
        "maturity_on": date(2027, 6, 5),
        "security": (Security(type="unsecured"),),
        "pricing": Pricing(base="lpr_1y", spread_bp=35),
        "tranches": (
            TrancheDraft(purpose="Payroll", amount=yuan(40), condition="Resolution", condition_met_on=TODAY),
            TrancheDraft(purpose="Components", amount=yuan(60), condition="Contract", planned_on=date(2026, 5, 1)),
        ),
        "draws": (
            DrawDraft(tranche=1, disbursed_on=date(2025, 6, 5), amount=yuan(28)),
            DrawDraft(tranche=1, disbursed_on=date(2025, 6, 12), amount=yuan(12)),
        ),
    }
    return FacilityDraft(**{**known, **fields})


def test_a_new_line_comes_to_what_it_is_after_saving(book, firm):
    draft = two_tranches(firm)
    shown = preview_line(book.ask(read_base, firm), draft)
    saved = book.do(facilities.save_facility, draft, label="Save").result
    assert shown.amounts == book.ask(line_views.facility_view, saved.id).amounts
    assert (shown.amounts.outstanding, shown.amounts.waiting, shown.amounts.available) == (yuan(40), yuan(60), yuan(0))
    assert shown.left_after == (yuan(12), yuan(0))
    assert shown.all_in_bp == 335
    assert shown.utilisation_before_bp is None


def test_a_changed_line_comes_to_what_it_is_after_saving(book, firm):
    line = book.do(facilities.save_facility, two_tranches(firm), label="Save").result
    book.do(facilities.record_repayment, line.id, yuan(5), TODAY, label="Repay")
    draft = book.ask(facilities.facility_draft, line.id)
    first, second = draft.draws
    draft = draft.model_copy(update={"draws": (first.model_copy(update={"amount": yuan(20)}), second)})
    shown = preview_line(book.ask(read_base, firm, line.id), draft)
    book.do(facilities.save_facility, draft, line.id, label="Save")
    assert shown.amounts == book.ask(line_views.facility_view, line.id).amounts
    assert shown.amounts.outstanding == yuan(27)
    assert shown.utilisation_before_bp == 3500


def test_the_firm_and_its_share_of_the_book_follow_the_draft(book, firm):
    other = book.do(add_firm, "另一家科技有限公司", label="Add").result.id
    book.do(
        facilities.save_facility,
        two_tranches(other, tranches=(), draws=(DrawDraft(disbursed_on=TODAY, amount=yuan(60)),)),
        label="Save",
    )
    book.do(
        facilities.save_facility,
        two_tranches(firm, limit=yuan(30), tranches=(), draws=(DrawDraft(disbursed_on=TODAY, amount=yuan(20)),)),
        label="Save",
    )
    shown = preview_line(book.ask(read_base, firm), two_tranches(firm))
    assert (shown.firm.limit, shown.firm.outstanding) == (yuan(130), yuan(60))
    assert shown.share_bp == 5000
    proposed = preview_line(book.ask(read_base, firm), two_tranches(firm, status="proposed", draws=()))
    assert (proposed.firm.limit, proposed.firm.outstanding) == (yuan(30), yuan(20))


def test_an_unknown_limit_leaves_what_depends_on_it_unknown(book, firm):
    shown = preview_line(book.ask(read_base, firm), two_tranches(firm, limit=None, draws=()))
    assert (shown.amounts.limit, shown.amounts.available, shown.amounts.utilisation_bp) == (None, None, None)
    assert shown.firm.limit is None


def test_amounts_in_another_currency_are_refused_and_not_added(book, firm):
    from rmapp.domain.facility_checks import check_facility

    dollars = Money(minor=100_000_000, ccy="USD")
    draft = two_tranches(firm, draws=(DrawDraft(tranche=1, disbursed_on=TODAY, amount=dollars),))
    assert [one.field for one in check_facility(draft, TODAY) if one.severity == "error"] == ["draws.0.amount"]
    shown = preview_line(book.ask(read_base, firm), draft)
    assert (shown.amounts.outstanding, shown.left_after) == (None, (None,))


def test_a_tranche_is_not_drawn_beyond_its_amount(firm):
    from rmapp.domain.facility_checks import check_facility

    draws = (DrawDraft(tranche=1, disbursed_on=TODAY, amount=yuan(50)),)
    errors = [one.field for one in check_facility(two_tranches(firm, draws=draws), TODAY) if one.severity == "error"]
    assert errors == ["draws.0.amount"]


def test_the_plan_draws_tranches_and_ends_with_the_line(book, firm):
    line = book.do(facilities.save_facility, two_tranches(firm), label="Save").result
    view = book.ask(line_views.facility_view, line.id)
    assert ledger.balance_plan(view, TODAY) == [(date(2026, 5, 1), yuan(100)), (date(2027, 6, 5), yuan(0))]


def test_the_ledger_says_what_was_taken_back_and_why(book, firm):
    line = book.do(facilities.save_facility, two_tranches(firm), label="Save").result
    view = book.ask(line_views.facility_view, line.id)
    second = next(row.entry for row in ledger.ledger_rows(view) if row.entry.kind == "disbursement")
    book.do(facilities.reverse_entry, second.id, "booked twice", label="Reverse")
    rows = ledger.ledger_rows(book.ask(line_views.facility_view, line.id))
    told = [(row.entry.kind, row.balance, row.is_taken_back, row.reason) for row in rows]
    assert ("disbursement", None, True, "booked twice") in told
    assert ("disbursement", yuan(28), False, "") in told
    assert ("correction", None, False, "") in told


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("LPR 1Y + 35 bp", Pricing(base="lpr_1y", spread_bp=35)),
        ("lpr+35", Pricing(base="lpr_1y", spread_bp=35)),
        ("1-year LPR − 10bp", Pricing(base="lpr_1y", spread_bp=-10)),
        ("LPR 5Y - 20", Pricing(base="lpr_5y", spread_bp=-20)),
        ("5年期以上LPR+0.35%", Pricing(base="lpr_5y", spread_bp=35)),
        ("1年期LPR+35个基点", Pricing(base="lpr_1y", spread_bp=35)),
        ("3.45%", Pricing(base="fixed", fixed_bp=345)),
        ("SOFR + 120 bp", Pricing(base="sofr", spread_bp=120)),
        ("LPR", Pricing(base="lpr_1y", spread_bp=0)),
        ("", None),
    ],
)
def test_prices_are_read_as_people_type_them(typed, price):
    assert parse_pricing(typed) == price
    assert parse_pricing(write_pricing(price)) == price


@pytest.mark.parametrize("typed", ["cheap", "LPR + many", "LPR 1Y + 35.5 bp", "LPRX", "120"])
def test_an_unreadable_price_says_how_to_write_it(typed):
    with pytest.raises(InputError, match="LPR 1Y"):
        parse_pricing(typed)


def test_floor_and_cap_survive_a_new_spread():
    known = Pricing(base="lpr_1y", spread_bp=35, floor_bp=300, repricing="yearly")
    assert parse_pricing("LPR 1Y + 45 bp", known) == known.model_copy(update={"spread_bp": 45})


def test_what_came_back_to_a_revolving_tranche_can_be_drawn_again(book, firm):
    draft = two_tranches(firm, revolving=True, tranches=(TrancheDraft(purpose="Payroll", amount=yuan(40)),))
    line = book.do(facilities.save_facility, draft, label="Save").result
    first = book.ask(line_views.facility_view, line.id).draws[0]
    book.do(facilities.record_repayment, line.id, yuan(20), date(2025, 6, 10), first.id, label="Repay")
    view = book.ask(line_views.facility_view, line.id)
    assert view.available_for(view.tranches[0].id) == yuan(20)
    shown = preview_line(book.ask(read_base, firm, line.id), book.ask(facilities.facility_draft, line.id))
    assert shown.left_after == (yuan(12), yuan(20))
