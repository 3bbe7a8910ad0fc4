"""The lifecycle: all 45 moves, the strip, signals read from facts, corrections and moves told late."""

from datetime import date

import pytest

from rmapp.domain import reference
from rmapp.domain.claim import Claim
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm, Listing
from rmapp.domain.funding import FundingEvent
from rmapp.domain.intellectual_property import IpCountClaim
from rmapp.domain.money import Money
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_conditions import evidence_conditions
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services.clients import cards
from rmapp.services.stages import lifecycle
from rmapp.storage.discreet import discreet
from tests.books import add_firm, new_book

STAGES = tuple(reference.stages())
PAIRS = [(one, other) for one in STAGES for other in STAGES if one != other]
LISTED = {"exchange": "XHKG", "code": "09863.HK", "listed_on": PartialDate("2022-09")}


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, label="add").result.id


def put(book, *entities):
    book.do(lambda store: store.add_many(entities), label="put")


def move(book, firm, to, on="2025-06-01", **fields):
    return book.do(lifecycle.move_stage, firm, to, PartialDate(on), label="move", **fields).result


def start(book, firm, stage, on="2020-01-01"):
    if stage == "listed":
        put(book, Listing(firm_id=firm, **LISTED))
    return move(book, firm, stage, on)


def met(book, firm, stage):
    return {signal.code: signal.met for signal in book.ask(lifecycle.evidence_for, firm, stage)}


def test_there_are_45_moves():
    assert len(reference.transitions()) == 45


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_move_is_allowed_if_and_only_if_the_table_has_it(book, firm, before, after):
    start(book, firm, before)
    if after == "listed" and before != "listed":
        put(book, Listing(firm_id=firm, **LISTED))
    rule = reference.transitions().get((before, after))
    assert (after in [one.to for one in book.ask(lifecycle.moves, firm)]) == (rule is not None)
    if rule is None:
        with pytest.raises(RuleError):
            move(book, firm, after, reason="correction")
        assert book.ask(lifecycle.stage_strip, firm).current == before
        return
    if rule.reason_required:
        with pytest.raises(InputError) as caught:
            move(book, firm, after)
        assert set(caught.value.fields) == {"reason"}
    reason = rule.allowed_reasons[0] if rule.reason_required else None
    event = move(book, firm, after, reason=reason)
    assert (event.from_stage, event.to_stage, event.recorded_by) == (before, after, "Li Wen")
    assert book.ask(cards.card, firm).stage == after


def test_a_reason_has_to_fit_the_move(book, firm):
    start(book, firm, "growth")
    with pytest.raises(InputError) as caught:
        move(book, firm, "startup", reason="delisted")
    assert set(caught.value.fields) == {"reason"}


def test_listed_needs_an_open_listing(book, firm):
    start(book, firm, "pre_ipo")
    with pytest.raises(RuleError):
        move(book, firm, "listed")
    put(book, Listing(firm_id=firm, **{**LISTED, "delisted_on": PartialDate("2024")}))
    with pytest.raises(RuleError):
        move(book, firm, "listed")
    put(book, Listing(firm_id=firm, **LISTED))
    move(book, firm, "listed")


def test_a_firm_that_ended_keeps_its_stage(book, firm):
    start(book, firm, "growth")
    book.do(lambda store: store.change(Firm, firm, end_state="acquired"), label="end")
    with pytest.raises(RuleError):
        move(book, firm, "expansion")
    assert book.ask(lifecycle.stage_strip, firm).frozen
    assert book.ask(lifecycle.moves, firm) == [], "none is offered"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"on": "2026-03-05"}, "effective_on"), ({"to": "moon"}, "to_stage"), ({"evidence": ("ev_magic",)}, "evidence")],
)
def test_wrong_fields_are_said(book, firm, fields, field):
    with pytest.raises(InputError) as caught:
        move(book, firm, **{"to": "growth", **fields})
    assert set(caught.value.fields) == {field}


