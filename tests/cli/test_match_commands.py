"""Products at the command line: what fits, why, the matrix, coverage, and decisions."""

import json

import pytest

from rmapp.domain.clock import FixedClock
from tests.books import NOW

FIRM = "潮声传感有限公司"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


def test_products_with_their_rules(rmapp, book):
    shown = json.loads(rmapp("match", "show", FIRM, "--json").out)
    assert {one["result"] for one in shown} == {"possible"}
    (loan,) = [one for one in shown if one["product"] == "P05"]
    assert loan["missing"] == ["hard_stop", "rd_expense_ttm", "rd_intensity"]
    assert loan["rules"][0] == {
        "field": "stage",
        "mark": "met",
        "actual": "Growth",
        "requirement": "one of Start-up (angel), Early commercialisation, Growth, Expansion",
        "known": {"value": "growth", "bound": "exact", "high": None},
        "op": "in",
        "wanted": ["startup", "early_commercial", "growth", "expansion"],
        "opposed": False,
        "choice": None,
        "decides": False,
        "points": None,
        "as_of": "2026-03-04",
        "source": None,
    }
    lines = rmapp("match", "show", FIRM, "--why").out.splitlines()
    assert "  ? R&D / revenue: not known, needs at least 6.0%" in lines
    wanted = {line["field"]: line["wanted"] for line in loan["rules"] if line["points"] is None}
    assert (wanted["rd_expense_ttm"], wanted["hard_stop"]) == ({"minor": 300000000, "ccy": "CNY"}, False)


def test_alternatives_are_told_apart_from_what_is_needed_as_well(rmapp, book):
    lines = rmapp("match", "show", FIRM, "--why").out.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("P12 "))
    own = lines[start + 1 : start + 11]
    assert own.index("  One of these is enough:") == 3
    (loan,) = [one for one in json.loads(rmapp("match", "show", FIRM, "--json").out) if one["product"] == "P12"]
    needed = [line for line in loan["rules"] if line["points"] is None]
    assert [bool(line["choice"]) for line in needed] == [False, False, False, True, True, True]


def test_the_list_names_what_to_ask_what_is_in_the_way_and_what_is_in_use(rmapp, book):
    shown = rmapp("match", "show", FIRM, "--why-not").out.splitlines()
    lines = {code: line for line in shown for code in ("P01", "P05") if f" {code} " in line}
    assert "A hard stop is present · R&D expense, last 12 months · R&D / revenue" in lines["P05"]
    assert lines["P05"].endswith("In use")
    assert "Not eligible    Current lifecycle stage: Growth" in lines["P01"]


def test_why_not(rmapp, book):
    fits = json.loads(rmapp("match", "show", FIRM, "--json").out)
    every = json.loads(rmapp("match", "show", FIRM, "--why-not", "--json").out)
    assert len(every) == 30
    assert {one["result"] for one in every[len(fits) :]} == {"not_eligible"}


def test_a_decision_and_its_end(rmapp, book):
    assert rmapp("match", "decline", FIRM, "P05", "Price", "--until", "2026-12-31").out == "Refused: R&D loan\n"
    assert "refused, quiet until 2026-12-31" in rmapp("match", "show", FIRM).out
    assert rmapp("match", "again", FIRM, "P05").out == "Offered again: R&D loan\n"
    assert "refused" not in rmapp("match", "show", FIRM).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("propose", FIRM, "P05"), "Find out first: A hard stop is present · R&D expense, last 12 months · R&D"),
        (("propose", FIRM, "P01"), "In the way: Current lifecycle stage: Growth."),
        (("dismiss", FIRM, "P05", " "), "Write why"),
        (("dismiss", FIRM, "nothing", "x"), "is not a code for PRODUCT"),
        (("again", FIRM, "P05"), "Nothing was decided"),
    ],
)
def test_what_cannot_be_done_is_said(rmapp, book, words, said):
    refused = rmapp("match", *words)
    assert refused.code in (1, 2)
    assert said in refused.err


def test_the_matrix_of_a_client_and_of_the_book(rmapp, book):
    cells = json.loads(rmapp("match", "matrix", FIRM, "--json").out)
    assert {cell["state"] for cell in cells if cell["in_stage"]} >= {"in_use", "possible"}
    assert [cell["state"] for cell in cells if cell["product"] == "P05"] == ["in_use"]
    counted = json.loads(rmapp("match", "coverage", "--json").out)
    assert counted["firms"] == 3
    (cell,) = [one for one in counted["cells"] if (one["scenario"], one["product"]) == ("S01", "P05")]
    assert (cell["counts"]["in_use"], cell["counts"]["possible"]) == (1, 2)


def test_a_decision_is_printed_as_json_too(rmapp, book):
    def done(*words):
        return json.loads(rmapp("match", *words, "--json").out)

    put_off = done("dismiss", FIRM, "P05", "No debt", "--until", "2026-12-31")
    assert put_off["product"] == "P05"
    assert put_off["decision"] == {
        "answer": "dismissed",
        "on": NOW.date().isoformat(),
        "until": "2026-12-31",
        "reason": "No debt",
        "line_id": None,
    }
    assert done("decline", FIRM, "P05", "Price")["decision"]["answer"] == "declined"
    assert done("again", FIRM, "P05")["decision"] is None
