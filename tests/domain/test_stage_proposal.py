"""Which move is proposed: by evidence only the next one, by steps to the exchange, and always an allowed one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import reference
from rmapp.domain.listing_boards import ipo_statuses
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.proposal_wording import why_proposed
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_proposal import Standing, Way, is_quiet_basis, proposed
from rmapp.domain.stage_rules import check_move, possible_moves
from rmapp.i18n import speaking

TODAY = date(2026, 3, 4)
STAGES = tuple(reference.stages())
SINCE = PartialDate("2020-01-01")


def standing(*stages, way=None, is_listed=False, on="2020-01-01", way_on="2026-01-10"):
    """Return where a firm stands that went through these stages."""
    before, moves = None, []
    for stage in stages:
        moves.append(StageEvent(firm_id="f", from_stage=before, to_stage=stage, effective_on=PartialDate(on)))
        before = stage
    return Standing(moves, is_listed, Way(way, PartialDate(way_on)) if way else None)


def told(*codes):
    return lambda code: True if code in codes else None


def test_two_pieces_of_evidence_propose_the_next_stage_and_one_does_not():
    one = proposed(standing("startup"), told("ev_first_revenue"), TODAY)
    two = proposed(standing("startup"), told("ev_first_revenue", "ev_series_a"), TODAY)
    assert one is None
    assert (two.to, two.met, two.needed, two.reasons) == (
        "early_commercial",
        ("ev_first_revenue", "ev_series_a"),
        2,
        (),
    )


@pytest.mark.parametrize(
    ("stage", "designation"),
    [("startup", "ev_first_designation"), ("early_commercial", "ev_srdi_or_hnte"), ("growth", "ev_little_giant")],
)
def test_a_biotech_firm_with_a_high_designation_alone_stays_where_it_is(stage, designation):
    """Domain 2.1: the designation is not stage evidence by itself."""
    assert proposed(standing(stage), told(designation), TODAY) is None


def test_evidence_never_skips_a_stage():
    assert proposed(standing("startup"), told("ev_capex_plan", "ev_little_giant"), TODAY) is None


def test_without_a_stage_the_latest_one_with_enough_evidence_is_proposed():
    everything = told("ev_prototype", "ev_first_hires", "ev_first_revenue", "ev_series_a", "ev_capex_plan")
    assert proposed(standing(), everything, TODAY).to == "early_commercial"


@pytest.mark.parametrize("step", ["counselling_filed", "hk_mandated", "hk_a1_filed", "inquiry"])
@pytest.mark.parametrize("stage", STAGES[:6])
def test_a_step_to_the_exchange_proposes_pre_ipo(stage, step):
    found = proposed(standing(stage, way=step), told(), TODAY)
    rule = reference.transitions()[stage, "pre_ipo"]
    assert (found.to, found.status) == ("pre_ipo", step)
    assert found.reasons == (rule.allowed_reasons if rule.reason_required else ())


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("withdrawn", "ipo_withdrawn"),
        ("terminated", "ipo_terminated"),
        ("committee_rejected", "ipo_rejected"),
        ("registration_refused", "ipo_rejected"),
    ],
)
def test_an_end_without_a_listing_proposes_the_way_back(step, reason):
    found = proposed(standing("growth", "pre_ipo", way=step), told("ev_counselling_filed"), TODAY)
    assert (found.to, found.reasons) == ("growth", (reason,))
    assert proposed(standing("pre_ipo", way=step), told(), TODAY).to == "maturity"


def test_an_application_that_failed_proposes_pre_ipo_no_more():
    failed = standing("maturity", way="withdrawn")
    assert proposed(failed, told("ev_counselling_filed", "ev_sponsor_engaged"), TODAY) is None
    later = standing("growth", "pre_ipo", way="withdrawn", on="2026-02-01")
    assert proposed(later, told(), TODAY) is None


def test_a_listing_proposes_listed_from_where_the_rules_allow_it():
    assert proposed(standing("pre_ipo", way="listed", is_listed=True), told("ev_shares_trading"), TODAY).to == "listed"
    backfill = proposed(standing("maturity", way="listed", is_listed=True), told("ev_shares_trading"), TODAY)
    assert backfill.reasons == ("direct_entry_backfill",)
    unsure = proposed(standing("maturity", is_listed=True), told("ev_shares_trading"), TODAY)
    assert unsure.reasons == ("direct_entry_backfill", "reverse_listing")
    assert proposed(standing("growth", way="listed", is_listed=True), told("ev_shares_trading"), TODAY).to == "pre_ipo"
    assert proposed(standing("listed", way="listed", is_listed=True), told("ev_shares_trading"), TODAY) is None


def test_after_a_move_back_evidence_is_silent_for_half_a_year():
    evidence = told("ev_revenue_growth_20pct_2y", "ev_repeat_customers")
    assert proposed(standing("growth", "early_commercial", on="2026-02-01"), evidence, TODAY) is None
    assert proposed(standing("growth", "early_commercial", on="2025-08-01"), evidence, TODAY).to == "growth"


@given(
    stage=st.sampled_from([None, *STAGES]),
    before=st.sampled_from([None, *STAGES]),
    step=st.sampled_from([None, *ipo_statuses()]),
    is_listed=st.booleans(),
    codes=st.sets(st.sampled_from(sorted(reference.evidence()))),
)
def test_a_proposal_is_always_an_allowed_move(stage, before, step, is_listed, codes):
    way = Way(step, PartialDate("2026-01")) if step else None
    moves = [StageEvent(firm_id="f", from_stage=before, to_stage=stage, effective_on=SINCE)] if stage else []
    found = proposed(Standing(moves, is_listed, way), told(*codes), TODAY)
    if found is None:
        return
    assert found.to in possible_moves(stage)
    reason = found.reasons[0] if found.reasons else None
    warnings = check_move(
        stage,
        found.to,
        on=PartialDate.of(TODAY),
        today=TODAY,
        has_listing=True,
        reason=reason,
        evidence=found.met,
    )
    assert found.status or is_listed or not warnings
    assert set(found.met) <= codes


def test_not_yet_holds_for_the_same_evidence_until_its_day():
    assert is_quiet_basis("growth:a", "growth:a", None, TODAY)
    assert is_quiet_basis("growth:a", "growth:a", date(2026, 3, 5), TODAY)
    assert not is_quiet_basis("growth:a", "growth:a", TODAY, TODAY)
    assert not is_quiet_basis("growth:a,b", "growth:a", None, TODAY)


def test_the_reason_is_told_in_both_languages():
    on = PartialDate("2026-01-10")
    with speaking("en"):
        assert why_proposed((), 1, "counselling_filed", on).startswith("Counselling filed, ")
        two = why_proposed(("ev_first_revenue", "ev_series_a"), 2, "", on)
        assert two.startswith("2 pieces of evidence are met, 2 usually suffice: ")
        assert why_proposed((), 1, "", on) == "A listing record is open."
    with speaking("zh_CN"):
        assert why_proposed((), 1, "counselling_filed", on).startswith("辅导备案")
