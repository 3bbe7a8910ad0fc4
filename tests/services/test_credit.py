"""Credit lines: typed, drawn, repaid, and what is free to draw."""

from datetime import date

import pytest

from rmapp.domain.facility import Facility, LedgerEntry, Security, UseOfProceeds
from rmapp.domain.facility_checks import check_facility
from rmapp.domain.facility_draft import DrawDraft, FacilityDraft, TrancheDraft
from rmapp.domain.money import Money
from rmapp.errors import InputError, RuleError
from rmapp.services.clients import cards, firms
from rmapp.services.lines import credit, ledger, line_views
from rmapp.services.origination import facilities, line_status
from tests.books import NOW

TODAY = NOW.date()


def yuan(million: float) -> Money:
    return Money(minor=round(million * 100_000_000), ccy="CNY")


def a_line(firm: str, **fields) -> FacilityDraft:
    known = {
        "firm_id": firm,
        "facility_type": "tech_credit_loan",
        "limit": yuan(100),
        "status": "active",
        "signed_on": date(2025, 5, 28),
        "maturity_on": date(2027, 6, 5),
        "security": (Security(type="unsecured"),),
        "use_of_proceeds": (UseOfProceeds(code="payroll"),),
    }
    return FacilityDraft(**{**known, **fields})


def save(book, draft: FacilityDraft, facility_id: str | None = None) -> Facility:
    return book.do(facilities.save_facility, draft, facility_id, label="Save line").result


def test_first_tranche_of_a_hundred_million_leaves_sixty(book, firm):
    line = save(book, a_line(firm))
    book.do(facilities.record_draw, facilities.DrawInput(facility_id=line.id, amount=yuan(40), on=TODAY), label="Draw")
    amounts = book.ask(line_views.facility_view, line.id).amounts
    assert (amounts.outstanding, amounts.available, amounts.utilisation_bp) == (yuan(40), yuan(60), 4000)


def test_repayment_of_a_non_revolving_line_does_not_restore_it(book, firm):
    line = save(book, a_line(firm, limit=yuan(50)))
    book.do(facilities.record_draw, facilities.DrawInput(facility_id=line.id, amount=yuan(30), on=TODAY), label="Draw")
    book.do(facilities.record_repayment, line.id, yuan(5), TODAY, label="Repay")
    amounts = book.ask(line_views.facility_view, line.id).amounts
    assert (amounts.outstanding, amounts.available) == (yuan(25), yuan(20))
    assert (amounts.drawn_bp, amounts.utilisation_bp) == (6000, 5000)


def test_an_unmet_condition_holds_its_tranche_back(book, firm):
    tranches = (
        TrancheDraft(purpose="Payroll", amount=yuan(40)),
        TrancheDraft(purpose="Components", amount=yuan(60), condition="Purchase contract"),
    )
    line = save(
        book, a_line(firm, tranches=tranches, draws=(DrawDraft(tranche=1, disbursed_on=TODAY, amount=yuan(40)),))
    )
    view = book.ask(line_views.facility_view, line.id)
    assert (view.amounts.waiting, view.amounts.available) == (yuan(60), yuan(0))
    second = view.tranches[1].id
    with pytest.raises(InputError, match="Purchase contract"):
        book.do(
            facilities.record_draw,
            facilities.DrawInput(facility_id=line.id, amount=yuan(1), on=TODAY, tranche_id=second),
            label="Draw",
        )
    book.do(facilities.meet_condition, second, TODAY, label="Condition met")
    view = book.ask(line_views.facility_view, line.id)
    assert (view.amounts.waiting, view.available_for(second)) == (yuan(0), yuan(60))


def test_more_than_is_free_cannot_be_drawn(book, firm):
    line = save(book, a_line(firm, limit=yuan(10)))
    with pytest.raises(InputError) as caught:
        book.do(
            facilities.record_draw, facilities.DrawInput(facility_id=line.id, amount=yuan(11), on=TODAY), label="Draw"
        )
    assert "10 million" in caught.value.fields["amount"]
    assert book.ask(line_views.facility_view, line.id).entries[-1].kind == "limit_change"


