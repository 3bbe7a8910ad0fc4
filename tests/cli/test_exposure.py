"""The command `exposure`: the worked example of 3.5 at the command line, in words and as JSON."""

import json

import pytest

from tests.books import PASSPHRASE, new_book
from tests.credit_group import add_line, add_worked_group, m


@pytest.fixture
def worked(tmp_path, monkeypatch):
    workspace = new_book(tmp_path)
    worked = workspace.do(add_worked_group, label="Worked example").result
    workspace.do(add_line, worked.firms["A"], 9, [("disbursement", 9)], lender="Another Bank", label="Other")
    workspace.close()
    (tmp_path / "passphrase").write_text(PASSPHRASE, "utf-8")
    monkeypatch.setenv("RMAPP_BOOK", str(tmp_path / "book"))
    monkeypatch.setenv("RMAPP_PASSPHRASE_FILE", str(tmp_path / "passphrase"))
    return worked


def money(amount):
    found = m(amount)
    return {"minor": found.minor, "ccy": found.ccy}


def test_the_worked_group_as_json(rmapp, worked):
    done = rmapp("exposure", "示例B", "--group", "--json")
    found = json.loads(done.out)
    assert (done.code, done.err, found["scope"], found["firm"]["id"]) == (0, "", "group", worked.firms["B"])
    assert (found["use"], found["exposure"]) == (money("110.0796"), money("98.0796"))
    assert (found["rate_on"], found["stale"]) == ("2026-03-02", True)
    lines = {line["id"]: line for line in found["lines"]}
    first = lines[worked.lines["A1"]]
    assert (first["use"], first["exposure"], first["effective"], first["binding"]) == (
        money(40),
        money(40),
        money(20),
        "line",
    )
    (limit,) = found["limits"]
    assert (limit["room"], limit["over_allocated"], limit["split"]) == (money("89.9204"), money(30), "shared")
    assert [part["room"] for part in limit["sub_limits"]] == [money(46), money(35), money("38.9204")]
    (other,) = [line for line in found["lines"] if not line["counted"]]
    assert (other["lender"], other["why_not"]) == ("Another Bank", "other_lender")


def test_one_firm_as_json_without_explanations(rmapp, worked):
    found = json.loads(rmapp("exposure", "示例C", "--json").out)
    assert (found["scope"], found["use"], found["affiliated"]) == ("firm", money("11.0796"), money(87))
    assert "explanations" not in found
    assert [limit["id"] for limit in found["limits"]] == [worked.limit_id]


def test_explanations_end_in_the_numbers_they_explain(rmapp, worked):
    found = json.loads(rmapp("exposure", "示例A", "--group", "--json", "--explain").out)
    told = {one["title"]: one for one in found["explanations"]}
    assert told["Use of limits"]["result"] == found["use"]
    assert told["Exposure"]["result"] == found["exposure"]
    assert told["Left of GL-1"]["result"] == found["limits"][0]["room"]
    assert [step["op"] for step in told["Left of GL-1"]["steps"]] == ["", "-", "-", "-", "-", "-", "="]
    assert told["Equipment and technical-upgrade loan: Exposure"]["result"] == money(33)
    assert (
        told["Equipment and technical-upgrade loan: Exposure"]["steps"][-2]["text"]
        == "40.0% of the promised and undrawn CNY 20,000,000.00"
    )


def test_the_worked_group_in_words(rmapp, worked):
    done = rmapp("exposure", "示例A", "--group", "--explain")
    assert done.code == 0
    for said in (
        "Use of limits: CNY 110,079,600.00",
        "Exposure: CNY 98,079,600.00",
        "Exchange rates of 2 Mar 2026, which is more than seven days ago.",
        "over-allocated by CNY 30,000,000.00",
        "of Another Bank",
        "CNY 89,920,400.00",
        "The line itself binds.",
    ):
        assert said in done.out


def test_a_firm_without_lines(rmapp, book):
    done = rmapp("exposure", "Heyu")
    assert (done.code, done.out.splitlines()[2]) == (0, "Exposure: CNY 0.00")


def test_an_unknown_firm_is_an_error(rmapp, book):
    assert rmapp("exposure", "nobody").code == 1
