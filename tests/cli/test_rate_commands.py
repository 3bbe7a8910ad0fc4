"""Assessments at the command line: filled in, scored, tried, set by hand, stopped and cleared."""

import json

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility
from rmapp.services.search import resolve_firm
from tests.books import NOW, reopened
from tests.scored import worked_scores

FIRM = "潮声传感有限公司"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


def shown(rmapp):
    return json.loads(rmapp("rate", "show", FIRM, "--json").out)


def scored(rmapp, tmp_path, *words):
    """Score the worked example from a file that `form` printed and somebody filled in."""
    form = json.loads(rmapp("rate", "form", FIRM).out)
    assert form["profile"] == "growth"
    form["indicators"] = [json.loads(one.model_dump_json()) for one in worked_scores()]
    file = tmp_path / "scores.json"
    file.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    return rmapp("rate", "score", FIRM, "--from", file, *words)


def test_a_client_without_an_assessment_says_so(rmapp, book):
    assert rmapp("rate", "show", FIRM).out == "This client has not been scored yet.\n"
    assert shown(rmapp) == {"assessment": None, "flags": [], "explanation": []}


def test_the_worked_example_from_a_file(rmapp, book, tmp_path):
    tried = json.loads(scored(rmapp, tmp_path, "--try", "--json").out)
    assert (tried["grade"], tried["provisional"], tried["saved"]) == ("T2", False, False)
    assert tried["total"].startswith("77.58")
    assert shown(rmapp)["assessment"] is None
    assert scored(rmapp, tmp_path).out == "77.6 of 100, grade T2\n"
    lines = rmapp("rate", "show", FIRM).out.splitlines()
    assert lines[0] == "2026-03-04: 77.6 of 100, grade T2"
    assert any(line.split()[-2:] == ["15%", "81.0"] for line in lines)
    assert lines[-1] == "A score is a working aid for the conversation and never a credit decision."
    kept = shown(rmapp)["assessment"]
    assert (kept["grade"], kept["assessor"]) == ("T2", "Li Wen")


def test_indicators_are_set_one_by_one(rmapp, book):
    words = ("--set", "dso=45", "--set", "compliance=4:Clean audit", "--set", "gross_margin=41%")
    assert rmapp("rate", "score", FIRM, *words, "--set", "rd_platform=provincial").out == "80.0 of 100, grade T2p\n"
    held = {one["code"]: one for one in shown(rmapp)["assessment"]["indicators"]}
    assert (held["gross_margin"]["raw"], held["gross_margin"]["score"]) == ("0.41", 4)
    assert held["compliance"]["comment"] == "Clean audit"


def test_a_grade_by_hand_and_a_stop_that_takes_the_score(rmapp, book, tmp_path):
    scored(rmapp, tmp_path)
    set_ = ("override", FIRM, "t1", "--reason", "Order book doubled", "--approver", "Zhou Han")
    assert rmapp("rate", *set_).out == "Grade set by hand: T1\n"
    assert shown(rmapp)["assessment"]["override"] == "T1"
    rmapp("rate", "flag", FIRM, "false_financials", "Accounts of 2024 were forged")
    assert shown(rmapp)["assessment"]["grade"] == "X"
    assert shown(rmapp)["flags"] == ["false_financials"]
    rmapp("rate", "clear", FIRM, "false_financials", "Auditor withdrew it")
    assert shown(rmapp)["flags"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score", FIRM), "Nothing is scored yet"),
        (("score", FIRM, "--set", "luck=5"), "names no indicator"),
        (("score", FIRM, "--set", "dso=soon"), "is no value of Days sales outstanding"),
        (("score", FIRM, "--set", "compliance=7:x"), "is no value of Compliance"),
        (("score", FIRM, "--set", "rd_platform=world"), "is no value of R&D platform"),
        (("score", FIRM, "--set", "compliance=4"), "needs a comment"),
        (("score", FIRM, "--set", "dso=45", "--profile", "old"), "Choose the weights"),
        (("score", FIRM, "--set", "dso=45", "--on", "2027-01-01"), "still to come"),
        (("score", FIRM, "--from", "no such file"), "cannot be read"),
        (("override", FIRM, "T1"), "has not been scored yet"),
        (("flag", FIRM, "no such thing", "x"), "is not a code for FLAG"),
        (("flag", FIRM, "overdue_now", " "), "Write what shows it"),
        (("clear", FIRM, "overdue_now", "x"), "no such flag"),
    ],
)
def test_what_cannot_be_done_is_said(rmapp, book, words, said):
    refused = rmapp("rate", *words)
    assert refused.code != 0
    assert said in refused.err