def test_the_strip_shows_where_the_firm_has_been(book, firm):
    strip = book.ask(lifecycle.stage_strip, firm)
    assert (strip.current, strip.since, strip.months, strip.next_stage) == (None, None, None, "rd_seed")
    move(book, firm, "rd_seed", "2016")
    move(book, firm, "early_commercial", "2021", reason="fast_growth")
    move(book, firm, "growth", "2024-10-10")
    strip = book.ask(lifecycle.stage_strip, firm)
    assert [(step.state, str(step.since or ""), step.skipped) for step in strip.steps[:6]] == [
        ("past", "2016", False),
        ("past", "", True),
        ("past", "2021", False),
        ("now", "2024-10-10", False),
        ("next", "", False),
        ("later", "", False),
    ]
    assert (strip.months, strip.next_stage, strip.needed, len(strip.signals)) == (16, "expansion", 2, 4)
    move(book, firm, "early_commercial", "2025-10-10", reason="contraction")
    assert [str(step.since) for step in book.ask(lifecycle.stage_strip, firm).steps[2:4]] == ["2025-10-10", "None"]


def test_a_preview_says_what_a_move_needs(book, firm):
    start(book, firm, "rd_seed")
    preview = book.ask(lifecycle.preview_move, firm, "growth")
    assert (preview.kind, preview.reason_required, set(preview.problems)) == ("skip", True, {"reason"})
    preview = book.ask(lifecycle.preview_move, firm, "growth", None, "fast_growth")
    assert preview.problems == {}
    assert len(preview.warnings) == 1
    evidence = ("ev_repeat_customers", "ev_series_b_plus")
    assert book.ask(lifecycle.preview_move, firm, "growth", None, "fast_growth", evidence).warnings == ()
    assert set(book.ask(lifecycle.preview_move, firm, "listed").problems) == {""}
    assert book.ask(lifecycle.history, firm)[0].to_stage == "rd_seed"


def test_a_move_told_late_takes_its_place_in_the_history(book, firm):
    move(book, firm, "rd_seed", "2016")
    move(book, firm, "early_commercial", "2021", reason="late_recording")
    move(book, firm, "startup", "2018")
    assert [(event.from_stage, event.to_stage) for event in book.ask(lifecycle.history, firm)] == [
        (None, "rd_seed"),
        ("rd_seed", "startup"),
        ("startup", "early_commercial"),
    ]
    assert book.ask(cards.card, firm).stage == "early_commercial"
    with pytest.raises(RuleError):
        move(book, firm, "growth", "2017", reason="late_recording")


def test_a_correction_supersedes_and_the_chain_stays_whole(book, firm):
    move(book, firm, "rd_seed", "2016")
    wrong = move(book, firm, "startup", "2018", note="told by the founder")
    move(book, firm, "early_commercial", "2021")
    corrected = book.do(lifecycle.correct_stage, wrong.id, effective_on=PartialDate("2019-05"), label="correct").result
    assert (corrected.supersedes, corrected.note, corrected.to_stage) == (wrong.id, "told by the founder", "startup")
    assert [str(event.effective_on) for event in book.ask(lifecycle.history, firm)] == ["2016", "2019-05", "2021"]
    assert book.store.count(StageEvent) == 4
    with pytest.raises(RuleError):
        book.do(lifecycle.correct_stage, wrong.id, effective_on=PartialDate("2017"), label="again")
    with pytest.raises(RuleError):
        book.do(lifecycle.correct_stage, corrected.id, effective_on=PartialDate("2022"), label="after the next move")
    with pytest.raises(RuleError):
        book.do(lifecycle.correct_stage, corrected.id, to_stage="listed", label="no such move")
    with pytest.raises(NotFoundError):
        book.do(lifecycle.correct_stage, "nobody", label="nobody")


def order(book, firm):
    return [(event.from_stage, event.to_stage) for event in book.ask(lifecycle.history, firm)]


