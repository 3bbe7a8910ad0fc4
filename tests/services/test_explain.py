"""Each number says in words how it was computed, and ends in the number that is shown."""

from datetime import date

import pytest

from rmapp import i18n
from rmapp.domain.collateral import Guarantee
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Tranche
from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.errors import NotFoundError
from rmapp.services.limits import explain, group_limits
from rmapp.services.lines import credit
from tests.books import add_firm
from tests.credit_group import add_line, add_worked_group, m


@pytest.fixture
def worked(book):
    return book.do(add_worked_group, label="Worked example").result


def write(book, entity):
    return book.do(lambda store: store.add(entity), label="Write").result


def line(book, firm_id, limit, moves=(), **fields):
    return book.do(add_line, firm_id, limit, moves, label="Line", **fields).result.id


def told(book, facility_id, what):
    return book.ask(explain.explain_line, facility_id, what)


def steps(found):
    return [(step.op, step.amount) for step in found.steps]


def texts(found):
    return [step.text for step in found.steps]


def test_outstanding_is_what_was_paid_out_less_what_came_back(book, worked):
    found = told(book, worked.lines["B1"], "outstanding")
    assert steps(found) == [("", m(30)), ("-", m(5)), ("=", m(25))]
    assert (found.title, found.result, found.result_text, found.note) == (
        "Outstanding",
        m(25),
        "CNY 25,000,000.00",
        "",
    )
    write(book, LedgerEntry(facility_id=worked.lines["B1"], kind="revaluation", amount=m(1)))
    assert steps(told(book, worked.lines["B1"], "outstanding"))[2:] == [("+", m(1)), ("=", m(26))]


def test_free_of_a_non_revolving_line_counts_all_that_was_drawn(book, worked):
    found = told(book, worked.lines["B1"], "free")
    assert steps(found) == [("", m(50)), ("-", m(30)), ("=", m(20)), ("=", m(20))]
    assert "what is repaid cannot be drawn again" in found.steps[1].text


def test_free_names_reserved_draws_conditions_and_the_over_limit(book, firm):
    facility_id = line(book, firm, 100, [("disbursement", 40)])
    write(book, Drawdown(facility_id=facility_id, sequence=1, amount=m(10), status="reserved"))
    write(book, Tranche(facility_id=facility_id, sequence=2, amount=m(30), condition="Purchase contract"))
    found = told(book, facility_id, "free")
    assert steps(found) == [("", m(100)), ("-", m(40)), ("-", m(10)), ("=", m(50)), ("-", m(30)), ("=", m(20))]
    waiting = told(book, facility_id, "waiting")
    assert texts(waiting) == ["Tranche 2 waits for “Purchase contract”", "Waiting"]
    write(book, LedgerEntry(facility_id=facility_id, kind="revaluation", amount=m(55)))
    found = told(book, facility_id, "free")
    assert steps(found)[3:5] == [("+", m(5)), ("=", m(0))]
    assert found.result == m(0)
    waiting = told(book, facility_id, "waiting")
    assert steps(waiting) == [("+", m(30)), ("-", m(30)), ("=", m(0))]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "suspended"}, "the line is “Suspended”"),
        ({"available_from": date(2026, 3, 5)}, "before 5 Mar 2026"),
        ({"available_to": date(2026, 3, 3)}, "after 3 Mar 2026"),
        ({}, "the line waits for “Insurance”"),
    ],
)
def test_a_line_that_is_not_open_says_why(book, firm, fields, said):
    facility_id = line(book, firm, 100, [("disbursement", 40)], **fields)
    if not fields:
        write(book, DrawingCondition(facility_id=facility_id, text="Insurance", blocking=True))
    found = told(book, facility_id, "free")
    assert steps(found)[-2:] == [("-", m(60)), ("=", m(0))]
    assert said in found.steps[-2].text


def test_utilisation_is_a_share_and_no_amount(book, worked):
    found = told(book, worked.lines["A2"], "utilisation")
    assert (found.result, found.result_text) == (None, "46.7%")
    assert steps(found)[1] == ("/", m(30))
    unknown = told(book, line(book, worked.firms["A"], None), "utilisation")
    assert (unknown.result_text, unknown.note) == ("not known", "The limit is not known.")


def test_worked_example_3_5_use_and_exposure_of_b1_and_c2(book, worked):
    use = told(book, worked.lines["B1"], "use")
    assert steps(use) == [("", m(25)), ("+", m(20)), ("=", m(45))]
    exposure = told(book, worked.lines["B1"], "exposure")
    assert steps(exposure) == [("", m(25)), ("x", None), ("=", m(25)), ("+", m(8)), ("=", m(33))]
    dollars = told(book, worked.lines["C2"], "exposure")
    assert (dollars.result, dollars.note) == (m("7.0796"), "Exchange rates of 2 Mar 2026.")
    assert ("=", m(1, "USD")) in steps(dollars)
    contract = told(book, worked.lines["C1"], "exposure")
    assert "in the risk amount of the contracts already" in contract.steps[1].text


