"""The list of credit lines: order, text, filters, sums that agree with the list, and rows that follow every change."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmapp import i18n
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, FxRate, LedgerEntry, Pricing, Security
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.line_query import BUCKETS, LineQuery, bucket_days, bucket_of, chips, is_narrow, without
from rmapp.domain.money import Money, total
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import RuleError
from rmapp.services.clients import firms
from rmapp.services.lines import line_refresh, rates
from rmapp.services.lines.credit import firm_credit
from rmapp.services.origination.facilities import reverse_entry
from rmapp.services.portfolio import line_list
from tests.books import CLOCK, new_book, reopened

TODAY = CLOCK.today()
COLUMNS = (
    "facility_id, sort_en, numbers, status, outstanding_minor, outstanding_cny, limit_cny, utilisation_bp, over_limit"
)


def put(book, *entities):
    return book.do(lambda store: store.add_many(entities), label="put").result


def firm(book, zh, en=""):
    one = Firm()
    names = [
        FirmName(firm_id=one.id, text=text, kind="short", lang=lang) for lang, text in (("zh", zh), ("en", en)) if text
    ]
    put(book, one, *names)
    return one.id


def line(book, firm_id, limit=None, drawn=None, ccy="CNY", **fields):
    values = {"facility_type": "tech_credit_loan", "status": "active", "revolving": True, "source": "bank_system"}
    amount = Money.of(limit, ccy) if limit is not None else None
    one = Facility(firm_id=firm_id, limit=amount, ccy=ccy, **{**values, **fields})
    entries = [entry(one.id, "disbursement", drawn, ccy)] if drawn else []
    put(book, one, *entries)
    return one.id


def entry(facility_id, kind, amount, ccy="CNY", **fields):
    return LedgerEntry(
        facility_id=facility_id, kind=kind, amount=Money.of(amount, ccy), value_on=PartialDate("2025-06-01"), **fields
    )


def ids(book, **fields):
    return book.ask(line_list.ids, LineQuery(**fields))


def cards(book):
    return sorted(book.store.rows(f"SELECT {COLUMNS} FROM line_card"))


def sums(book, **fields):
    return {(one.use, one.own): one for one in book.ask(line_list.sums, LineQuery(**fields)).sums}


@pytest.fixture
def two(book):
    chao, heyu = firm(book, "潮声传感", "Chaosheng Sensors"), firm(book, "禾屿基因", "Heyu Gene")
    return chao, heyu


def test_the_order_is_that_of_the_firms_in_the_language(book, two):
    chao, heyu = two
    second, first = line(book, heyu, 1), line(book, chao, 1)
    bright = line(book, firm(book, "明澈光学"), 1)
    assert ids(book) == [first, second, bright]
    assert ids(book, descending=True) == [bright, second, first]
    with i18n.speaking("zh_CN"):
        assert ids(book) == [first, second, bright]


def test_every_column_that_is_kept_sorts_and_unknown_comes_last(book, two):
    chao, _heyu = two
    small = line(book, chao, 10, 9, reference_no="B-1", maturity_on=TODAY + timedelta(days=9), lender="Bank B",
                 pricing=Pricing(base="lpr_1y", spread_bp=100), status="approved")  # fmt: skip
    large = line(book, chao, 90, 1, reference_no="A-1", maturity_on=TODAY + timedelta(days=99), lender="Bank A",
                 pricing=Pricing(base="fixed", fixed_bp=250), facility_type="bank_acceptance")  # fmt: skip
    none = line(book, chao, source="client_statement", facility_type="project_loan", status="mentioned" and "draft")
    for sort in ("limit", "outstanding", "utilisation", "price", "maturity"):
        assert ids(book, sort=sort)[-1] == none, sort
        assert ids(book, sort=sort, descending=True)[-1] == none, sort
    assert ids(book, sort="limit")[:2] == [small, large]
    assert ids(book, sort="outstanding")[:2] == [large, small]
    assert ids(book, sort="utilisation", descending=True)[:2] == [small, large]
    assert ids(book, sort="price")[:2] == [large, small]
    assert ids(book, sort="maturity", descending=True)[:2] == [large, small]
    assert ids(book, sort="lender", descending=True)[:2] == [small, large]
    assert ids(book, sort="number")[1:] == [large, small]
    assert ids(book, sort="status")[0] == none
    assert len(ids(book, sort="type")) == 3


def test_prices_sort_by_the_rate_of_today_within_floor_and_cap(book, two):
    chao, _heyu = two
    capped = line(book, chao, 1, pricing=Pricing(base="lpr_1y", spread_bp=900, cap_bp=320))
    floored = line(book, chao, 1, pricing=Pricing(base="lpr_1y", spread_bp=-200, floor_bp=310))
    own = line(book, chao, 1, pricing=Pricing(base="hibor", spread_bp=10))
    assert ids(book, sort="price") == [floored, capped, own]
    book.do(rates.add_base_rate, "hibor", 280, TODAY, label="rate")
    assert ids(book, sort="price") == [own, floored, capped]
    shown = book.ask(line_list.rows, ids(book, sort="price"))
    assert [row.price_bp for row in shown] == [290, 310, 320]


@pytest.mark.parametrize("text", ["潮声", "chaosheng", "cscg", "CSCG", "sensors", "wc-01", "WC-0147", "ht-9"])
def test_a_line_is_found_by_its_firm_in_any_spelling_and_by_its_numbers(book, two, text):
    chao, heyu = two
    wanted = line(book, chao, 1, reference_no="WC-0147", contract_no="HT-99")
    line(book, heyu, 1, reference_no="EQ-1")
    assert ids(book, text=text) == [wanted]


@pytest.mark.parametrize("text", ["'; DROP TABLE line_card; --", "%", "_", "\0", "\ud800", '"', "*", "潮" * 4000, "\\"])
def test_hostile_text_finds_nothing_and_breaks_nothing(book, two, text):
    line(book, two[0], 1, reference_no="WC")
    assert len(ids(book, text=text)) == (1 if not text.strip("\0\ud800") else 0)
    assert book.ask(line_list.sums, LineQuery(text=text)).lines == len(ids(book, text=text))


def test_filters(book, two):
    chao, heyu = two
    ours = line(book, chao, 100, 40, security=(Security(type="unsecured"),), maturity_on=TODAY + timedelta(days=30))
    over = line(book, chao, 10, 11, ccy="USD", facility_type="import_lc", security=(Security(type="pledge_ip"),))
    theirs = line(book, heyu, 5, lender="Other Bank", status="approved")
    mentioned = line(book, heyu, status="draft")
    assert ids(book, uses=("in_use",)) == [over, ours] or set(ids(book, uses=("in_use",))) == {ours, over}
    assert ids(book, uses=("approved",)) == [theirs]
    assert ids(book, uses=("in_use",), statuses=("approved",)) == []
    assert ids(book, uses=("mentioned",)) == [mentioned]
    assert ids(book, families=("trade",)) == [over]
    assert ids(book, securities=("pledge_ip",)) == [over]
    assert ids(book, currencies=("USD",)) == [over]
    assert ids(book, maturing_within_days=30) == [ours]
    assert ids(book, maturing_within_days=29) == []
    assert ids(book, over_limit=True) == [over]
    assert set(ids(book, over_limit=False)) == {ours, theirs, mentioned}
    assert ids(book, own=False) == [theirs]
    assert set(ids(book, own=True)) == {ours, over, mentioned}
    assert ids(book, bucket="d30") == [ours]


def test_uses_are_never_mixed_in_one_sum(book, two):
    chao, heyu = two
    line(book, chao, 100, 40)
    line(book, chao, 30, status="approved")
    line(book, heyu, 20, status="proposed")
    line(book, heyu, status="draft")
    line(book, heyu, 7, 3, lender="Other Bank")
    found = sums(book)
    assert found["in_use", True].limit == Money.of(100)
    assert found["in_use", True].outstanding == Money.of(40)
    assert found["approved", True].limit == Money.of(30)
    assert found["proposed", True].limit == Money.of(20)
    assert (found["mentioned", True].limits_unknown, found["mentioned", True].limit) == (1, Money.of(0))
    assert found["in_use", False].limit == Money.of(7)
    assert [one.use for one in book.ask(line_list.sums, LineQuery()).sums][-1] == "in_use"


def test_lines_under_an_umbrella_count_once(book, two):
    chao, _heyu = two
    umbrella = line(book, chao, 100, facility_type="comprehensive_limit")
    under = line(book, chao, 60, 40, parent_id=umbrella)
    line(book, chao, 50, 5, parent_id=umbrella, status="approved")
    found = sums(book)
    assert found["in_use", True].limit == Money.of(100)
    assert found["in_use", True].outstanding == Money.of(45)
    assert found["approved", True].limit == Money.of(0)
    credit = book.ask(firm_credit, chao)
    assert credit.limit == Money.of(100)
    assert credit.outstanding == Money.of(45)
    assert sums(book, umbrella=False)["in_use", True].limit == Money.of(60)
    (row,) = book.ask(line_list.rows, [umbrella])
    assert row.outstanding == Money.of(45)
    book.do(lambda store: store.add(entry(under, "principal_repayment", 10)), label="back")
    assert sums(book)["in_use", True].outstanding == Money.of(35)
    book.do(lambda store: store.change(Facility, under, parent_id=None), label="out")
    assert sums(book)["in_use", True].limit == Money.of(160)


def test_other_currencies_are_converted_and_say_so(book, two):
    usd = line(book, two[0], 1_000_000, 500_000, ccy="USD")
    line(book, two[0], 10)
    found = book.ask(line_list.sums, LineQuery())
    assert (found.sums[0].limit, found.sums[0].limits_unknown, found.rate_on) == (Money.of(10), 1, None)
    book.do(rates.add_fx_rate, "USD", "CNY", Decimal("7.0796"), TODAY - timedelta(days=8), label="rate")
    found = book.ask(line_list.sums, LineQuery())
    assert found.sums[0].limit == Money.of("7079610.00")
    assert found.sums[0].outstanding == Money.of("3539800.00")
    assert (found.sums[0].limits_unknown, found.rate_on, found.stale) == (0, TODAY - timedelta(days=8), True)
    assert book.ask(line_list.sums, LineQuery(currencies=("CNY",))).rate_on is None
    (row,) = book.ask(line_list.rows, [usd])
    assert row.limit == Money.of(1_000_000, "USD")


def test_every_line_stands_on_one_step_of_the_ladder(book, two):
    chao, heyu = two
    umbrella = line(book, chao, 500, facility_type="comprehensive_limit", maturity_on=TODAY + timedelta(days=900))
    for days in (-1, 0, 30, 31, 90, 91, 180, 181, 365, 366):
        line(book, chao, 10, 2, maturity_on=TODAY + timedelta(days=days), parent_id=umbrella if days == 90 else None)
    line(book, heyu, 10, 2)
    steps = book.ask(line_list.ladder)
    assert [(step.bucket, step.sums.lines) for step in steps] == [
        ("past", 1), ("d30", 2), ("d90", 2), ("d180", 2), ("d365", 2), ("later", 1), ("unknown", 1),
    ]  # fmt: skip
    for step in steps:
        assert step.sums.lines == len(book.ask(line_list.ids, line_list.ladder_query(step.bucket)))
    assert total(step.sums.outstanding for step in steps) == sums(book)["in_use", True].outstanding


@given(st.integers(-3000, 9000))
def test_the_steps_cover_every_day_once(days):
    day = TODAY + timedelta(days=days)
    holding = [
        bucket
        for bucket in BUCKETS
        if (range_ := bucket_days(bucket, TODAY))
        and (range_.first is None or range_.first <= day)
        and (range_.last is None or day <= range_.last)
    ]
    assert holding == [bucket_of(day, TODAY)]


def test_rows_have_the_numbers_of_the_clients_page(book, two):
    chao, _heyu = two
    waits = line(book, chao, 100, 40)
    put(book, DrawingCondition(facility_id=waits, text="contract", blocking=True))
    bill = line(book, chao, 100, facility_type="bank_acceptance", margin_bp=3000)
    put(book, entry(bill, "issue", "33.33"))
    draw = Drawdown(facility_id=bill, sequence=1, amount=Money.of(10), margin=Money.of(3))
    put(book, draw, entry(bill, "issue", 10, drawdown_id=draw.id))
    line(book, chao, 100, source="client_statement")
    views = {view.facility.id: view for view in book.ask(firm_credit, chao).lines}
    for row in book.ask(line_list.rows, ids(book)):
        amounts = views[row.id].amounts
        assert (row.free, row.outstanding, row.utilisation_bp) == (
            amounts.available, amounts.outstanding, amounts.utilisation_bp,
        )  # fmt: skip
        kept = book.store.rows(
            "SELECT outstanding_minor, utilisation_bp, over_limit FROM line_card WHERE facility_id = ?", (row.id,)
        )
        assert kept[0][0] == (amounts.outstanding and amounts.outstanding.minor)
        assert kept[0][1] == amounts.utilisation_bp
        assert bool(kept[0][2]) == bool(amounts.over_limit)


AMOUNTS = st.integers(1, 9_999_999)
STEPS = st.lists(
    st.tuples(st.sampled_from(["draw", "bill", "repay", "reverse", "limit", "end", "undo"]), AMOUNTS), max_size=12
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_order_of_edits_makes_list_and_ledger_disagree(tmp_path_factory, steps):
    book = new_book(tmp_path_factory.mktemp("edits"))
    chao = firm(book, "潮声传感")
    umbrella = line(book, chao, 50_000, facility_type="comprehensive_limit", ccy="CNY")
    lines = [line(book, chao, 90_000, margin_bp=2500, parent_id=umbrella, committed=True), line(book, chao, 80_000)]
    for number, (step, minor) in enumerate(steps):
        target, amount = lines[number % 2], Money(minor=minor)
        if step in ("draw", "repay"):
            kind = "disbursement" if step == "draw" else "principal_repayment"
            put(book, LedgerEntry(facility_id=target, kind=kind, amount=amount))
        elif step == "bill":
            draw = Drawdown(facility_id=target, sequence=number, amount=amount, margin=amount.part(3000))
            put(book, draw, LedgerEntry(facility_id=target, kind="issue", amount=amount, drawdown_id=draw.id))
        elif step == "reverse":
            standing = [
                one for one in book.store.all(LedgerEntry, facility_id=target)
                if one.kind != "correction" and not book.store.all(LedgerEntry, reverses=one.id)
            ]  # fmt: skip
            if standing:
                with suppress(RuleError):  # repaid money cannot have been never paid out
                    book.do(reverse_entry, standing[minor % len(standing)].id, "wrong", label="reverse")
        elif step == "limit":
            book.do(lambda store, id=target, limit=amount: store.change(Facility, id, limit=limit), label="limit")
        elif step == "end":
            status = ("closed", "active", "approved")[minor % 3]
            book.do(lambda store, id=target, to=status: store.change(Facility, id, status=to), label="status")
        elif book.undo_label() != "put":
            book.undo()
    views = {view.facility.id: view.amounts for view in book.ask(firm_credit, chao).lines}
    for id, owed, used_bp, over in book.store.rows(
        "SELECT facility_id, outstanding_minor, utilisation_bp, over_limit FROM line_card"
    ):
        assert owed == views[id].outstanding.minor
        assert used_bp == views[id].utilisation_bp
        assert bool(over) == bool(views[id].over_limit)
    book.close()


def test_rows_follow_every_change_and_rebuilding_changes_nothing(book, two):
    chao, heyu = two
    wanted = line(book, chao, 100, 40, reference_no="WC-1")
    other = line(book, heyu, 10, ccy="USD")
    book.do(lambda store: store.change(Facility, wanted, reference_no="WC-2"), label="number")
    assert ids(book, text="WC-2") == [wanted]
    book.undo()
    assert ids(book, text="WC-1") == [wanted]
    book.do(lambda store: store.add(FxRate(base="USD", quote="CNY", on=TODAY, rate=Decimal(7))), label="rate")
    assert sums(book)["in_use", True].limit == Money.of(170)
    name = book.store.all(FirmName, firm_id=heyu, lang="en")[0]
    book.do(lambda store: store.change(FirmName, name.id, text="Aaa Gene"), label="name")
    assert ids(book) == [other, wanted]
    before = cards(book)
    book.do(line_refresh.rebuild, label="rebuild")
    assert cards(book) == before
    book.do(lambda store: store.remove(Facility, wanted), label="gone")
    assert ids(book) == [other]
    book.do(firms.remove_firm, heyu, label="firm gone")
    assert ids(book) == []
    book.undo()
    assert ids(book) == [other]


def test_a_book_from_before_the_list_fills_it_when_opened(tmp_path):
    book = new_book(tmp_path)
    wanted = line(book, firm(book, "潮声传感"), 100)
    book.do(lambda store: store.execute("DELETE FROM line_card"), label="as before")
    assert ids(book) == []
    book.close()
    again = reopened(tmp_path)
    assert ids(again) == [wanted]
    again.close()


def test_an_empty_list_says_which_filter_to_drop(book, two):
    line(book, two[0], 10, ccy="USD")
    hints = book.ask(line_list.hints, LineQuery(uses=("approved",), currencies=("USD",)))
    assert [(hint.chip.field, hint.lines) for hint in hints] == [("uses", 1)]


def test_chips_say_each_filter_and_a_query_survives_its_json():
    query = LineQuery(
        text="x", uses=("in_use",), statuses=("active",), families=("loan",), securities=("pledge_ip",),
        currencies=("USD", "CNY"), maturing_within_days=90, bucket="d30", own=False, over_limit=True, umbrella=False,
    )  # fmt: skip
    said = chips(query)
    assert len(said) == 10
    assert all(chip.value for chip in said)
    for chip in said:
        assert chip.field not in {one.field for one in chips(without(query, chip.field))}
    assert LineQuery.from_json(query.to_json()) == query
    assert not is_narrow(LineQuery(sort="limit", descending=True, columns=("firm",)))
    with i18n.speaking("zh_CN"):
        assert len(chips(query)) == 10


@pytest.mark.parametrize("text", ["", "[]", "null", '{"uses": 3, "sort": "x", "own": true, "later": 1}'])
def test_a_query_of_another_version_keeps_what_is_understood(text):
    assert LineQuery.from_json(text) == (LineQuery(own=True) if "own" in text else LineQuery())


def test_unknown_ids_are_left_out(book, two):
    wanted = line(book, two[0], 1, maturity_on=date(2026, 5, 1))
    assert [row.id for row in book.ask(line_list.rows, ["x", wanted, "y"])] == [wanted]
    assert book.ask(line_list.rows, []) == []
