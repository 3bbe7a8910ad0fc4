"""Other lenders: dated statements, known totals with the oldest day, our share, and no registry reports."""

from datetime import timedelta
from decimal import Decimal

import pytest

from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.money import Money
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, NotFoundError
from rmapp.services.lines import other_lenders, rates
from tests.books import CLOCK

TODAY = CLOCK.today()


def tell(
    book, firm, as_of, limit=None, owed=None, *, lender="Bank B", ccy="CNY", kind="working_capital_loan", **fields
):
    line = OtherLine(
        firm_id=firm,
        lender=lender,
        facility_type=kind,
        limit=None if limit is None else Money.of(limit, ccy),
        outstanding=None if owed is None else Money.of(owed, ccy),
        ccy=ccy,
        source=fields.pop("source", "client_statement"),
        as_of=PartialDate(as_of) if as_of else None,
        **fields,
    )
    return book.do(other_lenders.add_other_line, line, label="Told").result


def read(book, firm, **options):
    return book.ask(other_lenders.other_lines, firm, **options)


def owe_us(book, firm, amount):
    line = Facility(firm_id=firm, limit=Money.of(1000), status="active", revolving=True)
    entry = LedgerEntry(facility_id=line.id, kind="disbursement", amount=Money.of(amount))
    book.do(lambda store: store.add_many([line, entry]), label="put")


def test_nothing_known_is_not_nothing_owed(book, firm):
    owe_us(book, firm, 40)
    found = read(book, firm)
    assert (found.lines, found.known_limit, found.known_outstanding, found.share_of_wallet_bp) == ((), None, None, None)
    assert found.our_outstanding == Money.of(40)


def test_the_newest_statement_of_a_line_counts(book, firm):
    tell(book, firm, "2025-12", 100, 60)
    tell(book, firm, "2025-06-30", 200, 90, lender=" bank b ")
    tell(book, firm, "2025-01", 30, 10, kind="project_loan")
    owe_us(book, firm, 30)
    found = read(book, firm)
    assert [str(line.as_of) for line in found.lines] == ["2025-01", "2025-12"]
    assert (found.known_limit, found.known_outstanding) == (Money.of(130), Money.of(70))
    assert str(found.oldest_as_of) == "2025-01"
    assert found.share_of_wallet_bp == 3000
    newest = found.lines[1]
    assert [one.limit for one in book.ask(other_lenders.history, newest)] == [Money.of(100), Money.of(200)]


def test_totals_are_of_what_is_known_and_say_what_is_not(book, firm):
    tell(book, firm, "2025-12", limit=100)
    tell(book, firm, "2025-11", owed=7, lender="Bank C")
    tell(book, firm, "2025-10", 1, 1, lender="Bank D", ccy="USD")
    found = read(book, firm)
    assert (found.known_limit, found.limits_unknown) == (Money.of(100), 2)
    assert (found.known_outstanding, found.outstandings_unknown) == (Money.of(7), 2)
    assert str(found.oldest_as_of) == "2025-11"
    assert found.share_of_wallet_bp is None  # what we have with the firm is not known to be nothing
    book.do(rates.add_fx_rate, "USD", "CNY", Decimal("7.0796"), TODAY - timedelta(days=9), label="rate")
    found = read(book, firm)
    assert found.known_outstanding == Money.of("14.08")
    assert (found.rate_on, found.stale) == (TODAY - timedelta(days=9), True)
    assert str(found.oldest_as_of) == "2025-10"


def test_restricted_statements_are_left_out_where_they_may_not_show(book, firm):
    tell(book, firm, "2025-12", 100, 60, confidentiality="restricted")
    assert len(read(book, firm).lines) == 1
    assert read(book, firm, restricted=False).lines == ()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"source": "credit_registry"}, "source"),
        ({"lender": "  "}, "lender"),
        ({"lender": "Test Bank"}, "lender"),
        ({"as_of": None}, "as_of"),
        ({"as_of": "2026-03-05"}, "as_of"),
        ({"limit": None, "owed": None}, "limit"),
        ({"owed": -1}, "outstanding"),
    ],
)
def test_a_statement_that_may_not_stand_is_refused_with_a_sentence(book, firm, fields, wrong):
    given = {"as_of": "2025-12", "limit": 100, "owed": 60, **fields}
    with pytest.raises(InputError) as refused:
        tell(book, firm, given.pop("as_of"), given.pop("limit"), given.pop("owed"), **given)
    assert list(refused.value.fields) == [wrong]
    assert refused.value.fields[wrong].endswith(".")
    assert read(book, firm).lines == ()


def test_an_amount_in_another_currency_than_the_line_is_refused(book, firm):
    line = tell(book, firm, "2025-12", 100, 60)
    with pytest.raises(InputError) as refused:
        book.do(other_lenders.change_other_line, line.id, ccy="USD", label="x")
    assert set(refused.value.fields) == {"limit", "outstanding"}


def test_a_correction_and_a_removal_can_be_undone(book, firm):
    line = tell(book, firm, "2025-12", 100, 60)
    book.do(other_lenders.change_other_line, line.id, outstanding=Money.of(50), label="Corrected")
    assert read(book, firm).known_outstanding == Money.of(50)
    book.do(other_lenders.remove_other_line, line.id, label="Removed")
    assert read(book, firm).known_outstanding is None
    with pytest.raises(NotFoundError):
        book.ask(other_lenders.other_line_of, line.id)
    book.undo()
    book.undo()
    assert read(book, firm).known_outstanding == Money.of(60)


def test_hostile_names_stay_as_typed(book, firm):
    tell(book, firm, "2025-12", 1, lender="<b>=1+1</b> '; DROP TABLE other_line; --")
    assert read(book, firm).lines[0].lender == "<b>=1+1</b> '; DROP TABLE other_line; --"