def test_worked_example_3_5_effective_available_names_each_level(book, worked):
    book.do(group_limits.change_group_limit, worked.limit_id, limit=m(120), label="Lower")
    found = told(book, worked.lines["A1"], "effective")
    assert steps(found) == [("", m(20)), ("min", m(46)), ("min", m("9.9204")), ("=", m("9.9204"))]
    assert (found.result, found.note) == (m("9.9204"), "The group limit binds.")
    assert found.steps[2].text == "The group limit: GL-1"
    assert found.steps[2].note == "limit CNY 120,000,000.00, used CNY 110,079,600.00"
    assert "has promised" in told(book, worked.lines["B1"], "effective").steps[1].note


def test_an_umbrella_is_the_sum_of_its_lines(book, worked):
    umbrella = line(book, worked.firms["C"], 100, facility_type="comprehensive_limit")
    book.do(lambda store: store.change(Facility, worked.lines["C2"], parent_id=umbrella), label="Under")
    owed = told(book, umbrella, "outstanding")
    assert (owed.result, owed.note) == (m("7.0796"), "Exchange rates of 2 Mar 2026.")
    assert owed.steps[0].note == "USD 1,000,000.00"
    assert told(book, umbrella, "use").result == m("7.0796")
    assert told(book, umbrella, "free").result == m("92.9204")
    assert told(book, umbrella, "exposure").result is None


def test_free_of_a_client_says_what_of_the_room_of_an_umbrella_no_line_can_draw(book, firm):
    umbrella = line(book, firm, 50, facility_type="comprehensive_limit")
    child = line(book, firm, 40, parent_id=umbrella)
    line(book, firm, 7)
    write(book, Tranche(facility_id=child, sequence=1, amount=m(40), condition="Purchase contract"))
    found = book.ask(explain.explain_firm, firm, "free")
    assert steps(found) == [("", m(50)), ("-", m(40)), ("-", m(10)), ("+", m(7)), ("=", m(7))]
    assert texts(found)[1:3] == [
        "What the lines under it wait for",
        "Room of the umbrella limit that no line can draw",
    ]
    waiting = book.ask(explain.explain_firm, firm, "waiting")
    assert (waiting.result, steps(waiting)) == (m(40), [("", m(40)), ("+", m(0)), ("=", m(40))])
    rest = book.ask(explain.explain_firm, firm, "unplaced")
    assert (rest.title, rest.result) == ("Room of the umbrella limit that no line can draw", m(10))
    assert told(book, umbrella, "free").result == m(50)


def test_the_room_of_an_umbrella_in_dollars_is_told_in_both_currencies(book, worked):
    firm = worked.firms["C"]
    umbrella = line(book, firm, "4.333333", facility_type="comprehensive_limit", ccy="USD")
    book.do(lambda store: store.change(Facility, worked.lines["C2"], parent_id=umbrella), label="Under")
    total = book.ask(credit.firm_credit, firm)
    found = book.ask(explain.explain_firm, firm, "free")
    notes = [step.note for step in found.steps if step.note.startswith("USD")]
    assert notes == ["USD 3,333,333.00", "USD 1,333,333.00"]
    added = sum((step.amount if step.op != "-" else -step.amount for step in found.steps[:-1]), m(0))
    assert found.result == total.free == added


def test_what_waits_for_conditions_and_for_values_is_told_apart(book, firm):
    held = line(book, firm, 100, revolving=True)
    write(book, Tranche(facility_id=held, sequence=1, amount=m(60), condition="Purchase contract"))
    line(book, firm, 30, [("disbursement", 18)], revolving=True)
    found = book.ask(explain.explain_firm, firm, "waiting_for_condition")
    assert (found.result, steps(found)) == (m(60), [("", m(60)), ("+", m(0)), ("=", m(60))])
    assert book.ask(explain.explain_firm, firm, "waiting_for_value").result == m(0)


def test_margin_excess_and_what_is_shut_close_the_sum_of_a_client(book, worked):
    a = worked.firms["A"]
    line(book, a, 10, [("disbursement", "10.4")])
    line(book, a, 50, [("disbursement", 30), ("principal_repayment", 5)], revolving=False)
    line(book, a, 25, status="signed")
    sums = {what: book.ask(explain.explain_firm, a, what) for what in ("margin", "over", "shut")}
    assert {what: found.result for what, found in sums.items()} == {"margin": m(6), "over": m("0.4"), "shut": m(30)}
    assert [found.steps[-1].amount for found in sums.values()] == [m(6), m("0.4"), m(30)]
    total = book.ask(credit.firm_credit, a)
    assert total.limit - total.outstanding + m(6) + m("0.4") - total.waiting - m(30) == total.free