def test_moves_of_one_day_keep_their_order_however_often_one_of_them_is_corrected(book, firm):
    """The clock of this book stands still: nothing but what was there first tells which move came first."""
    move(book, firm, "rd_seed", "2020")
    first = move(book, firm, "startup", "2024")
    move(book, firm, "early_commercial", "2024")
    walked = order(book, firm)
    for turn in range(3):
        first = book.do(lifecycle.correct_stage, first.id, note=f"Turn {turn}", label="correct").result
        assert order(book, firm) == walked
        assert book.ask(cards.card, firm).stage == "early_commercial", "the card is where the history is"
        preview = book.ask(lifecycle.preview_move, firm, "growth")
        assert (preview.kind, preview.problems) == ("forward", {})


def test_a_paper_has_the_stage_of_the_history_though_moves_of_one_day_were_corrected(book, firm):
    move(book, firm, "rd_seed", "2020")
    first = move(book, firm, "startup", "2024")
    move(book, firm, "early_commercial", "2024")
    book.do(lifecycle.correct_stage, first.id, note="Seen again", label="correct")
    hidden = move(book, firm, "growth", "2025")
    book.do(lambda store: store.change(StageEvent, hidden.id, confidentiality="restricted"), label="hide")
    with discreet(book.store):
        assert lifecycle.stage_strip(book.store, firm).current == "early_commercial"
        assert cards.card(book.store, firm).stage == "early_commercial"


def test_on_a_day_in_the_past_the_moves_are_those_of_that_day_that_the_next_one_can_follow(book, firm):
    put(book, Listing(firm_id=firm, **LISTED))
    move(book, firm, "startup", "2010")
    move(book, firm, "growth", "2015", reason="late_recording")
    move(book, firm, "pre_ipo", "2020", reason="ipo_route")
    move(book, firm, "listed", "2022-09")
    offered = {one.to: one.kind for one in book.ask(lifecycle.moves, firm, PartialDate("2012"))}
    assert offered == {"rd_seed": "back", "early_commercial": "forward"}
    preview = book.ask(lifecycle.preview_move, firm, "early_commercial", PartialDate("2012"))
    assert (preview.kind, preview.reason_required, preview.problems) == ("forward", False, {})
    move(book, firm, "early_commercial", "2012")
    assert [one.to_stage for one in book.ask(lifecycle.history, firm)] == [
        "startup",
        "early_commercial",
        "growth",
        "pre_ipo",
        "listed",
    ]
    assert [one.to for one in book.ask(lifecycle.moves, firm)] == ["maturity"]
    placing = book.ask(lifecycle.place, firm, PartialDate("2018"))
    assert (placing.from_stage, placing.following.to_stage) == ("growth", "pre_ipo")


def test_a_correction_keeps_to_the_rules_of_a_new_move(book, firm):
    move(book, firm, "rd_seed", "2016")
    middle = move(book, firm, "startup", "2018")
    last = move(book, firm, "early_commercial", "2021")
    with pytest.raises(InputError) as caught:
        book.do(lifecycle.correct_stage, last.id, to_stage="growth", label="a skip without its reason")
    assert set(caught.value.fields) == {"reason"}
    with pytest.raises(InputError) as caught:
        book.do(lifecycle.correct_stage, last.id, evidence=("ev_moon",), label="no such evidence")
    assert set(caught.value.fields) == {"evidence"}
    with pytest.raises(RuleError, match="could not follow"):
        book.do(lifecycle.correct_stage, middle.id, to_stage="growth", reason="fast_growth", label="then a move back")
    preview = book.ask(lifecycle.preview_move, firm, "growth", PartialDate("2021"), instead_of=last.id)
    assert (preview.kind, set(preview.problems)) == ("skip", {"reason"})
    assert book.ask(lifecycle.stage_strip, firm).current == "early_commercial"
    assert book.store.count(StageEvent) == 3
    book.do(lambda store: store.change(Firm, firm, end_state="dissolved"), label="ended")
    with pytest.raises(RuleError, match="ended"):
        book.do(lifecycle.correct_stage, last.id, effective_on=PartialDate("2022"), label="frozen")


