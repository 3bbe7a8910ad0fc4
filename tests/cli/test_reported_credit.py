"""What other lenders gave is said to be theirs, and a day without an amount has an empty cell."""

import json
from datetime import timedelta

import pytest

from rmapp.domain.clock import SystemClock
from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.covenant import Covenant
from rmapp.domain.facility import Facility
from rmapp.domain.ownership import GroupLimit
from rmapp.services.books import open_book
from rmapp.services.search import resolve_firm
from tests.books import CLOCK, PASSPHRASE
from tests.credit_group import add_line, m


@pytest.fixture
def put(book):
    """Return a function that runs a verb on the book and the firm with a name."""

    def write(verb, name="Heyu Gene"):
        workspace = open_book(book, PASSPHRASE, clock=CLOCK)
        try:
            return workspace.do(lambda store: verb(store, resolve_firm(store, name)), label="put").result
        finally:
            workspace.close()

    return write


def reported_line(store, firm_id):
    add_line(store, firm_id, 100, [("disbursement", 40)], lender="Bank of Shanghai", source="public")


def test_show_says_whose_money_a_reported_line_is(rmapp, put):
    put(reported_line)
    shown = rmapp("show", "Heyu").out
    assert "¥40.0m drawn of ¥100.0m, ¥60.0m free to draw, of Bank of Shanghai, as reported" in shown
    assert "Working capital loan, of Bank of Shanghai, as reported" in shown


def test_beside_a_line_of_ours_only_the_reported_one_is_marked(rmapp, put):
    put(reported_line, "潮声传感")
    shown = rmapp("show", "潮声传感").out
    assert shown.count("as reported") == 1
    (credit,) = (row for row in shown.splitlines() if row.startswith("Credit:"))
    assert "¥3.0m" in credit


def test_lines_says_whose_money_a_reported_line_is(rmapp, put):
    put(reported_line)
    rows = rmapp("lines").out.splitlines()
    marked = [row for row in rows if "of Bank of Shanghai, as reported" in row]
    assert len(marked) == 1
    assert marked[0].startswith("Heyu Gene")
    assert not any("as reported" in row for row in rows if "SX-1" in row)


def test_show_lists_group_limits_of_other_lenders_with_their_split(rmapp, put):
    def star(store, firm_id):
        store.add(GroupLimit(firm_id=firm_id, limit=m(45), borrowers="five subsidiaries", lender="Bank of China"))
        store.add(GroupLimit(firm_id=firm_id, lender="Another Bank", split="shared"))
        store.add(GroupLimit(firm_id=firm_id, limit=m(80), borrowers="ours"))
        store.add(GroupLimit(firm_id=firm_id, limit=m(70), lender="Past Bank", status="closed"))

    put(star)
    rows = rmapp("show", "Heyu").out.splitlines()
    (row,) = (row for row in rows if "Bank of China" in row)
    assert row.split("  ")[0] == "five subsidiaries, of Bank of China, as reported"
    assert row.endswith("¥45.0m  split not known")
    (other,) = (row for row in rows if "Another Bank" in row)
    assert other.startswith("firms of the group, of Another Bank, as reported")
    assert other.split()[-2:] == ["–", "shared"]
    assert not [row for row in rows if "Past Bank" in row or row.startswith("ours")]


def test_a_day_without_an_amount_has_an_empty_cell_and_an_unknown_amount_says_so(rmapp, put):
    today = SystemClock().today()

    def fill(store, firm_id):
        fields = {"firm_id": firm_id, "facility_type": "working_capital_loan", "status": "active"}
        line = store.add(Facility(**fields, maturity_on=today, reference_no="U-1", source="public"))
        thing = store.add(Collateral(firm_id=firm_id, type="patent_pledge", description="Patent A"))
        days = {"registered_on": today - timedelta(days=300), "registered_to": today}
        store.add(Charge(collateral_id=thing.id, facility_id=line.id, **days))
        store.add(
            Covenant(facility_id=line.id, type="information", name="Accounts", first_test_on=today, days_to_deliver=5)
        )

    put(fill)
    found = rmapp("maturities").out.splitlines()
    (proof,) = (row for row in found if "The proof of" in row)
    (end,) = (row for row in found if "registration of the pledge" in row)
    (matures,) = (row for row in found if "U-1 matures" in row)
    assert proof.endswith(".")
    assert end.endswith(".")
    assert matures.endswith("not known")
    assert {one["amount"] for one in json.loads(rmapp("maturities", "--json").out)} == {None}