def test_the_three_tests_are_listed_and_written_as_a_page(rmapp, book, tmp_path):
    assert rmapp("rate", "tests", FIRM).out == "Nobody has answered the three tests of this client yet.\n"
    assert json.loads(rmapp("rate", "tests", FIRM, "--json").out) == []
    page = tmp_path / "tests.pdf"
    assert rmapp("rate", "tests", FIRM, "-o", page, "--lang", "both").code == 0
    assert page.read_bytes().startswith(b"%PDF")
    refused = rmapp("rate", "tests", FIRM, "-o", tmp_path / "filled.pdf", "--filled")
    assert refused.code == 2
    assert "Nobody has answered" in refused.err


def test_the_list_of_clients_is_filtered_by_grade(rmapp, book, tmp_path):
    assert scored(rmapp, tmp_path).code == 0
    assert FIRM in rmapp("list", "--grade", "t2").out
    assert FIRM not in rmapp("list", "--grade", "T5", "--grade", "X").out
    (row,) = [one for one in json.loads(rmapp("list", "--json").out) if one["name"] == FIRM]
    assert (row["grade"], row["score"], row["scored_on"]) == ("T2", "77.6", NOW.date().isoformat())
    wrong = rmapp("list", "--grade", "T9")
    assert wrong.code == 2
    assert "T1" in wrong.err


def test_a_score_in_a_file_that_its_value_does_not_give_is_refused(rmapp, book, tmp_path):
    form = json.loads(rmapp("rate", "form", FIRM).out)
    scores = [json.loads(one.model_dump_json()) for one in worked_scores()]
    form["indicators"] = [one | {"score": 5} if one["code"] == "dso" else one for one in scores]
    file = tmp_path / "scores.json"
    file.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    refused = rmapp("rate", "score", FIRM, "--from", file)
    assert refused.code == 2
    assert "This value scores 3." in refused.err
    assert shown(rmapp)["assessment"] is None


def test_a_flag_that_a_line_gives_is_shown_and_not_cleared_by_hand(rmapp, book, tmp_path):
    workspace = reopened(tmp_path)
    firm = workspace.ask(resolve_firm, FIRM)
    line = Facility(firm_id=firm, facility_type="working_capital_loan", status="active", overdue_since=NOW.date())
    workspace.do(type(workspace.store).add, line, label="Add")
    workspace.close()
    assert shown(rmapp)["flags"] == ["overdue_now"]
    refused = rmapp("rate", "clear", FIRM, "overdue_now", "Paid")
    assert refused.code == 2
    assert "The book finds this by itself: Working capital loan: 1 day overdue" in refused.err


def test_what_holds_a_grade_down_and_who_set_it_is_said(rmapp, book, tmp_path):
    assert scored(rmapp, tmp_path).code == 0
    rmapp("rate", "override", FIRM, "T3", "--reason", "Lost a customer", "--approver", "Zhou Han")
    rmapp("rate", "flag", FIRM, "core_ip_dispute", "Sued by a former engineer")
    lines = rmapp("rate", "show", FIRM).out.splitlines()
    assert lines[0].endswith("77.6 of 100, grade T4")
    assert "The grade is capped: Open dispute over core technology ownership" in lines
    assert "Grade set by hand, calculated T4: Lost a customer (Zhou Han)" in lines
    assert "98.5% of all weight is known." in lines


def test_a_firm_under_a_stop_is_told_its_grade_and_no_score(rmapp, book):
    rmapp("rate", "flag", FIRM, "sanctions_hit", "Confirmed by compliance")
    assert rmapp("rate", "score", FIRM, "--set", "dso=45").out == "Grade X, no score.\n"
    assert rmapp("rate", "show", FIRM).out.splitlines()[0].endswith(": grade X, no score")


def test_what_was_done_is_printed_as_json_too(rmapp, book, tmp_path):
    def done(*words):
        return json.loads(rmapp("rate", *words, "--json").out)

    flagged = done("flag", FIRM, "core_ip_dispute", "Sued by a former engineer")
    assert (flagged["flag"], flagged["found_on"], flagged["cleared_on"]) == (
        "core_ip_dispute",
        NOW.date().isoformat(),
        None,
    )
    cleared = done("clear", FIRM, "core_ip_dispute", "Withdrawn")
    assert (cleared["id"], cleared["cleared_note"]) == (flagged["id"], "Withdrawn")
    assert cleared["cleared_on"] == NOW.date().isoformat()
    scored(rmapp, tmp_path)
    changed = done("override", FIRM, "T3", "--reason", "Lost a customer", "--approver", "Zhou Han")
    assert (changed["grade"], changed["override"], changed["approver"]) == ("T2", "T3", "Zhou Han")
