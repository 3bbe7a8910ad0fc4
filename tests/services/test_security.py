"""The security register of a book: things, valuations, charges, guarantees, what the approval states, what is due."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.facility import Drawdown, Facility, FxRate, LedgerEntry, Security
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services.collateral import collateral_register as register
from rmapp.services.collateral import security
from rmapp.services.limits import explain
from rmapp.services.lines.line_views import facility_view
from rmapp.services.portfolio import security_due
from tests.books import NOW, add_firm

TODAY = NOW.date()
RECENT, OLD = date(2025, 8, 4), date(2025, 1, 4)


def m(million, ccy="CNY"):
    return Money.of(Decimal(str(million)) * 1_000_000, ccy)


def write(book, entity):
    return book.do(lambda store: store.add(entity), label="Write").result


def a_line(book, firm, limit=30, **fields):
    known = {"firm_id": firm, "limit": None if limit is None else m(limit), "status": "active", "reference_no": "IP-1"}
    return write(book, Facility(**{**known, **fields}))


def draw(book, line, million):
    made = write(book, Drawdown(facility_id=line.id, sequence=1, amount=m(million), disbursed_on=date(2025, 9, 1)))
    entry = LedgerEntry(facility_id=line.id, drawdown_id=made.id, kind="disbursement", amount=m(million))
    write(book, entry.model_copy(update={"value_on": PartialDate("2025-09-01")}))


def a_thing(book, firm, million=None, on=RECENT, **fields):
    known = {"firm_id": firm, "type": "mortgage_property", "description": "Plant 2", "lendable_bp": 6500}
    thing = book.do(register.add_collateral, Collateral(**{**known, **fields}), label="Add").result
    if million is not None:
        value = million if isinstance(million, Money) else m(million)
        valuation = Valuation(collateral_id=thing.id, value=value, valued_on=on)
        book.do(register.add_valuation, valuation, label="Value")
    return thing


def charged(book, thing, line, **fields):
    known = {"collateral_id": thing.id, "facility_id": line.id, "registered_on": date(2025, 2, 1)}
    return book.do(register.add_charge, Charge(**{**known, **fields}), label="Charge").result


def refused(book, verb, *args, **fields):
    with pytest.raises(InputError) as caught:
        book.do(verb, *args, label="refused", **fields)
    return caught.value.fields


@pytest.fixture
def line(book, firm):
    return a_line(book, firm)


def test_the_figures_of_picture_08_with_three_patents(book, firm, line):
    draw(book, line, 18)
    for title, value, on in (("Microphone", 21, RECENT), ("Readout", "15.5", RECENT), ("Package", "9.7", OLD)):
        right = write(book, IpRight(firm_id=firm, title=title, status="granted"))
        thing = a_thing(book, firm, value, on, type="pledge_ip", description=title, ip_right_id=right.id)
        charged(book, thing, line)
    found = book.ask(security.line_security, line.id)
    amounts = book.ask(facility_view, line.id).amounts
    assert (found.valued, found.lendable, found.lendable_bp) == (m("46.2"), m("23.725"), 6500)
    assert (found.uncovered, found.shortfall) == (m("6.275"), m(0))
    assert (amounts.waiting_for_value, amounts.available) == (m("6.275"), m("5.725"))
    assert [one.warning for one in found.charges] == ["", "", "lapsed"]
    assert [one.carries for one in found.charges] == [m("13.65"), m("10.075"), m(0)]
    waiting = book.ask(explain.explain_line, line.id, "waiting")
    assert [(step.op, step.amount) for step in waiting.steps] == [
        ("+", m(12)),
        ("+", m(18)),
        ("-", m("13.65")),
        ("-", m("10.075")),
        ("-", m(0)),
        ("=", m("6.275")),
    ]
    assert (waiting.steps[2].text, waiting.steps[2].note) == (
        "Carried by Microphone",
        "Value CNY 21,000,000.00, lendable share 65.0%",
    )
    assert waiting.steps[4].note == "The valuation of CNY 9,700,000.00 has lapsed."
    free = book.ask(explain.explain_line, line.id, "free")
    beyond = next(step for step in free.steps if step.amount == m("6.275"))
    assert beyond.note == "The security carries CNY 23,725,000.00, of which CNY 18,000,000.00 is used."


def test_what_is_owed_beyond_the_security_does_not_wait(book, firm, line):
    draw(book, line, 18)
    charged(book, a_thing(book, firm, 20), line)
    waiting = book.ask(explain.explain_line, line.id, "waiting")
    assert [step.amount for step in waiting.steps] == [m(12), m(18), m(13), m(5), m(12)]
    assert waiting.result == m(12)


def test_a_line_without_a_charge_is_not_held_back(book, firm, line):
    assert book.ask(security.lendable_by_line, [line.id]) == {}
    draw(book, line, 18)
    assert book.ask(facility_view, line.id).amounts.available == m(12)


def test_a_thing_that_is_not_valued_adds_nothing_and_says_so(book, firm, line):
    charged(book, a_thing(book, firm), line)
    assert book.ask(security.lendable_by_line, [line.id]) == {line.id: None}
    found = book.ask(security.line_security, line.id)
    assert (found.valued, found.lendable, found.shortfall, found.unvalued) == (None, None, None, 1)
    charged(book, a_thing(book, firm, 20, description="Plant 3"), line)
    assert book.ask(security.lendable_by_line, [line.id]) == {line.id: m(13)}
    assert book.ask(security.line_security, line.id).unvalued == 1


def test_two_lines_share_one_thing_by_rank(book, firm, line):
    second = a_line(book, firm, 50, reference_no="WC-2")
    thing = a_thing(book, firm, 80)
    charged(book, thing, second, ranking=2)
    charged(book, thing, line, ranking=1)
    both = book.ask(security.lendable_by_line, [line.id, second.id])
    assert both == {line.id: m(52), second.id: m(22)}
    register_view = book.ask(security.firm_register, firm)
    ((_thing, charges),) = register_view.things
    assert {one.id: carries for _charge, one, carries in charges} == both
    book.do(lambda store: store.change(Facility, line.id, status="closed"), label="Close")
    assert book.ask(security.lendable_by_line, [second.id]) == {second.id: m(52)}


def test_a_charge_counts_from_its_registration_to_its_release(book, firm, line):
    charge = charged(book, a_thing(book, firm, 20), line, registered_on=None)
    assert book.ask(security.lendable_by_line, [line.id]) == {line.id: m(0)}
    assert book.ask(security.line_security, line.id).charges[0].warning == "not_registered"
    book.do(register.change_charge, charge.id, registered_on=date(2026, 3, 1), label="Register")
    assert book.ask(security.lendable_by_line, [line.id]) == {line.id: m(13)}
    book.do(register.change_charge, charge.id, registered_to=date(2026, 3, 3), label="Ends")
    assert book.ask(security.line_security, line.id).charges[0].warning == "registration_ended"
    assert book.ask(security.lendable_by_line, [line.id]) == {line.id: m(0)}
    book.do(register.release_charge, charge.id, TODAY, label="Release")
    assert book.ask(security.lendable_by_line, [line.id]) == {}


def test_a_value_in_another_currency_is_converted_and_without_a_rate_not_known(book, firm, line):
    charged(book, a_thing(book, firm, m(1, "USD")), line)
    assert book.ask(security.lendable_by_line, [line.id]) == {line.id: None}
    assert book.ask(security.line_security, line.id).valued is None
    write(book, FxRate(base="USD", quote="CNY", on=date(2026, 3, 2), rate=Decimal("7.0796")))
    assert book.ask(security.lendable_by_line, [line.id]) == {line.id: m("4.60174")}
    assert book.ask(security.line_security, line.id).valued == m("7.0796")


def test_the_history_of_valuations_is_kept_and_the_newest_counts(book, firm, line):
    thing = a_thing(book, firm, 20, OLD)
    charged(book, thing, line)
    book.do(register.add_valuation, Valuation(collateral_id=thing.id, value=m(16), valued_on=RECENT), label="Value")
    view = book.ask(security.thing_view, thing.id)
    assert [one.value for one in view.thing.valuations] == [m(16), m(20)]
    assert view.thing.valuation.value == m(16)
    book.do(register.remove_valuation, view.thing.valuation.id, label="Remove")
    assert book.ask(security.line_security, line.id).charges[0].warning == "lapsed"
    assert refused(book, register.add_valuation, Valuation(collateral_id=thing.id, value=m(-1), valued_on=RECENT))
    later = Valuation(collateral_id=thing.id, value=m(1), valued_on=date(2026, 3, 5))
    assert set(refused(book, register.add_valuation, later)) == {"valued_on"}


def test_the_value_on_the_record_of_a_right_is_part_of_the_history(book, firm, line):
    right = write(book, IpRight(firm_id=firm, title="Motor", valuation=m(46), valued_on=RECENT, valuer="Valuers"))
    thing = a_thing(book, firm, type="pledge_ip", description="Motor", ip_right_id=right.id, lendable_bp=5000)
    charged(book, thing, line)
    assert book.ask(security.line_security, line.id).lendable == m(23)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"type": "unsecured"}, "type"),
        ({"type": "guarantee_corporate"}, "type"),
        ({"type": "castle"}, "type"),
        ({"description": " "}, "description"),
        ({"lendable_bp": 10_001}, "lendable_bp"),
    ],
)
def test_a_thing_that_is_none_is_refused(book, firm, fields, wrong):
    known = {"firm_id": firm, "type": "mortgage_property", "description": "Plant", **fields}
    assert wrong in refused(book, register.add_collateral, Collateral(**known))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"ranking": 0}, "ranking"),
        ({"registered_on": date(2026, 3, 5)}, "registered_on"),
        ({"registered_on": date(2026, 1, 2), "registered_to": date(2026, 1, 1)}, "registered_to"),
        ({"secured": m(1, "USD")}, "secured"),
        ({"secured": m(-1)}, "secured"),
    ],
)
def test_a_charge_with_a_slip_is_refused(book, firm, line, fields, wrong):
    thing = a_thing(book, firm, 20)
    assert wrong in refused(book, register.add_charge, Charge(collateral_id=thing.id, facility_id=line.id, **fields))


def test_the_same_line_is_not_secured_twice_by_one_thing(book, firm, line):
    thing = a_thing(book, firm, 20)
    charged(book, thing, line)
    again = refused(book, register.add_charge, Charge(collateral_id=thing.id, facility_id=line.id))
    assert again == {"facility_id": "This line is secured by it already."}


def test_a_thing_that_secures_a_line_stays_until_it_is_released(book, firm, line):
    thing = a_thing(book, firm, 20)
    charge = charged(book, thing, line)
    with pytest.raises(RuleError):
        book.do(register.remove_collateral, thing.id, label="Remove")
    book.do(register.release_charge, charge.id, TODAY, label="Release")
    book.do(register.remove_collateral, thing.id, label="Remove")
    assert book.ask(security.firm_register, firm).things == ()
    with pytest.raises(NotFoundError):
        book.ask(security.thing_view, thing.id)


def test_guarantees_of_firms_persons_and_outsiders(book, firm, line):
    parent = book.do(add_firm, "母公司", label="Add").result.id
    person = write(book, Person(name="沈岚"))
    given = [
        Guarantee(facility_id=line.id, guarantor_kind="firm", guarantor_id=parent),
        Guarantee(
            facility_id=line.id,
            type="guarantee_personal",
            guarantor_kind="person",
            guarantor_id=person.id,
            amount=m(5),
        ),
        Guarantee(facility_id=line.id, type="guarantee_gov_fund", guarantor_name="City fund", share_bp=8000),
    ]
    for one in given:
        book.do(register.add_guarantee, one, label="Guarantee")
    found = book.ask(security.line_security, line.id)
    assert [one.name for one in found.guarantees] == ["母公司", "沈岚", "City fund"]
    assert found.guaranteed == m(30)
    ((guarantee, borrower, _valid),) = book.ask(security.guarantees_given, parent)
    assert (guarantee.facility_id, borrower) == (line.id, "示例科技有限公司")
    own = Guarantee(facility_id=line.id, guarantor_kind="firm", guarantor_id=firm)
    assert set(refused(book, register.add_guarantee, own)) == {"guarantor_id"}
    assert set(refused(book, register.add_guarantee, Guarantee(facility_id=line.id))) == {"guarantor_name"}
    dollars = Guarantee(facility_id=line.id, guarantor_name="A", amount=m(1, "USD"))
    assert set(refused(book, register.add_guarantee, dollars)) == {"amount"}
    book.do(register.change_guarantee, guarantee.id, amount=m(10), label="Change")
    book.do(register.remove_guarantee, found.guarantees[2].guarantee.id, label="Remove")
    assert book.ask(security.line_security, line.id).guaranteed == m(15)


def test_what_is_restricted_is_not_told_of_on_paper(book, firm, line):
    charged(book, a_thing(book, firm, 20, confidentiality="restricted"), line)
    secret = a_line(book, firm, reference_no="X", confidentiality="restricted")
    charged(book, a_thing(book, firm, 10, description="Car park"), secret)
    told = book.ask(security.line_security, line.id, restricted=False)
    assert (told.charges, told.valued, told.lendable) == ((), None, None)
    ((thing, charges),) = book.ask(security.firm_register, firm, restricted=False).things
    assert (thing.collateral.description, charges) == ("Car park", ())


def test_the_reported_case_of_three_core_patents_without_number_value_or_amount(book, firm):
    rights = [
        write(
            book,
            IpRight(firm_id=firm, ip_type="unspecified_patent", core=True, pledged=True, pledgee="Exim Bank, Zhejiang"),
        )
        for _n in range(3)
    ]
    stated = Security(type="pledge_ip", ip_right_ids=tuple(right.id for right in rights))
    line = a_line(book, firm, None, lender="Exim Bank", source="public", security=(stated,))
    assert book.ask(security.line_security, line.id).open_stated == (stated,)
    taken = book.do(register.register_stated, line.id, label="Take over").result
    assert taken == (3, 3, 0, ())
    found = book.ask(security.line_security, line.id)
    assert [one.collateral.ip_right_id for one in found.charges] == [right.id for right in rights]
    assert {(one.value, one.carries, one.charge.registered_on) for one in found.charges} == {(None, None, None)}
    assert (found.valued, found.lendable, found.shortfall, found.open_stated) == (None, None, None, ())
    assert {one.collateral.source for one in found.charges} == {"public"}
    assert book.do(register.register_stated, line.id, label="Again").command_id is None


def test_what_the_approval_states_is_taken_over_with_its_value_and_guarantor(book, firm):
    stated = (
        Security(type="mortgage_property", description="Plant 2", value=m(40), valued_on=RECENT, registration_no="M2"),
        Security(type="guarantee_personal", provider="Shen Lan", value=m(5)),
        Security(type="guarantee_corporate"),
        Security(type="unsecured"),
    )
    line = a_line(book, firm, security=stated)
    taken = book.do(register.register_stated, line.id, label="Take over").result
    assert taken[:3] == (1, 1, 1)
    assert taken.left == ("The approval does not say who guarantees.",)
    found = book.ask(security.line_security, line.id)
    assert (found.charges[0].value, found.charges[0].charge.registration_no) == (m(40), "M2")
    assert found.lendable is None
    assert found.guarantees[0].guarantee.amount == m(5)
    assert found.open_stated == (stated[2],)


def test_what_falls_due_is_found_for_a_firm_and_for_the_book(book, firm, line):
    thing = a_thing(book, firm, 20, date(2025, 5, 1))
    charge = charged(book, thing, line, registered_to=date(2026, 5, 20))
    until = date(2026, 6, 2)
    for of in (firm, None):
        ((on, collateral, _valuation, lines),) = book.ask(security_due.revaluations_due, until, of)
        assert (on, collateral.id, lines) == (date(2026, 5, 1), thing.id, (line.id,))
        ((on, ending, _collateral),) = book.ask(security_due.registrations_ending, until, of)
        assert (on, ending.id) == (date(2026, 5, 20), charge.id)
        assert book.ask(security_due.revaluations_due, date(2026, 4, 30), of) == ()
        assert book.ask(security_due.registrations_ending, date(2026, 5, 19), of) == ()
    book.do(lambda store: store.change(Facility, line.id, status="closed"), label="Close")
    assert book.ask(security_due.revaluations_due, until) == ()
    assert book.ask(security_due.registrations_ending, until, firm) == ()
