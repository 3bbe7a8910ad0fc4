from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmapp import errors
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.facility import Facility, Fee, FxRate, Pricing, Security
from rmapp.domain.firm import Firm, OtherId
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.storage import capture
from rmapp.storage.table import table_of
from tests.books import new_book


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def test_every_entity_has_its_table_with_exactly_its_columns(book):
    """A field added to an entity needs a step in `storage/migrations.py`."""
    present = {
        table: {
            name: kind for _cid, name, kind, *_rest in book.store.rows(f'PRAGMA table_info("{table}")') if name != "rid"
        }
        for table in capture.logged_tables(book.store.connection)
    }
    wanted = {table_of(entity).name: dict(table_of(entity).columns) for entity in ENTITIES}
    assert present == wanted


def test_all_tables_are_strict(book):
    loose = book.store.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict"
        " AND name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations' AND type = 'table'"
    )
    names = {name for (name,) in loose}
    assert not names & ({table_of(entity).name for entity in ENTITIES} | {"change_log", "command", "draft"})


def test_nested_values_money_and_dates_come_back_equal(book):
    firm = Firm(
        other_ids=(OtherId(register_name="DUNS", number="1"),),
        established_on=PartialDate("2019-05"),
        registered_capital=Money(minor=-5, ccy="JPY"),
        sei_codes=("1.2", "3"),
        uscc_unverified=True,
    )
    line = Facility(
        firm_id=firm.id,
        facility_type="wcl",
        limit=Money(minor=1_200_000_000, ccy="CNY"),
        approved_on=date(2026, 2, 28),
        pricing=Pricing(spread_bp=-35, first_reset_on=date(2026, 5, 1)),
        fees=(Fee(kind="commitment", amount=Money(minor=100)),),
        security=(Security(type="unsecured"),),
    )
    rate = FxRate(base="USD", quote="CNY", on=date(2026, 1, 2), rate=Decimal("7.1230"))
    written = book.do(lambda store: store.add_many([firm, line, rate]), label="Add").result
    read = book.ask(lambda store: [store.get(type(one), one.id) for one in written])
    assert read == written
    assert (read[0].summary, read[0].paid_in_capital) == ("", None)
    assert str(read[2].rate) == "7.1230"


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x\udfff"])
def test_text_that_cannot_be_kept_is_refused_and_named(book, text):
    with pytest.raises(errors.InputError) as caught:
        book.do(lambda store: store.add(Firm(city=text)), label="Add")
    assert set(caught.value.fields) == {"city"}
    assert book.ask(lambda store: store.count(Firm)) == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_other_text_comes_back_as_it_was(book, text):
    firm = book.do(lambda store: store.add(Firm(city=text)), label="Add").result
    assert book.ask(lambda store: store.get(Firm, firm.id)).city == text


def test_conditions_and_order_name_known_columns_only():
    table = table_of(Firm)
    assert table.where({"tier": None, "city": ["A", "B"]}) == (
        'deleted_at IS NULL AND "tier" IS NULL AND "city" IN (?, ?)',
        ["A", "B"],
    )
    assert table.order("city desc, id") == ' ORDER BY "city" desc, "id" asc'
    for wrong in ("city; DROP TABLE firm", "nothing", "city desc nulls last"):
        with pytest.raises(ValueError, match=wrong[:4]):
            table.order(wrong)
    with pytest.raises(ValueError, match="no column"):
        table.where({"nothing": 1})