def test_changed_draw_reverses_its_entry_and_keeps_both(book, firm):
    line = save(book, a_line(firm, draws=(DrawDraft(disbursed_on=TODAY, amount=yuan(28)),)))
    draft = book.ask(facilities.facility_draft, line.id)
    changed = draft.draws[0].model_copy(update={"amount": yuan(30)})
    save(book, draft.model_copy(update={"draws": (changed,)}), line.id)
    view = book.ask(line_views.facility_view, line.id)
    assert view.amounts.outstanding == yuan(30)
    assert [entry.kind for entry in view.entries if entry.kind != "limit_change"] == [
        "disbursement",
        "correction",
        "disbursement",
    ]


def test_removed_draw_is_taken_back(book, firm):
    line = save(book, a_line(firm, draws=(DrawDraft(disbursed_on=TODAY, amount=yuan(28)),)))
    draft = book.ask(facilities.facility_draft, line.id)
    save(book, draft.model_copy(update={"draws": ()}), line.id)
    assert book.ask(line_views.facility_view, line.id).amounts.outstanding == yuan(0)
    book.undo()
    assert book.ask(line_views.facility_view, line.id).amounts.outstanding == yuan(28)


def test_saving_what_was_read_changes_nothing(book, firm):
    line = save(book, a_line(firm, tranches=(TrancheDraft(amount=yuan(100)),)))
    draft = book.ask(facilities.facility_draft, line.id)
    assert book.do(facilities.save_facility, draft, line.id, label="Save").command_id is None


def test_errors_of_the_editor_carry_a_fix(firm):
    draft = a_line(
        firm,
        limit=yuan(95),
        tranches=(TrancheDraft(amount=yuan(40)), TrancheDraft(amount=yuan(60))),
        draws=(DrawDraft(tranche=1, disbursed_on=date(2025, 5, 5), amount=yuan(28)),),
    )
    errors = {one.field: one for one in check_facility(draft, TODAY) if one.severity == "error"}
    assert errors["tranches.1.amount"].fix.value == yuan(100)
    assert errors["draws.0.disbursed_on"].fix.value == date(2025, 6, 5)
    assert set(errors) == {"tranches.1.amount", "draws.0.disbursed_on"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"limit": yuan(0)}, "limit"),
        ({"facility_type": "nonsense"}, "facility_type"),
        ({"maturity_on": date(2025, 1, 1)}, "maturity_on"),
        ({"approved_on": date(2025, 6, 1)}, "signed_on"),
        ({"security": (Security(type="unsecured"), Security(type="pledge_ip"))}, "security"),
        ({"status": "suspended"}, "status_reason"),
        ({"draws": (DrawDraft(disbursed_on=date(2026, 3, 5), amount=yuan(1)),)}, "draws.0.disbursed_on"),
        ({"status": "proposed", "draws": (DrawDraft(disbursed_on=TODAY, amount=yuan(1)),)}, "status"),
    ],
)
def test_what_a_line_may_not_be(firm, fields, field):
    errors = [one.field for one in check_facility(a_line(firm, **fields), TODAY) if one.severity == "error"]
    assert errors == [field]


def test_a_line_moves_only_along_its_status_graph(book, firm):
    line = save(book, a_line(firm, status="proposed", signed_on=None))
    with pytest.raises(RuleError, match="cannot become"):
        book.do(line_status.set_status, line.id, "active", label="Activate")
    with pytest.raises(InputError) as caught:
        book.do(line_status.set_status, line.id, "in_approval", label="Submit")
    assert set(caught.value.fields) == {"submitted_on"}
    book.do(line_status.set_status, line.id, "in_approval", submitted_on=TODAY, label="Submit")
    assert book.ask(line_views.facility_view, line.id).facility.status == "in_approval"


def test_reported_line_without_movements_has_unknown_balance(book, firm):
    line = book.do(
        lambda store: store.add(
            Facility(firm_id=firm, facility_type="ip_pledge_loan", status="active", source="public")
        ),
        label="Report",
    ).result
    amounts = book.ask(line_views.facility_view, line.id).amounts
    assert (amounts.limit, amounts.outstanding, amounts.available) == (None, None, None)
    assert book.ask(credit.firm_credit, firm).outstanding is None


