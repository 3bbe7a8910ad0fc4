"""What is known of a firm: nothing recorded is unknown, and each field says how exact and how old it is."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.assessment import Assessment, InnovationPoints, RiskFlag
from rmapp.domain.claim import Claim
from rmapp.domain.claim_fields import CLAIM_FIELDS, kind_of
from rmapp.domain.claim_kinds import claim_kinds
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility, FxRate
from rmapp.domain.firm import Firm, Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.known import Known
from rmapp.domain.listing_boards import metrics
from rmapp.domain.money import Money
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.signal import Signal
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.value_fields import field_label, field_type, format_known, value_types
from rmapp.i18n import speaking
from rmapp.services.firm_values import converter, firm_values, many_values
from rmapp.storage.discreet import discreet
from tests.books import CLOCK, add_firm, new_book

TODAY = CLOCK.today()
ALWAYS = {"watchlist", "listed", "test_date"}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """One book for all: each test has a firm of its own."""
    workspace = new_book(tmp_path_factory.mktemp("values"))
    yield workspace
    workspace.close()


@pytest.fixture
def add(book, firm):
    """Write facts of the firm and return what is then known of it."""

    def write(*facts):
        for fact in facts:
            book.do(lambda store, fact=fact: store.add(fact), label="Fact")
        return book.ask(firm_values, firm)

    return write


def claim(firm, kind, as_of="2026-01", **said):
    return Claim(firm_id=firm, kind=kind, as_of=PartialDate(as_of) if as_of else None, **said)


def test_of_a_new_firm_only_what_the_book_itself_decides_is_known(book, firm):
    values = book.ask(firm_values, firm)
    assert set(values) == ALWAYS
    assert values["listed"].value is False
    assert values["test_date"].value == TODAY


def test_a_firm_that_is_gone_has_no_values(book):
    assert book.ask(firm_values, "nobody") == {}


def test_every_field_has_a_type_and_a_name_in_both_languages(add, firm):
    assert set(value_types()) >= {field.code for field in CLAIM_FIELDS.values()}
    for code in value_types():
        assert field_label(code) != code
    with speaking("zh"):
        assert field_label("supplier_count") == "供应商数量"


COMPUTED = {
    *("stage", "designations_active", "tech_grade", "score_total", "watchlist", "listed", "test_date", "org_form"),
    *("patents_granted_invention", "patents_granted_total", "trademarks_registered", "patents_invention_filed"),
    *("revenue_ttm", "rd_intensity", "net_profit_ttm", "operating_cash_flow_ttm", "product_revenue_ttm"),
    *("rd_growth_yoy", "revenue_cagr_2_3y", "headcount_growth_yoy", "rd_share_of_cost", "years_since_established"),
    *("funding_total", "funding_last_24m", "funding_rounds", "trl", "technology_phase"),
    *("founder_record", "talent_level", "ipo_status", "ipo_statuses_reached", "market_cap"),
    *("evidence_confirmed", "evidence_denied", "evidence_ticked", "revenue_growth_2y_min"),
    *("net_profit_3y_min", "operating_cash_flow_2y_min"),
}


def test_a_field_leads_to_the_kind_of_claim_that_speaks_for_it():
    assert kind_of("revenue_growth_yoy") == "revenue_growth"
    assert kind_of("supplier_count") == "supplier_count"
    assert kind_of("stage") == ""


def test_every_field_is_either_worked_out_or_can_be_typed_by_a_person():
    typed = {field.code for field in CLAIM_FIELDS.values()}
    of_boards = {code for code in metrics() if code.endswith(("_y", "_2y", "_3y"))}
    assert value_types().keys() - typed == (COMPUTED | of_boards) - typed


def test_each_kind_that_speaks_for_a_field_has_words_and_a_form_of_its_type(add, firm):
    forms = {"bool": "answer", "int": "number", "number": "number", "ratio": "share", "money": "money"}
    for kind, field in CLAIM_FIELDS.items():
        assert kind in claim_kinds()
        assert forms[field_type(field.code)] == field.form


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"number": 80, "qualifier": "more_than"}, Known(80, "at_least")),
        ({"number": 80, "qualifier": "nearly"}, Known(80, "at_most")),
        ({"number": 80, "qualifier": "about"}, Known(80)),
    ],
)
def test_a_reported_number_keeps_how_exact_it_is(add, firm, said, known):
    found = add(claim(firm, "countries_sold", **said))["countries_sold"]
    assert (found.value, found.bound) == (known.value, known.bound)
    assert found.as_of == PartialDate("2026-01")


def test_a_range_of_spending_has_both_ends(add, firm):
    low, high = Money.of(80_000_000), Money.of(100_000_000)
    found = add(claim(firm, "rd_spend_year", money=low, high=high, qualifier="range"))["rd_expense_ttm"]
    assert (found.value, found.bound, found.high) == (low, "range", high)


def test_the_newest_claim_of_a_kind_counts(add, firm):
    values = add(claim(firm, "seeking_equity", "2026-02", answer=False), claim(firm, "seeking_equity", answer=True))
    assert values["seeking_equity"].value is False


def test_plans_that_are_out_of_date_are_not_known_any_more(add, firm):
    old, new = (claim(firm, "signed_orders", day, money=Money.of(5_000_000)) for day in ("2024-12", "2025-06"))
    assert "signed_orders" not in add(old)
    assert "signed_orders" in add(new)


def test_an_expected_figure_is_no_fact_yet_but_an_expected_plan_is(add, firm):
    said = {"number": 30, "qualifier": "expected"}
    plan = claim(firm, "capex_plan_12m", money=Money.of(1), qualifier="expected")
    values = add(claim(firm, "supplier_count", **said), plan)
    assert "supplier_count" not in values
    assert "capex_plan_12m" in values


def test_words_about_plans_for_a_listing_say_that_there_are_some(add, firm):
    assert add(claim(firm, "ipo_intent", text="preparing to list"))["ipo_intent"].value is True
    assert add(claim(firm, "ipo_intent", "2026-02", answer=False))["ipo_intent"].value is False


def test_a_market_position_given_as_a_number_says_whether_it_is_among_the_first_three(add, firm):
    assert add(claim(firm, "market_rank", number=2))["brand_or_market_rank_top3"].value is True
    assert add(claim(firm, "market_rank", "2026-02", number=5))["brand_or_market_rank_top3"].value is False


def test_sales_abroad_follow_from_countries_shares_and_places_of_sale(add, firm):
    assert "has_export" not in add(claim(firm, "export_share", share_bp=0))
    assert add(claim(firm, "countries_sold", number=3))["has_export"].value is True
    # The firm stopped selling abroad, and somebody wrote that down later.
    assert add(claim(firm, "has_export", "2026-02", answer=False))["has_export"].value is False


def test_a_place_where_a_firm_only_sells_is_no_presence(add, firm):
    values = add(OverseasPresence(firm_id=firm, country="AE", kind="sales"))
    assert "overseas_presence" not in values
    assert values["has_export"].value is True
    assert add(OverseasPresence(firm_id=firm, country="HU", kind="operation_centre"))["overseas_presence"].value is True


def test_designations_are_unknown_without_any_record_and_empty_when_all_have_ended(add, firm):
    ended = DesignationHolding(firm_id=firm, designation="hnte", granted_on="2018", expires_on="2021")
    assert add(ended)["designations_active"].value == frozenset()
    held = DesignationHolding(firm_id=firm, designation="srdi_sme", granted_on="2024-06", expires_on="2027-06")
    undated = DesignationHolding(firm_id=firm, designation="gazelle")
    assert add(held, undated)["designations_active"].value == {"srdi_sme", "gazelle"}


def test_stage_age_form_and_technology(add, firm, book):
    book.do(lambda store: store.change(Firm, firm, established_on="2020", org_form="joint_stock"), label="Change")
    values = add(
        StageEvent(firm_id=firm, to_stage="rd_seed", effective_on="2020"),
        StageEvent(
            firm_id=firm, from_stage="rd_seed", to_stage="startup", effective_on="2023", evidence=("ev_trl_le_5",)
        ),
        TechnologyStep(firm_id=firm, phase="sample", readiness=4, reached_on="2022"),
        TechnologyStep(firm_id=firm, phase="product", readiness=6, reached_on="2024"),
    )
    assert (values["stage"].value, values["stage"].as_of) == ("startup", PartialDate("2023"))
    assert values["org_form"].value == "joint_stock"
    age = values["years_since_established"]
    assert (age.value, age.bound, age.high) == (Decimal("5.17"), "range", Decimal("6.17"))
    assert (values["trl"].value, values["technology_phase"].value) == (6, "product")
    assert values["evidence_ticked"].value == {"ev_trl_le_5"}


def test_an_open_listing_and_the_watch_list(add, firm):
    values = add(
        Listing(firm_id=firm, exchange="XHKG", listed_on="2022-09"),
        Signal(firm_id=firm, code="overdue", severity="red", raised_on=TODAY),
    )
    assert values["listed"].value is True
    assert values["watchlist"].value is True


def test_a_group_has_at_least_the_firms_that_the_book_links(add, firm, book):
    child = book.do(lambda store: add_firm(store, "子公司"), label="Add").result.id
    assert "group_entities" not in book.ask(firm_values, child)
    link = OwnershipLink(parent_id=firm, child_id=child, pct_bp=6000)
    minority = OwnershipLink(parent_kind="outsider", parent_name="Fund", child_id=firm, pct_bp=1000)
    found = add(link, minority)["group_entities"]
    assert (found.value, found.bound) == (2, "at_least")
    assert book.ask(firm_values, child)["group_entities"].value == 2


def test_founders_tell_of_degree_record_years_and_programme(add, firm):
    doctor = Person(name="吴", degree="doctor", years_in_field=12, venture_record="led_product")
    partner = Person(name="李", degree="master", senior_title=False, years_in_field=20, talent_level="provincial")
    roles = [Role(person_id=one.id, firm_id=firm, role="founder") for one in (doctor, partner)]
    values = add(doctor, partner, *roles)
    assert values["founder_phd_or_senior"].value is True
    assert values["founder_domain_years"].value == 20
    assert values["talent_programme"].value is True
    assert (values["founder_record"].value, values["talent_level"].value) == ("led_product", "provincial")
    assert "founder_serial" not in values


def test_no_is_only_known_where_it_is_known_of_each_founder(add, firm):
    one = Person(name="吴", degree="master", senior_title=False, venture_record="engineer", talent_level="none")
    values = add(one, Role(person_id=one.id, firm_id=firm, role="founder"))
    assert values["founder_phd_or_senior"].value is False
    assert values["founder_serial"].value is False
    assert values["talent_programme"].value is False
    other = Person(name="李", degree="master")
    assert "founder_phd_or_senior" not in add(other, Role(person_id=other.id, firm_id=firm, is_actual_controller=True))


def test_people_who_are_no_founders_or_left_do_not_count(add, firm):
    doctor = Person(name="吴", degree="doctor")
    left = Role(person_id=doctor.id, firm_id=firm, role="founder", valid_to="2024")
    assert "founder_phd_or_senior" not in add(doctor, left, Role(person_id=doctor.id, firm_id=firm, role="cfo"))


def test_counts_of_rights_take_the_larger_of_reports_and_records(add, firm):
    reported = IpCountClaim(
        firm_id=firm, ip_type="unspecified_patent", status="granted", count=200, qualifier="more_than"
    )
    found = add(reported)["patents_granted_total"]
    assert (found.value, found.bound) == (200, "at_least")
    named = [IpCountClaim(firm_id=firm, ip_type=kind, status="granted", count=150) for kind in ("invention", "design")]
    values = add(*named)
    assert (values["patents_granted_invention"].value, values["patents_granted_invention"].bound) == (150, "exact")
    assert (values["patents_granted_total"].value, values["patents_granted_total"].bound) == (300, "at_least")


def test_records_say_at_least_so_many_and_which_can_be_pledged(add, firm):
    right = {
        "firm_id": firm,
        "ip_type": "invention",
        "status": "granted",
        "filed_on": "2020",
        "applicant": "示例科技有限公司",
    }
    values = add(IpRight(**right), IpRight(**right, pledged=True), IpRight(**(right | {"status": "filed"})))
    assert (values["patents_granted_invention"].value, values["patents_granted_invention"].bound) == (2, "at_least")
    assert values["patents_invention_filed"].value == 3
    assert (values["patents_pledgeable"].value, values["patents_pledgeable"].bound) == (1, "at_least")


def test_rights_that_cannot_be_pledged_say_nothing_of_others(add, firm):
    assert "patents_pledgeable" not in add(IpRight(firm_id=firm, status="granted", filed_on="2020", pledged=True))


def test_money_raised_is_the_reported_total_unless_the_rounds_come_to_more(add, firm):
    rounds = [
        FundingEvent(firm_id=firm, round="angel", closed_on="2019-05", amount=Money.of(10_000_000)),
        FundingEvent(firm_id=firm, round="b", closed_on="2025-05", amount=Money.of(90_000_000)),
    ]
    values = add(*rounds)
    assert (values["funding_total"].value, values["funding_total"].bound) == (Money.of(100_000_000), "at_least")
    assert values["funding_last_24m"].value == Money.of(90_000_000)
    assert values["funding_rounds"].value == {"angel", "b"}
    total = FundingTotalClaim(firm_id=firm, amount=Money.of(2_000_000_000), qualifier="more_than")
    assert add(total)["funding_total"].value == Money.of(2_000_000_000)


def test_rounds_in_two_currencies_are_summed_in_yuan_where_a_rate_is_known(add, firm):
    rounds = [FundingEvent(firm_id=firm, round="a", amount=Money.of(10, ccy)) for ccy in ("CNY", "USD")]
    assert add(*rounds)["funding_total"].value == Money.of(10)
    rate = FxRate(base="USD", quote="CNY", on=date(2026, 3, 1), rate=Decimal(7))
    assert add(rate)["funding_total"].value == Money.of(80)


def test_a_hard_stop_is_unknown_until_somebody_has_looked(add, firm):
    assert "hard_stop" not in add()
    assert add(claim(firm, "hard_stop", answer=False))["hard_stop"].value is False
    flag = RiskFlag(firm_id=firm, flag="sanctions_hit", found_on=date(2025, 1, 1))
    assert add(flag)["hard_stop"].value is True


def test_a_cap_is_no_hard_stop_and_a_cleared_one_says_that_there_is_none(add, firm):
    assert "hard_stop" not in add(RiskFlag(firm_id=firm, flag="overdue_now", found_on=TODAY))
    cleared = RiskFlag(firm_id=firm, flag="false_financials", found_on=date(2025, 1, 1), cleared_on=date(2025, 6, 1))
    assert add(cleared)["hard_stop"].value is False


def test_a_substandard_loan_stops_until_it_is_closed(add, firm, book):
    loan = Facility(firm_id=firm, facility_type="working_capital_loan", status="active", loan_class="substandard")
    assert add(loan)["hard_stop"].value is True
    book.do(lambda store: store.change(Facility, loan.id, status="closed"), label="Close")
    assert "hard_stop" not in book.ask(firm_values, firm)


def test_the_latest_assessment_gives_grade_score_and_that_no_stop_was_found(add, firm):
    first = Assessment(
        firm_id=firm, scorecard="x", version="1", profile="early", as_of=date(2025, 1, 1), grade="T4", total=Decimal(57)
    )
    values = add(
        first,
        first.model_copy(update={"id": "b", "as_of": TODAY, "grade": "T3", "override": "T2", "total": Decimal("71.5")}),
    )
    assert (values["tech_grade"].value, values["score_total"].value) == ("T2", Decimal("71.5"))
    assert values["hard_stop"].value is False


def test_an_open_application_gives_status_steps_and_the_assumed_value(add, firm):
    way = IpoApplication(firm_id=firm, market_value=Money.of(4_000_000_000), milestone_reached=False)
    steps = [
        IpoEvent(firm_id=firm, ipo_application_id=way.id, status=status, reached_on=day)
        for status, day in (("counselling_filed", "2025-06"), ("submitted", "2026-01"))
    ]
    values = add(way, *steps)
    assert values["ipo_status"].value == "submitted"
    assert values["ipo_statuses_reached"].value == {"counselling_filed", "submitted"}
    assert values["ipo_intent"].value is True
    assert values["market_cap"].value == Money.of(4_000_000_000)
    assert values["core_product_milestone"].value is False


def test_discreet_views_know_nothing_of_a_restricted_application(add, firm, book):
    way = IpoApplication(firm_id=firm, market_value=Money.of(1))
    add(way, IpoEvent(firm_id=firm, ipo_application_id=way.id, status="submitted", reached_on="2026-01"))

    def quietly(store):
        with discreet(store, frozenset({"restricted"})):
            return firm_values(store, firm)

    assert not {"ipo_status", "ipo_intent", "market_cap"} & set(book.ask(quietly))


def test_evidence_by_hand_counts_by_its_newest_row(add, firm):
    seen = [
        StageEvidence(firm_id=firm, evidence="ev_prototype", met=met, seen_on=date(2026, month, 1))
        for met, month in ((False, 2), (True, 1))
    ]
    values = add(*seen, StageEvidence(firm_id=firm, evidence="ev_repeat_customers", seen_on=TODAY))
    assert values["evidence_denied"].value == {"ev_prototype"}
    assert values["evidence_confirmed"].value == {"ev_repeat_customers"}


def test_suppliers_on_record_and_innovation_points(add, firm):
    links = [SupplyLink(firm_id=firm, name=name, relation=kind) for name, kind in (("A", "supplier"), ("B", "dealer"))]
    values = add(*links, InnovationPoints(firm_id=firm, year=2025))
    assert (values["supplier_count"].value, values["supplier_count"].bound) == (1, "at_least")
    assert values["innovation_points_available"].value is True


def test_many_firms_are_told_apart(book, firm, add):
    other = book.do(lambda store: add_firm(store, "另一家"), label="Add").result.id
    add(claim(firm, "headcount", number=5), claim(other, "headcount", number=7))
    found = book.ask(many_values, [other, firm, "gone"])
    assert list(found) == [other, firm]
    assert [found[one]["headcount"].value for one in (other, firm)] == [7, 5]


def test_the_converter_gives_nothing_without_a_rate(book):
    assert book.ask(converter)(Money.of(1, "EUR"), "CNY") is None
    assert book.ask(converter)(Money.of(1), "CNY") == Money.of(1)


def test_values_are_written_with_bound_day_and_source():
    known = Known(200, "at_least", None, PartialDate("2025-12"), "client_statement")
    assert format_known(known, "int") == "at least 200 (Dec 2025, Told by the client)"
    assert format_known(Known(Decimal("0.6")), "ratio") == "60.0%"
    assert format_known(Known(frozenset({"hnte"})), "set", "designations_active") == "High-tech enterprise"
    assert format_known(Known(frozenset()), "set", "designations_active") == "none"
    assert format_known(Known(200, "at_least", qualifier="more_than"), "int") == "more than 200"
    assert format_known(Known(Decimal("0.3"), qualifier="about"), "ratio") == "about 30.0%"
    assert format_known(Known(Decimal(999), "at_least"), "number") == "burns no cash"
    assert format_known(Known(Money(minor=1), "at_least"), "money") == "above zero"
    assert format_known(Known(Decimal("5.17"), "range", Decimal("6.17")), "number") == "5.2 to 6.2"
