"""Tests of the boards on figures of a firm: met, not met, not known with every missing figure named."""

from datetime import date, timedelta

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.listing_boards import board_tests, boards_as_of, disclaimer, listing_boards
from rmapp.domain.money import Money
from rmapp.errors import NotFoundError
from rmapp.i18n import use
from rmapp.services.firm_values import firm_values
from rmapp.services.stages import ipo
from rmapp.storage.discreet import discreet
from tests.books import NOW, add_firm, new_book

TODAY = NOW.date()


def do(book, verb, *args, **kw):
    return book.do(verb, *args, label="Test", **kw).result


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("boards"))
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return do(book, add_firm, "示例科技").id


def year(book, firm, year, told=None, **amounts):
    """Write a financial year in millions; `told` are the words of figures that are not exact."""
    money = {name: Money.of(value * 1_000_000) for name, value in amounts.items()}
    end = date(year, 12, 31)
    snapshot = FinancialSnapshot(
        firm_id=firm, period_type="fy", period_end=end, source="client_statement", qualifiers=told or {}, **money
    )
    do(book, type(book.store).add, snapshot)


def started(book, firm, value=None, **fields):
    if value is not None:
        fields |= {"market_value": Money.of(value * 1_000_000), "market_value_on": TODAY}
    return do(book, ipo.start_application, firm, **fields)


def test_of(book, firm, board, test):
    return next(one for one in book.ask(ipo.board_results, firm, board) if one.test == test)


test_of.__test__ = False


def test_star_test_1_is_met_by_two_profitable_years_and_an_assumed_value(book, firm):
    year(book, firm, 2024, revenue=80, net_profit=20)
    year(book, firm, 2025, revenue=90, net_profit=30)
    started(book, firm, 1000, board="sse_star")
    one = test_of(book, firm, "sse_star", "1")
    assert one.truth is True
    assert one.assumed
    assert one.words == (
        "Numerically meets test 1 of STAR Market (Shanghai). Data of 31 Dec 2025. Market value assumed by the user."
    )
    value = one.lines[0]
    assert (value.metric, value.truth, value.requirement) == ("market_cap", True, "≥ CNY 1 billion")
    assert value.actual == "CNY 1 billion (assumed)"


def test_star_test_1_is_met_by_one_profitable_year_with_enough_revenue(book, firm):
    year(book, firm, 2025, revenue=100, net_profit=1)
    started(book, firm, 1000)
    assert test_of(book, firm, "sse_star", "1").truth is True


def test_a_test_that_fails_says_so_in_numbers_only(book, firm):
    year(book, firm, 2025, revenue=299, net_profit=1)
    started(book, firm, 3000)
    one = test_of(book, firm, "sse_star", "4")
    assert one.truth is False
    assert one.words.startswith("Does not meet test 4 of STAR Market (Shanghai) numerically.")
    assert [line.truth for line in one.lines] == [True, False]


def test_what_is_missing_is_named_and_leaves_the_test_unknown(book, firm):
    started(book, firm)
    one = test_of(book, firm, "sse_star", "2")
    assert one.truth is None
    assert one.missing == (
        "Expected market value at listing",
        "Revenue, last year",
        "R&D / revenue, three-year sums",
    )
    assert one.words == "Test 2 of STAR Market (Shanghai) cannot be worked out yet."
    assert {line.actual for line in one.lines} == {"not known"}


@pytest.mark.parametrize(
    ("word", "revenue", "truth"),
    [
        ("nearly", 300, None),
        ("up_to", 299, False),
        ("more_than", 300, True),
        ("at_least", 299, None),
        ("about", 300, True),
    ],
)
def test_a_figure_is_as_exact_as_it_was_told(book, firm, word, revenue, truth):
    """“Nearly 300 million” is an upper bound and does not reach 300 million (domain reference, 0)."""
    year(book, firm, 2025, {"revenue": word}, revenue=revenue, net_profit=1)
    started(book, firm, 3000)
    assert test_of(book, firm, "sse_star", "4").truth is truth


