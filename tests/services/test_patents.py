"""The patent desk of a book: life against maturity, fees, pledges that are never doubled, the checklist."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.facility import Facility
from rmapp.domain.intellectual_property import IpRight, PledgeCheck
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, RuleError
from rmapp.services.collateral import collateral_register as register
from rmapp.services.collateral import patents
from rmapp.services.portfolio import security_due
from tests.books import NOW

TODAY = NOW.date()
FILED = PartialDate("2020-03-10")


def write(book, entity):
    return book.do(lambda store: store.add(entity), label="Write").result


def a_right(book, firm, **fields):
    known = {
        "firm_id": firm,
        "title": "Readout circuit",
        "applicant": "示例科技有限公司",
        "status": "granted",
        "filed_on": FILED,
        "granted_on": PartialDate("2022-01-05"),
        "annual_fee_due_on": date(2026, 3, 10),
    }
    return write(book, IpRight(**{**known, **fields}))


def a_line(book, firm, **fields):
    known = {"firm_id": firm, "status": "active", "reference_no": "IP-1", "maturity_on": date(2027, 6, 30)}
    return write(book, Facility(**{**known, **fields}))


def a_thing(book, right):
    thing = Collateral(firm_id=right.firm_id, type="pledge_ip", ip_right_id=right.id, lendable_bp=6500)
    return book.do(register.add_collateral, thing, label="Add").result


def charge(book, thing, line, **fields):
    known = {"collateral_id": thing.id, "facility_id": line.id, "registered_on": date(2025, 9, 1)}
    return book.do(register.add_charge, Charge(**{**known, **fields}), label="Charge").result


def refusal(book, thing, line, **fields):
    with pytest.raises(InputError) as caught:
        charge(book, thing, line, **fields)
    return caught.value.fields


def the_right(book, firm):
    (only,) = book.ask(patents.patent_desk, firm)
    return only


@pytest.fixture
def line(book, firm):
    return a_line(book, firm)


def test_the_desk_shows_life_fee_value_and_pledge_of_a_right(book, firm, line):
    right = a_right(book, firm)
    free = the_right(book, firm)
    assert (free.pledge, free.pledgeable.answer, free.line) == ("free", True, None)
    thing = a_thing(book, right)
    value = Valuation(collateral_id=thing.id, value=Money.of(15_500_000), valued_on=date(2025, 1, 4))
    book.do(register.add_valuation, value, label="Value")
    charge(book, thing, line, registration_no="Y-1", registered_to=date(2027, 9, 1))
    found = the_right(book, firm)
    assert (found.pledge, found.years_left, found.outlives_line) == ("ours", Decimal("14.0"), True)
    assert (found.next_fee_on, found.fee_overdue) == (date(2026, 3, 10), False)
    assert (found.valuation.value, found.valuation_lapsed) == (Money.of(15_500_000), True)
    assert (found.state, found.clear) == ("open", 7)
    pledged = next(one for one in found.grounds if one.ground == "pledged_already")
    assert (pledged.answer, pledged.evidence) == ("clear", "Pledged for the line IP-1, registered 1 Sep 2025.")


def test_the_record_of_a_right_follows_its_charge_and_back(book, firm, line):
    thing = a_thing(book, a_right(book, firm))
    written = charge(book, thing, line, registration_no="Y-1", registered_to=date(2027, 9, 1))
    right = the_right(book, firm).right
    assert (right.pledged, right.pledgee, right.pledge_registration_no) == (True, "Test Bank", "Y-1")
    assert (right.pledged_from, right.pledged_to, right.facility_id) == (
        date(2025, 9, 1),
        date(2027, 9, 1),
        line.id,
    )
    book.undo()
    assert not the_right(book, firm).right.pledged
    book.redo()
    book.do(register.release_charge, written.id, TODAY, label="Release")
    freed = the_right(book, firm)
    assert (freed.right.pledged, freed.right.facility_id, freed.pledge) == (False, None, "free")


def test_a_charge_entered_by_mistake_frees_the_right(book, firm, line):
    written = charge(book, a_thing(book, a_right(book, firm)), line)
    book.do(register.remove_charge, written.id, label="Remove")
    assert the_right(book, firm).pledge == "free"


def test_a_right_is_never_pledged_twice(book, firm, line):
    thing = a_thing(book, a_right(book, firm))
    first = charge(book, thing, line)
    second = a_line(book, firm, reference_no="WC-2")
    assert refusal(book, thing, second) == {
        "facility_id": "This right is pledged already for the line IP-1. Release that pledge first."
    }
    assert "facility_id" in refusal(book, thing, second, registered_on=None, ranking=2)
    book.do(register.change_charge, first.id, registered_to=date(2026, 3, 3), label="Runs out")
    assert charge(book, thing, second).facility_id == second.id


def test_a_right_of_another_bank_is_not_pledged_to_us(book, firm, line):
    thing = a_thing(book, a_right(book, firm, pledged=True, pledgee="Other Bank"))
    assert refusal(book, thing, line) == {
        "facility_id": "This right is pledged to Other Bank. A right cannot be pledged twice."
    }
    found = the_right(book, firm)
    assert (found.pledge, found.state) == ("elsewhere", "obstacle")


def test_a_right_stands_in_the_register_once(book, firm):
    right = a_right(book, firm)
    a_thing(book, right)
    with pytest.raises(InputError) as caught:
        a_thing(book, right)
    assert set(caught.value.fields) == {"ip_right_id"}


def test_a_right_that_is_not_pledgeable_warns_with_the_grounds_and_may_be_charged(book, firm, line):
    right = a_right(book, firm, status="published", expires_on=PartialDate("2027-06-29"))
    thing = a_thing(book, right)
    assert book.ask(patents.charge_warnings, thing.id, line.id) == (
        "The patent is not yet granted. Its status is “Published”.",
        "The debt runs longer than the right. The right lasts until 29 Jun 2027, the debt until 30 Jun 2027.",
        "It has less than 24 months of life left.",
    )
    assert charge(book, thing, line)
    assert the_right(book, firm).state == "obstacle"


def test_a_good_right_and_a_house_warn_of_nothing(book, firm, line):
    house = Collateral(firm_id=firm, type="mortgage_property", description="Plant")
    house = book.do(register.add_collateral, house, label="Add").result
    assert book.ask(patents.charge_warnings, house.id, line.id) == ()
    assert book.ask(patents.charge_warnings, a_thing(book, a_right(book, firm)).id, line.id) == ()


def test_the_checklist_is_answered_with_evidence_until_it_is_clear(book, firm):
    right = a_right(book, firm)
    for one in the_right(book, firm).grounds:
        if one.answer == "unknown" and one.ground != "debt_outlives_right":
            check = PledgeCheck(
                ip_right_id=right.id, ground=one.ground, answer="clear", evidence="Extract", checked_on=TODAY
            )
            book.do(patents.record_check, check, label="Check")
    found = the_right(book, firm)
    assert (found.clear, found.state) == (11, "open")
    check = PledgeCheck(ip_right_id=right.id, ground="debt_outlives_right", answer="clear", checked_on=TODAY)
    book.do(patents.record_check, check, label="Check")
    assert the_right(book, firm).state == "clear"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ground": "bad_weather"}, "ground"),
        ({"checked_on": date(2026, 3, 5)}, "checked_on"),
        ({"answer": "obstacle", "evidence": ""}, "evidence"),
    ],
)
def test_a_check_with_a_slip_is_refused(book, firm, fields, wrong):
    known = {"ip_right_id": a_right(book, firm).id, "ground": "other_ground", "answer": "clear", "checked_on": TODAY}
    with pytest.raises(InputError) as caught:
        book.do(patents.record_check, PledgeCheck(**{**known, **fields}), label="Check")
    assert set(caught.value.fields) == {wrong}


def test_a_fee_that_is_paid_is_due_a_year_later(book, firm):
    right = a_right(book, firm, annual_fee_due_on=date(2026, 3, 3))
    assert the_right(book, firm).fee_overdue
    book.do(patents.record_fee_paid, right.id, label="Paid")
    assert the_right(book, firm).next_fee_on == date(2027, 3, 3)
    bare = a_right(book, firm, annual_fee_due_on=None)
    with pytest.raises(RuleError):
        book.do(patents.record_fee_paid, bare.id, label="Paid")


def test_fees_due_and_pledged_rights_that_lapsed_are_found(book, firm, line):
    right = a_right(book, firm)
    reckoned = a_right(book, firm, annual_fee_due_on=None)
    a_right(book, firm, status="lapsed")
    until = date(2026, 6, 2)
    assert [one.right.id for one in book.ask(security_due.fees_due, until, firm)] == [right.id, reckoned.id]
    ((on, due, is_entered, lines, grace),) = book.ask(security_due.fees_due, until)
    assert (on, due.id, is_entered, lines, grace) == (
        date(2026, 3, 10),
        right.id,
        True,
        (),
        date(2026, 9, 10),
    )
    charge(book, a_thing(book, reckoned), line)
    assert [one.facility_ids for one in book.ask(security_due.fees_due, until)] == [(), (line.id,)]
