"""The lifecycle at the command line: stages, evidence, moves and what is suggested, without what is restricted."""

import json

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.funding import FundingEvent
from rmapp.domain.partial_date import PartialDate
from rmapp.services import books
from rmapp.services.clients import firms
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.services.stages import ipo, lifecycle
from tests.books import NOW, PASSPHRASE
from tests.pictures import pdf


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


@pytest.fixture
def filled(book):
    """Add a firm with two pieces of evidence for the next stage, and one with a restricted application."""
    workspace = books.open_book(book, PASSPHRASE)
    workspace.do(_fill, label="Filled")
    workspace.close()


def _fill(store):
    names = (NameDraft(text="Quiet Optics", lang="en"), NameDraft(text="Hidden Robotics", lang="en"))
    quiet, hidden = (firms.add_firm(store, FirmDraft(names=(name,))).id for name in names)
    lifecycle.move_stage(store, quiet, "startup", PartialDate("2025-12-04"))
    store.add(FundingEvent(firm_id=quiet, round="a", closed_on=PartialDate("2025-01")))
    store.add(DesignationHolding(firm_id=quiet, designation="innovative_sme", granted_on=PartialDate("2025-03")))
    lifecycle.move_stage(store, hidden, "growth", PartialDate("2024"))
    application = ipo.start_application(store, hidden)
    ipo.reach_step(store, application.id, "counselling_filed", PartialDate("2026-02"))


def document(answer):
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


@pytest.mark.usefixtures("filled")
def test_show_tells_the_stages_and_what_is_suggested(rmapp):
    shown = document(rmapp("stages", "show", "Quiet Optics", "--json"))
    assert (shown["stage"], shown["since"], shown["days"], shown["next"]) == (
        "startup",
        "2025-12-04",
        90,
        "early_commercial",
    )
    assert (shown["suggested"]["to"], shown["suggested"]["needed"]) == ("early_commercial", 2)
    words = rmapp("stages", "show", "Quiet Optics").out
    assert "90 days" in words
    assert "Suggested: Early commercial" in words


@pytest.mark.usefixtures("filled")
def test_evidence_is_met_or_not_known(rmapp):
    shown = document(rmapp("stages", "evidence", "Quiet Optics", "--json"))
    assert shown["stage"] == "early_commercial"
    assert {one["code"]: one["met"] for one in shown["evidence"]} == {
        "ev_first_revenue": None,
        "ev_pilot_production": None,
        "ev_series_a": True,
        "ev_first_designation": True,
    }
    assert "2 of 4 met, 2 usually suffice" in rmapp("stages", "evidence", "Quiet Optics").out
    assert document(rmapp("stages", "evidence", "Quiet Optics", "growth", "--json"))["stage"] == "growth"


@pytest.mark.usefixtures("filled")
def test_move_and_history(rmapp):
    moved = document(rmapp("stages", "move", "Quiet Optics", "growth", "--reason", "fast_growth", "--json"))
    assert (moved["from"], moved["to"], moved["reason"]) == ("startup", "growth", "fast_growth")
    told = document(rmapp("stages", "history", "Quiet Optics", "--json"))
    assert [one["to"] for one in told] == ["startup", "growth"]
    assert "Growth" in rmapp("stages", "history", "Quiet Optics").out
    assert rmapp("stages", "move", "Quiet Optics", "rd_seed").code == 2


@pytest.mark.usefixtures("filled")
def test_a_move_told_late_says_that_the_stage_is_still_the_same(rmapp):
    said = rmapp("stages", "move", "Quiet Optics", "rd_seed", "--on", "2019").out
    assert said == (
        "Written into the history of Quiet Optics: R&D / seed since 2019. It is still in stage Start-up (angel).\n"
    )
    assert [one["to"] for one in document(rmapp("stages", "history", "Quiet Optics", "--json"))] == [
        "rd_seed",
        "startup",
    ]


@pytest.mark.usefixtures("filled")
def test_suggestions_leave_out_what_is_restricted(rmapp):
    plain = document(rmapp("stages", "suggestions", "--json"))
    assert [(one["firm"], one["to"]) for one in plain] == [("Quiet Optics", "early_commercial")]
    assert "Hidden" not in rmapp("stages", "suggestions").out
    assert document(rmapp("stages", "show", "Hidden Robotics", "--json"))["suggested"] is None
    every = document(rmapp("--include-restricted", "weekly review", "stages", "suggestions", "--json"))
    assert [(one["firm"], one["step"]) for one in every] == [
        ("Hidden Robotics", "counselling_filed"),
        ("Quiet Optics", None),
    ]


@pytest.mark.usefixtures("filled")
def test_a_suggestion_is_accepted_once(rmapp):
    assert rmapp("stages", "accept", "Quiet Optics").out == "Quiet Optics is now in stage Early commercialisation.\n"
    assert rmapp("stages", "accept", "Quiet Optics").code != 0
    assert rmapp("stages", "suggestions").out == "No stage move is suggested.\n"


