"""The products that match the five reported firms, as the domain reference names them (6.2 and 6.3)."""

import pytest

from rmapp.domain import matching, offers
from rmapp.domain.known import Known
from rmapp.domain.match_wording import line_text, match_lines, origin_text
from rmapp.i18n import speaking
from rmapp.services import search
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.sample_book import sample

STAGES = "Start-up (angel), Early commercialisation, Growth, Expansion, Maturity"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = sample.create_sample_book(tmp_path_factory.mktemp("reported") / "book")
    yield workspace
    workspace.close()


def found(book, name, **known):
    """Match the whole catalogue to a reported firm, with the hard stop set to false as the reference does."""
    values = dict(book.ask(firm_values, book.ask(search.resolve_firm, name)))
    values |= {"hard_stop": Known(value=False)} | {field: Known(value) for field, value in known.items()}
    return {
        one.product.code: one for one in matching.match_all(offers.products().values(), values, book.ask(converter))
    }


def test_kanglin_the_talent_loan_is_eligible_on_the_doctorate_of_the_founder(book):
    loan = found(book, "康霖")["P01"]
    assert loan.result == "eligible"
    assert {one.leaf.field for one in loan.reasons if one.points is None} == {
        "stage",
        "hard_stop",
        "founder_phd_or_senior",
    }


def test_desman_the_pledge_of_patents_comes_first_with_a_fit_of_100(book):
    matches = found(book, "德施曼")
    assert next(iter(matches)) == "P14"
    loan = matches["P14"]
    assert (loan.result, loan.fit, loan.potential) == ("eligible", 100, 100)
    assert {(one.leaf.field, one.points) for one in loan.rulings if one.points is not None} == {
        ("patents_pledgeable", 30),
        ("patents_granted_total", 30),
        ("brand_or_market_rank_top3", 20),
        ("online_sales_share", 20),
    }


def test_desman_each_rule_says_what_is_known_and_what_is_asked_in_both_languages(book):
    loan = found(book, "德施曼")["P14"]
    assert [(line.mark, line_text(line)) for line in match_lines(loan)] == [
        ("met", f"Current lifecycle stage: Expansion, needs one of {STAGES}"),
        ("met", "A hard stop is present: no, needs no"),
        ("met", "Granted, in force, not pledged, owned by the firm: 3, needs at least 1"),
        ("met", "Revenue, last 12 months: above zero, needs above zero"),
        ("met", "Granted, in force, not pledged, owned by the firm: 3, needs at least 3"),
        ("met", "Granted patents of all types: more than 200, needs at least 100"),
        ("met", "Top three in its niche: yes, needs yes"),
        ("met", "Online direct sales share: 60.0%, needs at least 50.0%"),
    ]
    assert [line.points for line in match_lines(loan)] == [None, None, None, None, 30, 30, 20, 20]
    with speaking("zh_CN"):
        told = [line_text(line) for line in match_lines(loan)]
    assert told[0].startswith("当前阶段：扩张期（要求其一：")
    assert told[1:] == [
        "存在一票否决项：否（要求否）",
        "可质押专利数：3（要求不低于 1）",
        "近12个月营收：大于零（要求大于零）",
        "可质押专利数：3（要求不低于 3）",
        "授权专利总数：逾200（要求不低于 100）",
        "细分市场前三：是（要求是）",
        "线上销售占比：60.0%（要求不低于 50.0%）",
    ]


def test_desman_each_rule_has_the_day_and_the_source_of_what_is_known(book):
    told = {line.label: origin_text(line) for line in match_lines(found(book, "德施曼")["P14"])}
    assert told["Online direct sales share"].startswith("China Daily, 15 December 2025")
    assert told["Online direct sales share"].endswith("as of 15 Dec 2025")
    assert told["Current lifecycle stage"] == "2024"


def test_leapmotor_trade_hedging_dealers_cash_and_treasury_are_eligible_and_suppliers_only_possible(book):
    matches = found(book, "零跑")
    assert {code: matches[code].result for code in ("P24", "P25", "P19", "P26", "P30")} == dict.fromkeys(
        ("P24", "P25", "P19", "P26", "P30"), "eligible"
    )
    assert (matches["P16"].result, matches["P16"].missing) == ("possible", ("supplier_count",))


def test_lingban_going_global_is_eligible_and_working_capital_waits_for_the_revenue(book):
    matches = found(book, "灵伴")
    assert [matches[code].result for code in ("P26", "P24", "P25")] == ["eligible"] * 3
    assert (matches["P12"].result, matches["P12"].missing) == ("possible", ("revenue_ttm",))


def test_star_airlines_what_was_reported_is_enough_for_four_and_the_rest_is_asked_for(book):
    matches = found(book, "Star Airlines")
    assert {code for code, one in matches.items() if one.result == "eligible"} == {"P03", "P05", "P26", "P29"}
    assert (matches["P12"].result, matches["P12"].missing) == ("possible", ("revenue_ttm",))
    assert (matches["P14"].result, matches["P14"].missing) == ("possible", ("patents_pledgeable", "revenue_ttm"))


def test_output_value_is_no_revenue(book):
    values = book.ask(firm_values, book.ask(search.resolve_firm, "灵伴"))
    assert "revenue_ttm" not in values


def test_without_a_word_about_hard_stops_nothing_is_eligible(book):
    values = book.ask(firm_values, book.ask(search.resolve_firm, "德施曼"))
    assert "hard_stop" not in values
    results = {matching.result_of(one, values, book.ask(converter)) for one in offers.products().values() if one.credit}
    assert "eligible" not in results


def test_a_hard_stop_makes_every_credit_product_not_eligible(book):
    matches = found(book, "德施曼", hard_stop=True)
    assert {one.result for one in matches.values() if one.product.credit} == {"not_eligible"}
    assert [one.leaf.field for one in matches["P14"].hindrances] == ["hard_stop"]
