"""One line on the command line: add, show, status, limit, draws with their uses, interest."""

import json


def test_a_line_is_added_with_its_place_and_conditions(rmapp, book):
    rmapp("line", "add", "Heyu", "comprehensive_limit", "--limit", "20m", "--reference", "U-1", "--status", "active")
    added = rmapp(
        "line", "add", "Heyu", "rd_loan", "--limit", "5m", "--reference", "R-1", "--parent", "U-1", "--sub-limit",
        "--condition", "Board resolution", "--rate", "LPR 1Y + 45 bp", "--tenor", "3y", "--committed",
        "--repayment", "bullet", "--green-passage", "--json",
    )  # fmt: skip
    assert json.loads(added.out)["reference"] == "R-1"
    shown = json.loads(rmapp("line", "show", "R-1", "--json").out)
    assert (shown["committed"], shown["limit"]) == (True, {"minor": 500_000_000, "ccy": "CNY"})
    (condition,) = shown["conditions"]
    assert condition == {
        "text": "Board resolution", "blocking": True, "waits": True, "due_on": None, "met_on": None, "waived_on": None,
    }  # fmt: skip
    assert shown["free"] == {"minor": 0, "ccy": "CNY"}
    too_much = rmapp("line", "add", "Heyu", "rd_loan", "--limit", "16m", "--parent", "U-1", "--sub-limit")
    assert too_much.code != 0
    assert "CNY 15 million" in too_much.err


def test_a_draw_says_what_it_pays_for(rmapp, book):
    wrong = rmapp("draw", "SX-1", "2m", "--use", "payroll 1m staff")
    assert "CNY 1 million" in wrong.err
    assert rmapp("draw", "SX-1", "2m", "--use", "payroll").code != 0
    made = rmapp("draw", "SX-1", "2m", "--use", "payroll 1500k staff", "--use", "rd 500k", "--json")
    found = json.loads(made.out)
    assert found["free"] == {"minor": 100_000_000, "ccy": "CNY"}
    paid = json.loads(rmapp("repay", "SX-1", "1m", "--draw", found["id"], "--json").out)
    assert paid["outstanding"] == {"minor": 100_000_000, "ccy": "CNY"}
    shown = json.loads(rmapp("line", "show", "SX-1", "--json").out)
    assert [(one["status"], one["owed"]["minor"]) for one in shown["draws"]] == [("partly_repaid", 100_000_000)]


def test_a_limit_changes_with_its_reason(rmapp, book):
    assert rmapp("line", "limit", "SX-1", "5m").code != 0
    assert rmapp("line", "limit", "SX-1", "5m", "--reason", "Orders doubled").code == 0
    assert "Orders doubled" in rmapp("line", "show", "SX-1").out


def test_a_status_takes_its_fields(rmapp, book):
    assert rmapp("line", "status", "SX-1", "suspended").code != 0
    assert "Suspended" in rmapp("line", "status", "SX-1", "suspended", "status_reason=Accounts are late").out
    assert rmapp("line", "status", "SX-1", "active", "nonsense").code != 0


def test_interest_is_said_to_be_an_estimate(rmapp, book):
    rmapp("line", "add", "Heyu", "rd_loan", "--limit", "40m", "--reference", "I-1", "--rate", "3.45%")
    rmapp("draw", "I-1", "40m", "--on", "2025-09-21")
    shown = rmapp("line", "interest", "I-1", "--from", "2025-09-21", "--to", "2025-12-21")
    assert "Interest (estimate): CNY 348,833.33" in shown.out
    found = json.loads(rmapp("line", "interest", "I-1", "--from", "2025-09-21", "--to", "2025-12-21", "--json").out)
    assert (found["is_estimate"], found["interest"]["minor"]) == (True, 34_883_333)
    assert rmapp("line", "interest", "I-1", "--from", "2025-12-21", "--to", "2025-09-21").code != 0


def test_a_type_is_found_by_words_of_its_name(rmapp, book):
    added = rmapp("line", "add", "Heyu", "Equipment loan", "--limit", "5m", "--reference", "E-1")
    assert added.code == 0
    assert json.loads(rmapp("line", "show", "E-1", "--json").out)["type"] == "equipment_loan"
    several = rmapp("line", "add", "Heyu", "M&A", "--limit", "5m")
    assert several.code != 0
    assert "ma_loan_control" in several.err
    assert "equipment_loan" not in several.err
