"""The commands that read over all lines, and those about rates: columns, JSON, sentences, exit codes."""

import json

import pytest


def test_lines_are_listed_with_their_sums(rmapp, book):
    found = rmapp("lines")
    assert found.code == 0
    assert "SX-1" in found.out
    assert "In use: 1 line, limit CNY 3,000,000.00 (0 not known)" in found.out
    assert rmapp("lines", "潮声", "--use", "approved").out.count("SX-1") == 0


def test_lines_as_json_say_every_amount_in_minor_units(rmapp, book):
    document = json.loads(rmapp("lines", "csc", "--use", "in_use", "--sort", "maturity", "--json").out)
    (line,) = document["lines"]
    assert (line["reference"], line["limit"], line["use"]) == (
        "SX-1",
        {"minor": 300_000_000, "ccy": "CNY"},
        "in_use",
    )
    (sums,) = document["sums"]
    assert (sums["use"], sums["own"], sums["lines"], sums["limit"]["minor"]) == ("in_use", True, 1, 300_000_000)
    assert document["rate_on"] is None


@pytest.mark.parametrize("words", [("--use", "nothing"), ("--sort", "colour")])
def test_a_code_that_does_not_exist_is_one_sentence(rmapp, book, words):
    found = rmapp("lines", *words)
    assert found.code in (1, 2)
    assert words[1] in found.err
    assert "Traceback" not in found.err


def test_maturities_come_with_day_and_amount(rmapp, book):
    assert "Nothing is late" in rmapp("maturities").out
    added = rmapp(
        "line", "add", "Heyu Gene", "working_capital_loan", "--limit", "5m", "--matures", "+40", "--reference", "HG-1"
    )
    assert added.code == 0
    assert rmapp("draw", "HG-1", "1m").code == 0
    found = rmapp("maturities", "--within", "41d")
    assert "HG-1 matures on" in found.out
    assert "Heyu Gene" in found.out
    found = json.loads(rmapp("maturities", "--within", "60", "--json").out)
    (one,) = [alert for alert in found if alert["kind"] == "line_matures"]
    assert (one["kind"], one["days"], one["amount"]) == ("line_matures", 40, {"minor": 100_000_000, "ccy": "CNY"})
    sooner = json.loads(rmapp("maturities", "--within", "39d", "--json").out)
    assert [alert["kind"] for alert in sooner] == ["check_due"], "the use of the draw-down"
    assert rmapp("maturities", "--within", "soon").code == 2


def test_rates_are_noted_and_listed(rmapp, book):
    noted = rmapp("fx", "add", "USD", "CNY", "7.0796", "--on", "2025-12-15", "--source", "press")
    assert noted.out == "1 USD is worth 7.0796 CNY on 15 Dec 2025.\n"
    rmapp("fx", "add", "usd", "CNY", "7.01", "--on", "2025-12-01")
    listed = rmapp("fx", "list").out
    assert "7.0796" in listed
    assert "7.01" not in listed
    assert "old" in listed
    every = json.loads(rmapp("fx", "list", "--all", "--json").out)
    assert [one["rate"] for one in every] == ["7.0796", "7.01"]
    assert every[0] == {
        "base": "USD",
        "quote": "CNY",
        "rate": "7.0796",
        "on": "2025-12-15",
        "stale": True,
        "source": "press",
    }


@pytest.mark.parametrize(
    "words",
    [
        ("USD", "CNY", "much"),
        ("USD", "CNY", "0"),
        ("USD", "USD", "1"),
        ("USD", "ZZZ", "1"),
        ("USD", "CNY", "7", "--on", "+9"),
    ],
)
def test_what_is_no_rate_is_refused_in_one_sentence(rmapp, book, words):
    found = rmapp("fx", "add", *words)
    assert found.code == 2
    assert "Traceback" not in found.err
    assert json.loads(rmapp("fx", "list", "--json").out) == []