@pytest.mark.usefixtures("filled")
def test_not_yet_is_remembered(rmapp):
    assert rmapp("stages", "notyet", "Quiet Optics", "Pilot only", "--until", "2026-01-01").code == 2
    said = document(rmapp("stages", "notyet", "Quiet Optics", "Pilot only", "--until", "2026-06-30", "--json"))
    assert said == {"firm": "Quiet Optics", "stage": "early_commercial", "until": "2026-06-30"}
    assert document(rmapp("stages", "suggestions", "--json")) == []
    assert "the move to Early commercialisation was put off: Pilot only" in rmapp("stages", "show", "Quiet Optics").out


@pytest.mark.usefixtures("filled")
def test_the_short_command_still_moves(rmapp):
    assert rmapp("stage", "Quiet Optics", "early_commercial").out.startswith("Quiet Optics is now in stage")


@pytest.mark.usefixtures("filled")
def test_evidence_is_recorded_with_its_file_and_counts(rmapp, tmp_path):
    paper = tmp_path / "orders.pdf"
    paper.write_bytes(pdf(1))
    words = ("stages", "record", "Quiet Optics", "ev_first_revenue", "--note", "First order", "--on", "2026-03-01")
    made = document(rmapp(*words, "--file", paper, "--json"))
    assert (made["met"], made["seen_on"], made["note"]) == (True, "2026-03-01", "First order")
    assert made["attachment_id"] is not None
    shown = document(rmapp("stages", "evidence", "Quiet Optics", "--json"))["evidence"]
    assert [one["met"] for one in shown if one["code"] == "ev_first_revenue"] == [True]
    said = rmapp("stages", "record", "Quiet Optics", "ev_first_revenue", "--absent").out
    assert said == "Quiet Optics: “First product revenue booked” recorded as not there.\n"
    shown = document(rmapp("stages", "evidence", "Quiet Optics", "--json"))["evidence"]
    assert [one["met"] for one in shown if one["code"] == "ev_first_revenue"] == [False]


@pytest.mark.usefixtures("filled")
def test_evidence_of_a_day_to_come_or_of_no_known_kind_is_refused(rmapp):
    assert rmapp("stages", "record", "Quiet Optics", "ev_capex_plan", "--on", "2026-12-31").code == 2
    assert rmapp("stages", "record", "Quiet Optics", "ev_moon").code == 2


@pytest.mark.usefixtures("filled")
def test_tasks_of_a_stage_are_listed_and_taken_over(rmapp):
    shown = document(rmapp("stages", "tasks", "Quiet Optics", "--json"))
    assert shown["stage"] == "startup"
    assert {one["side"] for one in shown["tasks"]} == {"ours", "theirs"}
    assert not any(one["open"] for one in shown["tasks"])
    taken = rmapp("stages", "tasks", "Quiet Optics", "--take", "st_ip", "--take", "st_small_line", "--json")
    assert taken.err == "2 commitments added\n"
    assert {one["code"] for one in document(taken)["tasks"] if one["open"]} == {"st_ip", "st_small_line"}
    assert rmapp("stages", "tasks", "Quiet Optics", "--take", "all").err == "2 commitments added\n"
    assert rmapp("stages", "tasks", "Quiet Optics", "--take", "gr_limit").code == 2
    assert "Review the size of the limit" in rmapp("stages", "tasks", "Quiet Optics", "growth").out


@pytest.mark.usefixtures("filled")
def test_the_clock_of_the_technology_is_moved_on_and_shown(rmapp):
    command = ("stages", "technology", "Quiet Optics")
    assert rmapp(*command).out == "How far the technology is has not been written down.\n"
    rmapp(*command, "--phase", "sample", "--readiness", "5", "--on", "2023")
    shown = document(rmapp(*command, "--phase", "product", "--readiness", "7", "--on", "2026-02", "--json"))
    assert [(one["phase"], one["readiness"], one["reached_on"]) for one in shown] == [
        ("product", 7, "2026-02"),
        ("sample", 5, "2023"),
    ]
    assert rmapp(*command).out.splitlines()[1].startswith("Product: from 1 to 10, readiness 7 of 9")
    assert rmapp(*command, "--note", "Nothing else").code == 2
    assert rmapp(*command, "--readiness", "10").code == 2
    known = document(rmapp("stages", "evidence", "Quiet Optics", "rd_seed", "--json"))["evidence"]
    assert [one["met"] for one in known if one["code"] == "ev_trl_le_5"] == [False], "readiness 7 is above 5"


@pytest.mark.usefixtures("filled")
def test_the_board_counts_clients_by_stage(rmapp):
    shown = document(rmapp("stages", "board", "--json"))
    counted = {one["stage"]: one["firms"] for one in shown["columns"]}
    assert (counted["startup"], counted["growth"], counted["listed"]) == (1, 4, 0)
    assert (shown["stalled"], shown["moves_this_quarter"]) == (0, 0)
    said = rmapp("stages", "board").out
    assert "Growth" in said
    assert "0 stalled" in said
