"""The interest estimate of a line from its ledger, the balance of past days and the story of a line."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.facility import Drawdown, Facility, Fee, FxRate, LedgerEntry, Pricing
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.services.lines import interest, ledger, line_story
from tests.books import add_firm

PRICE = Pricing(base="lpr_1y", spread_bp=45, repricing="fixed")


def m(amount, ccy="CNY"):
    return Money.of(Decimal(str(amount)) * 10**6, ccy)


def write_line(store, firm_id=None, moves=(), limits=(), **fields):
    """Write a line with movements (kind, millions, day) and limits (millions, day, reason)."""
    firm_id = firm_id or add_firm(store).id
    ccy = fields.get("ccy", "CNY")
    known = {"facility_type": "working_capital_loan", "status": "active", "limit": m(100, ccy), "pricing": PRICE}
    line = store.add(Facility(firm_id=firm_id, **{**known, **fields}))
    for kind, amount, day, *draw in moves:
        on = PartialDate.of(day) if day else None
        drawn = draw[0] if draw else None
        store.add(LedgerEntry(facility_id=line.id, kind=kind, amount=m(amount, ccy), value_on=on, drawdown_id=drawn))
    for amount, day, reason in limits:
        on = PartialDate(day)
        store.add(
            LedgerEntry(facility_id=line.id, kind="limit_change", amount=m(amount, ccy), value_on=on, note=reason)
        )
    return line


def written(book, **fields):
    return book.do(write_line, **fields, label="Line").result


def test_worked_example_of_a_line_that_owes_forty_million(book):
    line = written(book, moves=[("disbursement", 40, date(2025, 9, 21))])
    found = book.ask(interest.estimate, line.id, date(2025, 9, 21), date(2025, 12, 21))
    assert (found.interest, found.late, found.total) == (Money.of("348833.33"), m(0), Money.of("348833.33"))
    assert [(part.days, part.rate_bp, part.principal) for part in found.parts] == [(91, 345, m(40))]
    assert found.settled_on == (date(2025, 12, 20),)
    assert found.label == "estimate"


def test_the_balance_of_each_day_bears_interest(book):
    moves = [
        ("disbursement", 36, date(2025, 9, 21)),
        ("principal_repayment", 18, date(2025, 10, 21)),
    ]
    line = written(book, moves=moves, pricing=Pricing(base="fixed", fixed_bp=360))
    found = book.ask(interest.estimate, line.id, date(2025, 9, 21), date(2025, 11, 20))
    assert [part.days for part in found.parts] == [30, 30]
    assert found.interest == Money.of(36_000_000 * 36 // 1000 * 30 // 360 + 18_000_000 * 36 // 1000 * 30 // 360)


def test_late_interest_begins_the_day_after_the_due_day(book):
    def write(store):
        line = write_line(store, pricing=Pricing(base="fixed", fixed_bp=360, late_bp=5_000))
        draw = store.add(Drawdown(facility_id=line.id, sequence=1, amount=m(1), due_on=date(2025, 10, 20)))
        on = PartialDate.of(date(2025, 9, 21))
        store.add(LedgerEntry(facility_id=line.id, drawdown_id=draw.id, kind="disbursement", amount=m(1), value_on=on))
        return line

    line = book.do(write, label="Line").result
    found = book.ask(interest.estimate, line.id, date(2025, 9, 21), date(2025, 11, 20))
    assert [(part.days, part.is_late, part.amount) for part in found.parts] == [
        (30, False, Money.of(3_000)),
        (30, True, Money.of(4_500)),
    ]
    assert (found.interest, found.late) == (Money.of(6_000), Money.of(1_500))


def test_a_rate_known_only_from_a_day_on_and_a_reset(book):
    price = Pricing(base="lpr_1y", spread_bp=45, repricing="annual", first_reset_on=date(2025, 7, 1))
    line = written(book, pricing=price, moves=[("disbursement", 36, date(2025, 4, 1))])
    found = book.ask(interest.estimate, line.id, date(2025, 6, 1), date(2025, 7, 31))
    assert [(part.days, part.rate_bp) for part in found.parts] == [(30, 345), (30, 345)]
    unknown = written(book, pricing=None, moves=[("disbursement", 1, date(2025, 4, 1))])
    found = book.ask(interest.estimate, unknown.id, date(2025, 6, 1), date(2025, 7, 31))
    assert found.interest is None
    assert found.total is None
    assert "rate" in found.note


def test_what_bears_no_interest_or_is_not_known(book):
    bill = written(book, facility_type="bank_acceptance", moves=[("issue", 1, date(2025, 4, 1))])
    dayless = written(book, moves=[("disbursement", 1, None)])
    reported = written(book, source="press")
    for line in (bill, dayless, reported):
        found = book.ask(interest.estimate, line.id, date(2025, 6, 1), date(2025, 7, 31))
        assert found.interest is None
        assert found.note


def test_commitment_fee_on_the_undrawn_part(book):
    fees = (Fee(kind="commitment", rate_bp=20),)
    line = written(book, moves=[("disbursement", 40, date(2026, 1, 1))], fees=fees, limit=m(60))
    found = book.ask(interest.estimate, line.id, date(2026, 1, 1), date(2026, 6, 30))
    assert found.commitment_fee == Money.of("20000.00")
    assert "today" in found.note


def test_a_period_that_ends_before_it_begins_is_refused(book):
    line = written(book)
    with pytest.raises(InputError, match="ends before"):
        book.ask(interest.estimate, line.id, date(2026, 1, 1), date(2026, 1, 1))


def test_balance_and_limit_of_past_days(book):
    line = written(
        book,
        limit=m(30),
        moves=[("disbursement", 10, date(2025, 3, 1)), ("principal_repayment", 4, date(2025, 6, 1))],
        limits=[(15, "2025-01-01", ""), (30, "2025-09-01", "Orders doubled")],
    )
    days = [date(2024, 12, 31), date(2025, 3, 1), date(2025, 5, 31), date(2025, 6, 1)]
    assert [book.ask(ledger.balance_on, line.id, day) for day in days] == [m(0), m(10), m(10), m(6)]
    assert [book.ask(ledger.limit_on, line.id, day) for day in (*days[:2], date(2025, 9, 1))] == [None, m(15), m(30)]


def test_a_correction_changes_the_balance_of_its_day(book):
    line = written(book, moves=[("disbursement", 10, date(2025, 3, 1))])

    def reverse(store):
        (entry,) = store.all(LedgerEntry, facility_id=line.id)
        store.add(
            LedgerEntry(facility_id=line.id, kind="correction", amount=entry.amount, reverses=entry.id, note="Typo")
        )

    book.do(reverse, label="Reverse")
    assert book.ask(ledger.balance_on, line.id, date(2025, 4, 1)) == m(0)


def test_a_reported_line_without_movements_has_no_known_balance(book):
    line = written(book, source="press")
    assert book.ask(ledger.balance_on, line.id, date(2026, 1, 1)) is None
    assert book.ask(ledger.limit_on, line.id, date(2026, 1, 1)) == m(100)


def test_the_balance_of_an_umbrella_is_that_of_its_lines(book):
    def write(store):
        store.add(FxRate(base="USD", quote="CNY", on=date(2025, 1, 1), rate=Decimal(7)))
        top = write_line(store, facility_type="comprehensive_limit")
        write_line(store, top.firm_id, [("disbursement", 3, date(2025, 3, 1))], parent_id=top.id)
        write_line(store, top.firm_id, [("disbursement", 1, date(2025, 4, 1))], parent_id=top.id, ccy="USD")
        return top

    top = book.do(write, label="Umbrella").result
    assert book.ask(ledger.balance_on, top.id, date(2025, 3, 31)) == m(3)
    assert book.ask(ledger.balance_on, top.id, date(2025, 4, 1)) == m(10)


def test_the_line_that_grew_from_five_to_thirty_million(book):
    limits = [(5, "2019", "First patents"), (15, "2023", ""), (30, "2024", "Ten times the revenue")]
    line = written(book, source="press", limit=m(30), limits=limits)
    story = book.ask(line_story.line_story, [line.id])
    assert [(str(step.on), step.limit, step.reason, step.before) for step in story.steps] == [
        ("2019", m(5), "First patents", None),
        ("2023", m(15), "", m(5)),
        ("2024", m(30), "Ten times the revenue", m(15)),
    ]
    assert story.steps[0].label == "¥5.0m, 2019"
    assert story.limits[0] == (date(2019, 1, 1), m(5))
    assert story.limits[-1][1] == m(30)
    assert story.balance == ()
    assert story.is_partial


def test_lines_of_two_currencies_are_told_in_one(book):
    def write(store):
        store.add(FxRate(base="USD", quote="CNY", on=date(2026, 3, 1), rate=Decimal(7)))
        one = write_line(store, limits=[(10, "2025-01-01", "")], moves=[("disbursement", 4, date(2025, 2, 1))])
        other = write_line(store, one.firm_id, limits=[(1, "2025-06-01", "")], ccy="USD")
        return [one.id, other.id]

    ids = book.do(write, label="Lines").result
    story = book.ask(line_story.line_story, ids)
    assert (story.ccy, story.rate_on, story.is_partial) == ("CNY", date(2026, 3, 1), False)
    assert [money for _day, money in story.limits][:2] == [m(10), m(17)]
    assert story.steps[-1].limit == m(1, "USD")