def test_sums_and_shares_are_as_exact_as_their_years(book, firm):
    year(book, firm, 2023, {"rd_expense": "more_than"}, revenue=200, rd_expense=20)
    year(book, firm, 2024, revenue=200, rd_expense=30)
    year(book, firm, 2025, {"revenue": "more_than"}, revenue=200, rd_expense=30)
    seen = book.ask(firm_values, firm)
    assert {
        code: seen[code].bound for code in ("revenue_avg_2y", "rd_sum_2y", "rd_share_2y", "revenue_growth_last_y")
    } == {
        "revenue_avg_2y": "at_least",
        "rd_sum_2y": "exact",
        "rd_share_2y": "at_most",
        "revenue_growth_last_y": "at_least",
    }
    # More research and more revenue: the share could be more or less.
    assert "rd_share_3y" not in seen
    started(book, firm, 1500)
    one = test_of(book, firm, "sse_star", "2")
    assert (one.truth, one.missing) == (None, ("R&D / revenue, three-year sums",))


def test_a_known_false_figure_decides_whatever_else_is_missing(book, firm):
    year(book, firm, 2025, revenue=10, net_profit=-5)
    started(book, firm)
    one = test_of(book, firm, "sse_star", "4")
    assert one.truth is False
    assert one.missing == ("Expected market value at listing",)


def test_hong_kong_is_held_in_its_own_currency_and_without_a_rate_not_known(book, firm):
    year(book, firm, 2025, revenue=1000, net_profit=100)
    started(book, firm, 4000, track="hkex", board="hkex_main")
    one = test_of(book, firm, "hkex_main", "3")
    rates = {line.truth for line in one.lines}
    assert one.truth in (None, True)
    assert one.truth is None or rates == {True}
    assert "HKD" in one.lines[0].requirement


def test_the_temporary_values_of_18c_hold_between_their_days(book, firm):
    lines = test_of(book, firm, "hkex_18c", "commercial").lines
    dated = next(line for line in lines if line.metric == "test_date")
    assert dated.truth is True
    assert dated.requirement == "1 Sep 2024 to 31 Aug 2027"


def test_without_a_choice_the_boards_of_the_way_are_looked_at(book, firm):
    assert {one.board for one in book.ask(ipo.board_results, firm)} == {
        code for code in listing_boards() if board_tests(code)
    }
    started(book, firm, track="hkex")
    assert {one.board for one in book.ask(ipo.board_results, firm)} == {"hkex_main", "hkex_18a", "hkex_18c"}


def test_of_its_board_alone_once_it_is_chosen(book, firm):
    started(book, firm, board="bse")
    found = book.ask(ipo.board_results, firm)
    assert [(one.board, one.test) for one in found] == [("bse", "1"), ("bse", "2"), ("bse", "3"), ("bse", "4")]
    assert found[0].rule_date == date(2021, 11, 15)


def test_a_test_that_was_not_verified_says_so(book, firm):
    assert not test_of(book, firm, "a_main", "2").verified


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_result_ever_says_that_a_firm_qualifies(book, firm, language):
    year(book, firm, 2023, revenue=3000, net_profit=500, operating_cash_flow=400, rd_expense=500)
    year(book, firm, 2024, revenue=4000, net_profit=600, operating_cash_flow=500, rd_expense=700)
    year(book, firm, 2025, revenue=6000, net_profit=900, operating_cash_flow=600, rd_expense=900)
    started(book, firm, 20000)
    use(language)
    found = book.ask(ipo.board_results, firm)
    said = " ".join(f"{one.words} {one.summary} {one.missing} {one.lines}" for one in found).casefold()
    assert any(one.truth for one in found)
    for word in ("qualif", "eligible", "符合", "达标", "合格", "具备上市条件"):
        assert word not in said
    assert disclaimer().text()


def test_what_is_restricted_is_not_assumed_in_the_open(book, firm):
    year(book, firm, 2025, revenue=400, net_profit=1)
    started(book, firm, 4000, board="sse_star")
    with discreet(book.store):
        one = test_of(book, firm, "sse_star", "4")
        assert one.truth is None
        assert not one.assumed


def test_old_rules_are_told_after_twelve_months(book, firm):
    assert not book.ask(ipo.rules_are_old)
    later = boards_as_of() + timedelta(days=400)
    held = book.store.clock
    book.store.clock = FixedClock(NOW.replace(year=later.year, month=later.month, day=later.day))
    try:
        assert book.ask(ipo.rules_are_old)
    finally:
        book.store.clock = held


def test_a_firm_that_is_gone_has_no_tests(book):
    with pytest.raises(NotFoundError):
        book.ask(ipo.board_results, "no-such-firm")