def test_proposed_lines_are_in_no_total(book, firm):
    save(book, a_line(firm))
    save(book, a_line(firm, status="proposed", signed_on=None, limit=yuan(30)))
    total = book.ask(credit.firm_credit, firm)
    assert (total.limit, [view.use for view in total.lines]) == (yuan(100), ["in_use", "proposed"])


def test_balance_history_follows_draws_and_limits(book, firm):
    line = save(book, a_line(firm, draws=(DrawDraft(disbursed_on=date(2025, 6, 5), amount=yuan(40)),)))
    book.do(facilities.record_repayment, line.id, yuan(10), date(2025, 9, 1), label="Repay")
    balance, limit = book.ask(ledger.balance_history, [book.ask(line_views.facility_view, line.id)])
    assert balance == [
        (date(2025, 6, 5), yuan(40)),
        (date(2025, 9, 1), yuan(30)),
        (TODAY, yuan(30)),
    ]
    assert limit == [(date(2025, 5, 28), yuan(100)), (TODAY, yuan(100))]


def test_reversed_entry_cannot_be_reversed_again(book, firm):
    line = save(book, a_line(firm, draws=(DrawDraft(disbursed_on=TODAY, amount=yuan(28)),)))
    entry = next(
        one for one in book.ask(lambda store: store.all(LedgerEntry, facility_id=line.id)) if one.kind == "disbursement"
    )
    book.do(facilities.reverse_entry, entry.id, "typing slip", label="Reverse")
    with pytest.raises(RuleError):
        book.do(facilities.reverse_entry, entry.id, "again", label="Reverse")


def test_lines_under_an_umbrella_count_once(book, firm):
    umbrella = save(book, a_line(firm, facility_type="comprehensive_limit"))
    child = save(book, a_line(firm, parent_id=umbrella.id, limit=yuan(50)))
    book.do(facilities.record_draw, facilities.DrawInput(facility_id=child.id, amount=yuan(30), on=TODAY), label="Draw")
    total = book.ask(credit.firm_credit, firm)
    assert (total.limit, total.outstanding, total.free) == (yuan(100), yuan(30), yuan(20))
    assert (total.waiting, total.shut, total.unplaced) == (yuan(0), yuan(0), yuan(50))
    assert book.ask(line_views.facility_view, umbrella.id).amounts.available == yuan(70)


def test_a_client_waits_for_what_the_lines_under_its_umbrella_wait_for(book, firm):
    umbrella = save(book, a_line(firm, facility_type="comprehensive_limit", limit=yuan(50)))
    waits = (TrancheDraft(purpose="Components", amount=yuan(40), condition="Purchase contract"),)
    save(book, a_line(firm, parent_id=umbrella.id, limit=yuan(40), tranches=waits))
    total = book.ask(credit.firm_credit, firm)
    assert (total.limit, total.outstanding, total.shut) == (yuan(50), yuan(0), yuan(0))
    assert (total.free, total.waiting_for_condition, total.waiting_for_value) == (yuan(0), yuan(40), yuan(0))
    assert total.unplaced == yuan(10)
    header = book.ask(firms.firm_page, firm)
    assert (header.free, header.waiting) == (yuan(0), yuan(40))


def test_what_an_umbrella_promised_to_a_line_stays_free_for_it(book, firm):
    umbrella = save(book, a_line(firm, facility_type="comprehensive_limit", limit=yuan(50)))
    save(book, a_line(firm, parent_id=umbrella.id, limit=yuan(40), committed=True))
    assert book.ask(line_views.facility_view, umbrella.id).amounts.available == yuan(10)
    found = book.ask(credit.firm_credit, firm)
    assert (found.free, found.waiting, found.unplaced, found.shut) == (yuan(40), yuan(0), yuan(10), yuan(0))