def test_firm_totals_are_told_line_by_line(book, worked):
    sums = {what: book.ask(explain.explain_firm, worked.firms["A"], what) for what in ("limit", "outstanding", "free")}
    assert {what: found.result for what, found in sums.items()} == {
        "limit": m(90),
        "outstanding": m(60),
        "free": m(36),
    }
    assert steps(sums["free"]) == [("", m(20)), ("+", m(16)), ("=", m(36))]
    dollars = book.ask(explain.explain_firm, worked.firms["C"], "outstanding")
    assert (dollars.steps[1].note, dollars.note) == ("USD 1,000,000.00", "Exchange rates of 2 Mar 2026.")


def test_worked_example_3_5_use_and_exposure_of_the_group(book, worked):
    assert book.ask(explain.explain_group, worked.firms["C"], "use").result == m("110.0796")
    found = book.ask(explain.explain_group, worked.firms["C"], "exposure")
    assert (found.result, len(found.steps)) == (m("98.0796"), 6)
    assert found.steps[0].text.startswith("示例A · ")


def test_worked_example_3_5_the_room_of_the_group_limit(book, worked):
    found = book.ask(explain.explain_group_limit, worked.limit_id)
    assert (found.title, found.result) == ("Left of GL-1", m("89.9204"))
    assert [amount for op, amount in steps(found) if op == "-"] == [m(40), m(14), m(45), m(4), m("7.0796")]


def test_what_is_not_known_says_why(book, firm):
    reported = line(book, firm, 10, source="client_statement")
    assert told(book, reported, "outstanding").note == "The movements of this line are not known."
    total = book.ask(explain.explain_firm, firm, "outstanding")
    assert (total.result, total.result_text) == (None, "not known")
    assert "because a part is not: Working capital loan" in total.note
    sizeless = line(book, firm, 100)
    write(book, Tranche(facility_id=sizeless, sequence=1, condition="Contract"))
    assert told(book, sizeless, "free").note == "A tranche waits whose amount is not known."
    foreign = line(book, firm, 1, ccy="EUR")
    assert "no exchange rate from EUR" in told(book, foreign, "use").note


def test_limits_that_leave_nothing_known_say_why(book, firm):
    def note_of(**fields):
        limit = GroupLimit(firm_id=firm, **{"limit": m(45), **fields})
        book.do(group_limits.add_group_limit, limit, label="Limit")
        found = book.ask(explain.explain_group_limit, limit.id)
        assert (found.result, found.result_text) == (None, "not known")
        return found.note

    assert "does not bind" in note_of(lender="Another Bank")
    assert "how this limit is split" in note_of(split="unknown")
    assert note_of(limit=None, split="shared") == "The limit is not known."
    line(book, firm, 10, source="client_statement")
    assert note_of(split="shared") == "What one of the lines uses is not known."
    assert book.ask(explain.explain_firm, firm, "limit").result == m(10)


def test_a_firm_without_lines_says_so(book, firm):
    found = book.ask(explain.explain_firm, firm, "outstanding")
    assert (found.result, found.note) == (None, "There is no line in use or approved.")


def test_unknown_lines_and_limits_are_not_found(book):
    with pytest.raises(NotFoundError):
        told(book, "nothing", "free")
    with pytest.raises(NotFoundError):
        book.ask(explain.explain_group_limit, "nothing")


def test_amounts_read_in_the_current_language(book, worked):
    i18n.use("zh_CN")
    assert told(book, worked.lines["A1"], "free").result_text == "20,000,000.00元"


def test_what_a_group_answers_for_beside_its_lines_is_told_line_by_line(book, worked):
    a = worked.firms["A"]
    nothing = book.ask(explain.explain_group, a, "indirect")
    assert (nothing.result, nothing.note) == (m(0), "No line of other firms counts here.")
    outside = book.do(add_firm, "示例外", label="Add").result.id
    lent = line(book, outside, 20, [("disbursement", 10)])
    write(book, Guarantee(facility_id=lent, guarantor_kind="firm", guarantor_id=a, amount=m(6)))
    found = book.ask(explain.explain_group, a, "indirect")
    assert steps(found) == [("", m(6)), ("=", m(6))]
    assert texts(found)[0].startswith("示例外 · Working capital loan")
    write(book, OwnershipLink(parent_id=a, child_id=outside, kind="economic"))
    beside = book.ask(explain.explain_group, a, "affiliated")
    assert steps(beside) == [("", m(10)), ("=", m(10))]