def test_an_old_listing_can_be_corrected_though_the_shares_trade_no_more(book, firm):
    put(book, Listing(firm_id=firm, **LISTED, id="listing"))
    move(book, firm, "pre_ipo", "2020")
    listed = move(book, firm, "listed", "2022")
    book.do(lambda store: store.change(Listing, "listing", delisted_on=PartialDate("2024")), label="delisted")
    move(book, firm, "maturity", "2024", reason="delisted")
    book.do(lifecycle.correct_stage, listed.id, effective_on=PartialDate("2022-09"), label="correct")
    assert [str(one.effective_on) for one in book.ask(lifecycle.history, firm)] == ["2020", "2022-09", "2024"]


def test_a_correction_of_the_last_move_changes_the_stage(book, firm):
    move(book, firm, "rd_seed", "2016")
    last = move(book, firm, "startup", "2018")
    book.do(lifecycle.correct_stage, last.id, to_stage="growth", reason="fast_growth", label="correct")
    assert book.ask(lifecycle.stage_strip, firm).current == book.ask(cards.card, firm).stage == "growth"
    book.undo()
    assert book.ask(cards.card, firm).stage == "startup"


def test_nothing_known_is_not_evidence_against(book, firm):
    for stage in STAGES[:-1]:
        assert set(met(book, firm, stage).values()) == {None}
    assert met(book, firm, "listed") == {"ev_shares_trading": False}  # no open listing record


def year(firm, number, **amounts):
    values = {name: Money.of(value) for name, value in amounts.items()}
    return FinancialSnapshot(firm_id=firm, period_end=date(number, 12, 31), **values)


def test_signals_are_read_from_figures(book, firm):
    put(
        book,
        year(firm, 2023, revenue=100, net_profit=1, operating_cash_flow=-1),
        year(firm, 2024, revenue=120, net_profit=2, operating_cash_flow=3, export_revenue=11),
        year(
            firm,
            2025,
            revenue=150,
            net_profit=3,
            operating_cash_flow=4,
            export_revenue=12,
            rd_expense=6,
            operating_cost=10,
        ),
    )
    assert met(book, firm, "rd_seed")["ev_no_product_revenue"] is False
    assert met(book, firm, "rd_seed")["ev_rd_majority_of_cost"] is True
    assert met(book, firm, "early_commercial")["ev_first_revenue"] is True
    assert met(book, firm, "growth")["ev_revenue_growth_20pct_2y"] is True
    assert met(book, firm, "expansion")["ev_overseas_presence"] is None  # exports of 8 %; a place abroad is not known
    assert met(book, firm, "maturity") == {
        "ev_profitable_3y": True,
        "ev_positive_ocf_2y": True,
        "ev_market_leader": None,
        "ev_joint_stock_form": None,
    }
    put(book, year(firm, 2026, revenue=150, net_profit=-3))  # a year that has not ended says nothing yet
    assert met(book, firm, "maturity")["ev_profitable_3y"] is True
    put(book, year(firm, 2025, revenue=120, net_profit=-3))
    assert met(book, firm, "maturity")["ev_profitable_3y"] is False
    assert met(book, firm, "growth")["ev_revenue_growth_20pct_2y"] is False


def test_a_missing_year_leaves_growth_unknown(book, firm):
    put(book, year(firm, 2022, revenue=100), year(firm, 2024, revenue=150), year(firm, 2025, revenue=200))
    assert met(book, firm, "growth")["ev_revenue_growth_20pct_2y"] is None