def test_lines_under_an_umbrella_are_free_only_as_far_as_its_room(book, firm):
    umbrella = save(book, a_line(firm, facility_type="comprehensive_limit", limit=yuan(50)))
    drawn = (DrawDraft(disbursed_on=TODAY, amount=yuan(20)),)
    waits = (TrancheDraft(purpose="Components", amount=yuan(40), condition="Purchase contract"),)
    save(book, a_line(firm, parent_id=umbrella.id, limit=yuan(45), draws=drawn))
    save(book, a_line(firm, parent_id=umbrella.id, limit=yuan(40), tranches=waits))
    total = book.ask(credit.firm_credit, firm)
    # The room is 30: 25 are free, of the 40 that wait only 5 fit into it.
    assert (total.free, total.waiting, total.unplaced) == (yuan(25), yuan(5), yuan(0))


def test_an_umbrella_leaves_its_client_nothing_unless_a_line_can_be_drawn(book, firm):
    umbrella = save(book, a_line(firm, facility_type="comprehensive_limit", limit=yuan(50)))
    total = book.ask(credit.firm_credit, firm)
    assert (total.free, total.waiting, total.unplaced) == (yuan(0), yuan(0), yuan(50))
    suspended = a_line(firm, parent_id=umbrella.id, limit=yuan(40), status="suspended", status_reason="Audit")
    save(book, suspended)
    total = book.ask(credit.firm_credit, firm)
    assert (total.free, total.waiting, total.unplaced) == (yuan(0), yuan(0), yuan(50))


def test_one_unknown_line_under_an_umbrella_makes_what_is_free_unknown(book, firm):
    umbrella = save(book, a_line(firm, facility_type="comprehensive_limit", limit=yuan(50)))
    told = Facility(
        firm_id=firm, facility_type="ip_pledge_loan", status="active", source="public", parent_id=umbrella.id
    )
    book.do(lambda store: store.add(told), label="Report")
    total = book.ask(credit.firm_credit, firm)
    assert (total.limit, total.free, total.waiting, total.unplaced) == (yuan(50), None, None, None)


def test_a_firm_without_lines_has_no_total(book, firm):
    total = book.ask(credit.firm_credit, firm)
    assert (total.limit, total.outstanding, total.free) == (None, None, None)


def test_an_umbrella_has_the_history_of_its_lines_and_the_client_their_maturity(book, firm):
    umbrella = save(book, a_line(firm, facility_type="comprehensive_limit", maturity_on=date(2028, 1, 31)))
    soon = date(2026, 9, 30)
    draws = (DrawDraft(disbursed_on=date(2025, 6, 5), amount=yuan(30)),)
    child = save(book, a_line(firm, parent_id=umbrella.id, limit=yuan(50), draws=draws, maturity_on=soon))
    view = book.ask(line_views.facility_view, umbrella.id)
    balance, limit = book.ask(ledger.line_history, view)
    assert balance == [(date(2025, 6, 5), yuan(30)), (TODAY, yuan(30))]
    assert [money for _day, money in limit] == [yuan(100), yuan(100)]
    assert ledger.balance_plan(view, TODAY) == []
    coming = book.ask(credit.firm_credit, firm).next_maturity
    assert (coming.on, coming.facility_id, coming.amount) == (soon, child.id, yuan(30))
    assert book.ask(cards.card, firm).next_maturity == soon


def test_a_maturity_that_passed_with_something_owed_is_still_the_next(book, firm):
    passed = date(2025, 12, 31)
    draws = (DrawDraft(disbursed_on=date(2025, 6, 5), amount=yuan(6)),)
    late = save(book, a_line(firm, draws=draws, maturity_on=passed))
    save(book, a_line(firm, maturity_on=date(2027, 1, 31)))
    coming = book.ask(credit.firm_credit, firm).next_maturity
    assert (coming.on, coming.amount, coming.days) == (passed, yuan(6), (passed - TODAY).days)
    assert book.ask(cards.card, firm).next_maturity == passed
    book.do(facilities.record_repayment, late.id, yuan(6), TODAY, label="Repay")
    assert book.ask(credit.firm_credit, firm).next_maturity.on == date(2027, 1, 31)
    assert book.ask(cards.card, firm).next_maturity == date(2027, 1, 31)
