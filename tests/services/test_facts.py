"""Reported facts and figures: one verb for all kinds, usual ends, refusals, sources, restatements."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.assessment import InnovationPoints
from rmapp.domain.claim import Claim
from rmapp.domain.claim_kinds import claim_kind_text
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm, Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.money import Money
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.validity import designation_expiry, ip_expiry
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services.clients import facts, figures, sources
from rmapp.services.privacy import classes
from tests.books import add_firm, new_book


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, label="add").result.id


def add(book, fact):
    return book.do(facts.add_fact, fact, label="add").result


def refused(book, verb, *args, **fields):
    with pytest.raises(InputError) as caught:
        book.do(verb, *args, label="refused", **fields)
    return set(caught.value.fields)


@pytest.mark.parametrize(
    ("code", "granted", "expires"),
    [
        ("little_giant", "2023-09-01", "2026-08-31"),
        ("little_giant", "2024-02-29", "2027-02-28"),
        ("hnte", "2023-01-01", "2025-12-31"),
        ("little_giant", "2023", "2026"),
        ("little_giant", "2023-09", "2026-09"),
        ("gazelle", "2025-12-31", "2026-12-30"),
        ("nobody_knows", "2025-12-31", None),
    ],
)
def test_a_designation_ends_after_its_term(code, granted, expires):
    found = designation_expiry(code, PartialDate(granted))
    assert (str(found) if found else None) == expires


@pytest.mark.parametrize(
    ("ip_type", "filed", "granted", "expires"),
    [
        ("invention", "2019-11-20", None, "2039-11-19"),
        ("utility_model", "2019-11", None, "2029-11"),
        ("design", "2021-05-31", None, "2031-05-30"),
        ("design", "2021-06-01", None, "2036-05-31"),
        ("trademark", "2015-01-01", "2016-03-01", "2026-02-28"),
        ("trademark", "2015-01-01", None, None),
        ("software_copyright", "2015", "2015", None),
        ("invention", None, "2020", None),
    ],
)
def test_a_right_ends_after_its_term(ip_type, filed, granted, expires):
    found = ip_expiry(ip_type, PartialDate(filed) if filed else None, PartialDate(granted) if granted else None)
    assert (str(found) if found else None) == expires


def test_facts_of_every_kind_are_added_changed_and_removed(book, firm):
    made = [
        DesignationHolding(firm_id=firm, designation="little_giant", granted_on=PartialDate("2023")),
        IpCountClaim(firm_id=firm, count=320, qualifier="more_than", reported_type="utility patents"),
        IpRight(firm_id=firm, filed_on=PartialDate("2019-11-20")),
        FundingEvent(firm_id=firm, round="a"),
        FundingTotalClaim(firm_id=firm, amount=Money.of(2_000_000_000), qualifier="more_than"),
        OverseasPresence(firm_id=firm, country="AE", city="Dubai", kind="operation_centre"),
        Listing(firm_id=firm, exchange="XHKG", code="9863.HK", board="hkex_main"),
        Claim(firm_id=firm, kind="outlets", number=1700, qualifier="more_than"),
        InnovationPoints(firm_id=firm, year=2025, total="71.5"),
        TechnologyStep(firm_id=firm, phase="product", readiness=7, reached_on="2025-05"),
        SupplyLink(firm_id=firm, name="A supplier"),
        InvestmentLink(firm_id=firm, investor="A fund"),
    ]
    assert {type(fact) for fact in made} == set(facts.KINDS)
    for fact in made:
        stored = add(book, fact)
        book.do(facts.change_fact, type(fact), stored.id, citation="a paper", label="change")
        assert [one.citation for one in book.ask(facts.facts, type(fact), firm)] == ["a paper"]
        book.do(facts.remove_fact, type(fact), stored.id, label="remove")
        assert book.ask(facts.facts, type(fact), firm) == []


def test_usual_ends_and_forms_are_filled_in(book, firm):
    assert str(add(book, DesignationHolding(firm_id=firm, designation="hnte", granted_on="2023")).expires_on) == "2026"
    own_end = DesignationHolding(firm_id=firm, designation="hnte", granted_on="2023", expires_on="2024")
    assert str(add(book, own_end).expires_on) == "2024"
    assert str(add(book, IpRight(firm_id=firm, filed_on="2019-11-20")).expires_on) == "2039-11-19"
    assert add(book, Listing(firm_id=firm, exchange="XHKG", code="9863.HK", board="hkex_main")).code == "09863.HK"


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        (DesignationHolding(firm_id="F", designation="best_firm"), "designation"),
        (DesignationHolding(firm_id="F", designation="hnte", granted_on="2023", expires_on="2022"), "expires_on"),
        (DesignationHolding(firm_id="F", designation="hnte", granted_on="2026-03-05"), "granted_on"),
        (IpCountClaim(firm_id="F"), "count"),
        (IpCountClaim(firm_id="F", count=-1), "count"),
        (IpCountClaim(firm_id="F", count=1, qualifier="perhaps"), "qualifier"),
        (IpRight(firm_id="F", filed_on="2020", granted_on="2019"), "granted_on"),
        (IpRight(firm_id="F", valuation=Money.of(-5)), "valuation"),
        (FundingEvent(firm_id="F", round="z"), "round"),
        (FundingEvent(firm_id="F", share_bp=10_001), "share_bp"),
        (FundingTotalClaim(firm_id="F"), "amount"),
        (OverseasPresence(firm_id="F", country="Dubai", kind="sales"), "country"),
        (OverseasPresence(firm_id="F", country="CN", kind="sales"), "country"),
        (Listing(firm_id="F", exchange="XHKG", board="moon"), "board"),
        (Listing(firm_id="F", exchange="XHKG", listed_on="2022", delisted_on="2021"), "delisted_on"),
        (Claim(firm_id="F", kind="outlets"), "text"),
        (Claim(firm_id="F", kind=" ", text="x"), "kind"),
        (Claim(firm_id="F", kind="x", money=Money.of(9), high=Money.of(8)), "high"),
        (Claim(firm_id="F", kind="x", text="y", as_of="2027"), "as_of"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field(book, firm, fact, field):
    fact = fact.model_copy(update={"firm_id": firm})
    assert refused(book, facts.add_fact, fact) == {field}
    assert book.ask(facts.facts, type(fact), firm) == []


def test_a_country_may_be_typed_in_small_letters(book, firm):
    office = add(book, OverseasPresence(firm_id=firm, country="ae ", kind="sales"))
    assert office.country == "AE"
    assert book.do(facts.change_fact, OverseasPresence, office.id, country="hu", label="c").result.country == "HU"


def test_what_a_fact_is_about_may_change_and_a_plan_for_a_listing_becomes_restricted(book, firm):
    claim = add(book, Claim(firm_id=firm, kind="customers", text="Car makers"))
    told = {"kind": "outlets", "confidentiality": "client_confidential"}
    assert book.do(facts.change_fact, Claim, claim.id, **told, label="c").result.kind == "outlets"
    told["kind"] = "ipo_intent"
    assert book.do(facts.change_fact, Claim, claim.id, **told, label="c").result.confidentiality == "restricted"
    lowered = book.do(classes.with_reason, "In the press", facts.change_fact, Claim, claim.id, **told, label="c").result
    assert (lowered.kind, lowered.confidentiality) == ("ipo_intent", "client_confidential")


def test_growth_of_more_than_a_whole_is_a_claim(book, firm):
    add(book, Claim(firm_id=firm, kind="revenue_growth", share_bp=15_000, period="2025-H1"))


def test_a_change_is_checked_too(book, firm):
    claim = add(book, IpCountClaim(firm_id=firm, count=320))
    assert refused(book, facts.change_fact, IpCountClaim, claim.id, count=-1) == {"count"}
    assert refused(book, facts.change_fact, IpCountClaim, claim.id, as_of="soon") == {"as_of"}
    with pytest.raises(NotFoundError):
        book.do(facts.change_fact, IpCountClaim, "nobody", count=1, label="nobody")


def test_warnings_do_not_block(book, firm):
    giant = DesignationHolding(firm_id=firm, designation="little_giant", granted_on="2023")
    assert set(book.ask(facts.fact_warnings, giant)) == {"designation"}
    add(book, DesignationHolding(firm_id=firm, designation="srdi_sme", granted_on="2022"))
    assert book.ask(facts.fact_warnings, giant) == {}
    assert set(book.ask(facts.fact_warnings, IpRight(firm_id=firm, number="201911209274.1"))) == {"number"}
    assert set(book.ask(facts.fact_warnings, Listing(firm_id=firm, exchange="XSHG", code="1", board="sse_star"))) == {
        "code"
    }


def test_facts_stand_newest_first(book, firm):
    for year in ("2023", None, "2025", "2024"):
        add(book, Claim(firm_id=firm, kind="outlets", number=1, as_of=year))
    assert [str(one.as_of) for one in book.ask(facts.facts, Claim, firm)] == ["2025", "2024", "2023", "None"]


def test_sources_say_what_they_support(book, firm):
    press = {"source": "public", "citation": "China Daily, 15 December 2025"}
    add(book, Claim(firm_id=firm, kind="outlets", number=1700, as_of="2025-09", **press))
    add(book, IpCountClaim(firm_id=firm, count=320, reported_type="utility patents", as_of="2025-12-15", **press))
    add(book, DesignationHolding(firm_id=firm, designation="hnte", granted_on="2023", source="registry"))
    cited, other = book.ask(sources.sources, firm)
    assert (cited.citation, cited.kind, str(cited.as_of)) == (press["citation"], "public", "2025-12-15")
    assert {support.label for support in cited.supports} == {"Outlets", "utility patents"}
    assert (other.citation, other.kind, other.as_of) == ("", "registry", None)
    assert other.first_seen == "2026-03-04T05:06:07.000Z"


def test_every_kind_of_claim_has_words():
    assert claim_kind_text("market_rank") == "Market position"
    assert claim_kind_text("something_new") == "something new"


def snapshot(firm, year, period_type="fy", month=12, **amounts):
    money = {name for name in amounts if name in figures.AMOUNTS and isinstance(amounts[name], int)}
    values = {name: Money.of(value) if name in money else value for name, value in amounts.items()}
    day = {6: 30, 9: 30}.get(month, 31)
    return FinancialSnapshot(firm_id=firm, period_type=period_type, period_end=date(year, month, day), **values)


def record(book, one):
    return book.do(figures.add_snapshot, one, label="record").result


def test_figures_stand_in_columns_with_what_follows(book, firm):
    record(book, snapshot(firm, 2023, revenue=204, cost_of_sales=124, rd_expense=30))
    record(book, snapshot(firm, 2024, revenue=268, cost_of_sales=160, rd_expense=38))
    record(book, snapshot(firm, 2024, "ytd9", 9, revenue=175, cost_of_sales=105))
    record(book, snapshot(firm, 2025, "ytd9", 9, revenue=241, cost_of_sales=142))
    record(book, snapshot(firm, 2026, revenue=352, forecast=True))
    found = book.ask(figures.figures, firm)
    assert [column.title for column in found.years] == ["2023", "2024"]
    assert [column.snapshot.period_end.year for column in found.parts] == [2024, 2025]
    assert found.forecasts[0].title == "2026e"
    assert found.latest.snapshot.revenue == Money.of(241)
    assert found.changes["revenue"].quantize(Decimal("0.001")) == Decimal("0.377")
    assert found.changes["gross_margin"].quantize(Decimal("0.001")) == Decimal("0.011")
    assert found.trailing_revenue == Money.of(268 + 241 - 175)
    assert found.years[1].derived.rd_intensity.quantize(Decimal("0.001")) == Decimal("0.142")
    assert found.years[1].derived.debt_ratio is None


def test_a_restatement_takes_the_place_of_the_former_figures(book, firm):
    first = record(book, snapshot(firm, 2024, revenue=268))
    assert refused(book, figures.add_snapshot, snapshot(firm, 2024, revenue=270)) == {"period_end"}
    restated = book.do(figures.supersede, first.id, revenue=Money.of(260), audited=True, label="restate").result
    found = book.ask(figures.figures, firm)
    assert [column.snapshot.id for column in found.years] == [restated.id]
    assert found.superseded == 1
    with pytest.raises(RuleError):
        book.do(figures.supersede, first.id, revenue=Money.of(1), label="again")
    book.do(figures.remove_snapshot, restated.id, label="remove")
    assert book.ask(figures.figures, firm).latest.snapshot.id == first.id


def test_scopes_stand_apart(book, firm):
    single = snapshot(firm, 2024, revenue=5).model_copy(update={"scope": "single"})
    record(book, single)
    assert book.ask(figures.figures, firm).scope == "single"
    record(book, snapshot(firm, 2024, revenue=9))
    assert book.ask(figures.figures, firm).latest.snapshot.revenue == Money.of(9)
    assert book.ask(figures.figures, firm, "single").latest.snapshot.revenue == Money.of(5)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "revenue"),
        ({"revenue": -1}, "revenue"),
        ({"revenue": 1, "cash": Money.of(1, "USD")}, "cash"),
        ({"headcount": -1}, "headcount"),
        ({"revenue": 1, "period_type": "decade"}, "period_type"),
    ],
)
def test_wrong_figures_are_refused(book, firm, fields, field):
    assert field in refused(book, figures.add_snapshot, snapshot(firm, 2024, **fields))


def test_only_forecasts_lie_ahead(book, firm):
    assert refused(book, figures.add_snapshot, snapshot(firm, 2026, revenue=5)) == {"period_end"}
    record(book, snapshot(firm, 2026, revenue=5, forecast=True))
    assert book.ask(figures.figures, firm).latest is None


def test_a_slip_is_corrected_and_doubts_are_said(book, firm):
    one = record(book, snapshot(firm, 2024, net_profit=-5, total_assets=100, total_liabilities=50, net_assets=40))
    assert len(book.ask(figures.figures, firm).warnings) == 1
    book.do(figures.change_snapshot, one.id, net_assets=Money.of(50), label="correct")
    assert book.ask(figures.figures, firm).warnings == ()
    assert refused(book, figures.change_snapshot, one.id, total_assets=Money.of(-1)) == {"total_assets"}


def test_a_firm_that_is_gone_takes_no_facts(book, firm):
    book.do(lambda store: store.remove(Firm, firm), label="remove")
    with pytest.raises(NotFoundError):
        add(book, Claim(firm_id=firm, kind="outlets", number=1))


@pytest.mark.parametrize(
    ("source", "given", "expected"),
    [
        ("client_statement", "client_confidential", "restricted"),
        ("own_observation", "public", "restricted"),
        ("public", "client_confidential", "client_confidential"),
        ("registry", "public", "public"),
    ],
)
def test_plans_for_a_listing_are_restricted_unless_their_source_is_public(book, firm, source, given, expected):
    plan = Claim(firm_id=firm, kind="ipo_intent", text="Next year", source=source, confidentiality=given)
    assert book.do(facts.add_fact, plan, label="Add").result.confidentiality == expected
    other = Claim(firm_id=firm, kind="customers", text="Many", source=source, confidentiality=given)
    assert book.do(facts.add_fact, other, label="Add").result.confidentiality == given


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"reached_on": "2025"}, "phase"), ({"phase": "sample", "reached_on": "2027-01"}, "reached_on")],
)
def test_a_step_of_the_technology_says_something_about_the_past(book, firm, fields, field):
    with pytest.raises(InputError) as refused:
        add(book, TechnologyStep(firm_id=firm, **fields))
    assert list(refused.value.fields) == [field]