def test_signals_are_read_from_facts(book, firm):
    sub, second = (book.do(add_firm, name, label="add").result.id for name in ("子公司", "孙公司"))
    put(
        book,
        DesignationHolding(firm_id=firm, designation="little_giant", granted_on="2023", expires_on="2026"),
        DesignationHolding(firm_id=firm, designation="hnte", granted_on="2020", expires_on="2022"),
        FundingEvent(firm_id=firm, round="a"),
        IpCountClaim(firm_id=firm, ip_type="invention", count=3),
        OverseasPresence(firm_id=firm, country="AE", kind="operation_centre"),
        OwnershipLink(parent_id=firm, child_id=sub, pct_bp=10_000),
        OwnershipLink(parent_id=sub, child_id=second, pct_bp=5100),
        FinancialSnapshot(firm_id=firm, period_end=date(2025, 12, 31), headcount=4),
    )
    book.do(lambda store: store.change(Firm, firm, org_form="llc"), label="form")
    assert met(book, firm, "rd_seed")["ev_seed_or_no_round"] is False
    assert met(book, firm, "startup") == {
        "ev_prototype": None,
        "ev_angel_round": False,
        "ev_first_hires": False,
        "ev_patent_filed": True,
    }
    assert met(book, firm, "early_commercial")["ev_series_a"] is True
    assert met(book, firm, "early_commercial")["ev_first_designation"] is True
    assert met(book, firm, "growth")["ev_srdi_or_hnte"] is False
    assert met(book, firm, "expansion") == {
        "ev_capex_plan": None,
        "ev_overseas_presence": True,
        "ev_multi_entity_group": True,
        "ev_little_giant": True,
    }
    assert met(book, firm, "maturity")["ev_joint_stock_form"] is False
    (signal,) = [one for one in book.ask(lifecycle.evidence_for, firm, "expansion") if one.code == "ev_little_giant"]
    assert reference.text("designation", "little_giant") in signal.why
    assert not signal.by_hand


def test_a_reported_share_of_exports_counts(book, firm):
    put(book, Claim(firm_id=firm, kind="export_share", share_bp=1000))
    assert met(book, firm, "expansion")["ev_overseas_presence"] is True


def test_evidence_ticked_by_hand_is_remembered(book, firm):
    move(book, firm, "startup", "2020", evidence=("ev_prototype",))
    (signal,) = [one for one in book.ask(lifecycle.evidence_for, firm, "startup") if one.code == "ev_prototype"]
    assert (signal.met, signal.by_hand) == (True, True)


def seen(firm, evidence, on, *, met=True, note=""):
    return StageEvidence(firm_id=firm, evidence=evidence, met=met, seen_on=date.fromisoformat(on), note=note)


def test_what_a_person_saw_last_counts(book, firm):
    put(book, seen(firm, "ev_prototype", "2025-03-01", note="runs on the bench"))
    (signal,) = [one for one in book.ask(lifecycle.evidence_for, firm, "startup") if one.code == "ev_prototype"]
    assert (signal.met, signal.row.note) == (True, "runs on the bench")
    assert "runs on the bench" in signal.why
    put(book, seen(firm, "ev_prototype", "2025-04-01", met=False))
    assert met(book, firm, "startup")["ev_prototype"] is False
    assert met(book, firm, "startup")["ev_angel_round"] is None


def test_a_person_counts_before_the_facts_unless_these_are_newer(book, firm):
    put(book, seen(firm, "ev_profitable_3y", "2025-06-01", met=False))
    put(book, *(year(firm, number, net_profit=5) for number in (2022, 2023, 2024)))
    assert met(book, firm, "maturity")["ev_profitable_3y"] is False
    put(book, year(firm, 2025, net_profit=5))
    assert met(book, firm, "maturity")["ev_profitable_3y"] is True


def test_every_kind_of_evidence_has_its_entry_in_the_file():
    entries = reference.file("lifecycle_lists")["evidence_conditions"]
    assert [one["evidence"] for one in entries] == list(reference.evidence())
    assert len(entries) == 28
    by_hand = {"ev_prototype", "ev_pilot_production", "ev_repeat_customers"}
    assert set(reference.evidence()) - set(evidence_conditions()) == by_hand


def test_an_open_listing_is_a_signal(book, firm):
    put(book, Listing(firm_id=firm, **LISTED))
    assert met(book, firm, "listed") == {"ev_shares_trading": True}
