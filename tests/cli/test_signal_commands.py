"""Signals at the command line: raised, listed, acknowledged, closed with a result."""

import json

import pytest

from rmapp.domain.clock import FixedClock
from tests.books import NOW

FIRM = "潮声传感有限公司"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


def listed(rmapp, *words):
    return json.loads(rmapp("signals", "list", *words, "--json").out)


def test_a_signal_from_its_raising_to_its_result(rmapp, book):
    raised = rmapp("signals", "raise", FIRM, "litigation_new", "Sued by a supplier", "--on", "2026-02-20")
    assert raised.out == f"{FIRM}: “New lawsuit or enforcement” raised. Watch status: Not on the list.\n"
    (one,) = listed(rmapp, FIRM)
    wanted = ("litigation_new", "amber", "person", "open", "2026-02-20", "Sued by a supplier", None)
    assert (
        tuple(one[key] for key in ("code", "severity", "origin", "status", "raised_on", "evidence", "result")) == wanted
    )
    assert rmapp("signals", "ack", FIRM, "1").out == "“New lawsuit or enforcement” acknowledged.\n"
    closed = rmapp("signals", "close", FIRM, "1", "Settled on 1 March")
    assert closed.out == "“New lawsuit or enforcement” closed. Watch status: Not on the list.\n"
    assert listed(rmapp, FIRM) == []
    (done,) = listed(rmapp, FIRM, "--closed")
    assert (done["status"], done["result"]) == ("closed", "Settled on 1 March")
    assert done["closed_on"] == NOW.date().isoformat()


def test_a_red_signal_makes_an_alert_and_stands_first(rmapp, book):
    rmapp("signals", "raise", FIRM, "negative_press", "A report on returns")
    red = rmapp("signals", "raise", FIRM, "asset_freeze", "Shares frozen", "--severity", "red")
    assert red.out.endswith("Watch status: Alert.\n")
    lines = rmapp("signals", "list").out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["!!", "!"]
    assert [one["code"] for one in listed(rmapp, "--severity", "amber")] == ["negative_press"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("raise", FIRM, "no such thing", "x"), "is not a code for SIGNAL"),
        (("raise", FIRM, "asset_freeze", " "), "Write what was seen"),
        (("raise", FIRM, "asset_freeze", "x", "--on", "2027-01-01"), "still to come"),
        (("ack", FIRM, "1"), "has 0 signals that are not closed"),
        (("list", "--closed"), "Name the client"),
    ],
)
def test_what_cannot_be_done_is_said(rmapp, book, words, said):
    refused = rmapp("signals", *words)
    assert refused.code == 2
    assert said in refused.err


def test_a_result_is_needed_to_close(rmapp, book):
    rmapp("signals", "raise", FIRM, "asset_freeze", "Shares frozen")
    refused = rmapp("signals", "close", FIRM, "1", " ")
    assert (refused.code, "Write what came of it" in refused.err) == (2, True)
    assert len(listed(rmapp, FIRM)) == 1


def test_the_rules_can_be_run(rmapp, book):
    assert rmapp("signals", "run").out == "0 new signals\n"


def test_what_was_done_is_printed_as_json_too(rmapp, book):
    def done(*words):
        return json.loads(rmapp("signals", *words, "--json").out)

    raised = done("raise", FIRM, "asset_freeze", "Shares frozen")
    assert (raised["code"], raised["status"], raised["watch_status"]) == ("asset_freeze", "open", "alert")
    seen = done("ack", FIRM, "1")
    assert (seen["id"], seen["status"], seen["acknowledged_on"]) == (
        raised["id"],
        "acknowledged",
        NOW.date().isoformat(),
    )
    closed = done("close", FIRM, "1", "Released")
    assert (closed["status"], closed["result"], closed["watch_status"]) == ("closed", "Released", "none")
    assert done("run") == {"raised": 0}
