"""Applications for a listing at the command line: started, stepped, ticked; read only with a reason."""

import json

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.listing_boards import board_tests, disclaimer
from tests.books import NOW

FIRM = "潮声传感有限公司"
WITH = ("--include-restricted", "weekly review", "ipo")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


def shown(rmapp):
    return json.loads(rmapp(*WITH, "show", FIRM, "--json").out)


def test_an_application_from_its_start_to_its_withdrawal(rmapp, book):
    words = ("--board", "sse_star", "--sponsor", "示例证券", "--raises", "800m", "--value", "4.5bn")
    begun = rmapp("ipo", "start", FIRM, *words, "--step", "accepted", "--on", "2025-10")
    assert begun.code == 0
    assert "Application accepted" in begun.out
    assert rmapp("ipo", "step", FIRM, "inquiry", "--on", "2025-12-01").code == 0
    assert rmapp("ipo", "step", FIRM, "inquiry", "--on", "2026-02-01", "--note", "Two questions").code == 0
    assert rmapp("ipo", "action", FIRM, "proceeds_account", "--due", "2026-06-30", "--owner", "Li Wen").code == 0
    done = json.loads(rmapp("ipo", "done", FIRM, "1", "--json").out)
    assert (done[0]["status"], done[0]["done_on"]) == ("done", "2026-03-04")
    found = shown(rmapp)
    assert [(one["status"], one["round"]) for one in found["steps"]] == [
        ("accepted", None),
        ("inquiry", 1),
        ("inquiry", 2),
    ]
    assert found["steps"][0]["reached_on"] == "2025-10"
    assert found["market_value"] == {"minor": 450_000_000_000, "ccy": "CNY"}
    assert (found["next"]["status"], found["confidentiality"]) == ("committee_passed", "restricted")
    assert rmapp("ipo", "step", FIRM, "withdrawn").code == 0
    assert shown(rmapp)["closed_on"] == "2026-03-04"
    assert json.loads(rmapp(*WITH, "list", "--json").out) == []


def test_without_a_reason_nothing_of_it_is_read(rmapp, book):
    rmapp("ipo", "start", FIRM, "--board", "sse_star", "--sponsor", "QXSPONSOR", "--step", "accepted")
    for words in (("list",), ("show", FIRM), ("tests", FIRM), ("list", "--json"), ("show", FIRM, "--json")):
        out = rmapp("ipo", *words)
        assert out.code == 0
        assert "QXSPONSOR" not in out.out
        assert "accepted" not in out.out
    assert "--include-restricted" in rmapp("ipo", "list").out
    assert "QXSPONSOR" in rmapp(*WITH, "show", FIRM, "--json").out
    assert FIRM in rmapp(*WITH, "list").out


def test_tests_name_what_is_missing_and_end_with_the_disclaimer(rmapp, book):
    rmapp("ipo", "start", FIRM, "--value", "4bn")
    out = rmapp(*WITH, "tests", FIRM, "--board", "sse_star").out
    assert "✓ Expected market value at listing: CNY 4 billion (assumed)" in out
    assert board_tests("sse_star")[0].summary.en in out, "which of its parts suffice"
    assert "Missing: Revenue, last year" in out
    assert out.rstrip().endswith(disclaimer().en)
    found = json.loads(rmapp(*WITH, "tests", FIRM, "--json").out)
    assert {one["met"] for one in found["tests"]} == {None, False}, "ten billion is not reached"
    assert found["disclaimer"] == disclaimer().en
    assert all(one["summary"] for one in found["tests"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("step", FIRM, "accepted"), "no open application"),
        (("start", FIRM, "--board", "hkex_main"), "not a board of this way"),
        (("start", FIRM, "--step", "listed"), "cannot begin with"),
        (("start", FIRM, "--step", "accepted", "--on", "2027"), "future"),
        (("start", FIRM, "--value", "much"), "is not an amount"),
        (("start", FIRM, "--on", "2026-01"), "Choose the step"),
        (("action", FIRM, "no such thing"), "is not a code for KIND"),
        (("tests", FIRM, "--board", "moon"), "is not a code for --board"),
    ],
)
def test_what_cannot_be_done_is_said(rmapp, book, words, said):
    refused = rmapp("ipo", *words)
    assert refused.code != 0
    assert said in refused.err


def test_a_move_that_is_not_allowed_names_those_that_are(rmapp, book):
    rmapp("ipo", "start", FIRM, "--step", "counselling_filed", "--on", "2026-01-05")
    refused = rmapp("ipo", "step", FIRM, "registered")
    assert refused.code != 0
    assert "Counselling accepted" in refused.err
    assert rmapp("ipo", "done", FIRM, "1").code != 0
    assert "open application already" in rmapp("ipo", "start", FIRM).err
