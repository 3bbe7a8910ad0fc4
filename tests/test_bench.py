"""The suite of timings: its table, its judgement of goals, and that it runs; how fast anything is, is not tested."""

import pytest

from tests.bench import run
from tests.bench.measuring import Line, in_turn, percentile95, table


def test_the_table_shows_values_ratio_and_goal():
    lines = [
        Line("start", 300.0, "floor", 200.0, 1.4),
        Line("save", 2.04, "bare UPDATE", 1.0, 3, unit="ms1"),
        Line("memory", 90.0, limit=120, limit_of="value", unit="MB"),
    ]
    head, start, save, memory = table(lines).splitlines()
    assert head.split() == ["measure", "rmapp", "beside", "ratio", "goal"]
    assert start.split() == ["start", "300", "ms", "floor", "200", "ms", "1.50", "x", "<=", "1.4", "x", "NOT", "MET"]
    assert save.split() == ["save", "2.0", "ms", "bare", "UPDATE", "1.0", "ms", "2.04", "x", "<=", "3", "x", "met"]
    assert memory.split() == ["memory", "90", "MB", "<=", "120", "MB", "met"]


@pytest.mark.parametrize(
    ("line", "met"),
    [
        (Line("a", 10, "b", 10, 1.0), True),
        (Line("a", 11, "b", 10, 1.0), False),
        (Line("a", 11, "b", 10), None),
        (Line("a", 31, limit=30, limit_of="value"), False),
        (Line("a", 31, "b", 10, limit=31, limit_of="value"), True),
    ],
)
def test_a_goal_is_judged_by_what_was_measured(line, met):
    assert line.met is met


def test_the_sides_take_turns_and_the_first_round_does_not_count():
    turns, slow = [], iter((1000, 1, 2, 6))

    def first():
        turns.append("first")
        return next(slow)

    def second():
        turns.append("second")
        return {"x": len(turns)}

    assert in_turn({"first": first, "second": second}, 3) == {"first": 2, "second": {"x": 6}}
    assert turns == ["first", "second", "second", "first"] * 2


def test_one_in_twenty_may_be_slower():
    assert percentile95(range(1, 101)) == 95


def test_the_suite_prints_what_it_measured_about_the_brief(capsys):
    run.main(["--quick", "--only", "brief"])
    printed = capsys.readouterr().out
    rows = [line for line in printed.splitlines() if line.startswith(("first brief", "brief after"))]
    assert len(rows) == 10
    assert all(float(row.split(" x")[0].split()[-1]) > 0 for row in rows if " x" in row)
    assert "A quick run" in printed


def test_an_unknown_area_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        run.main(["--only", "nothing"])
    assert "there is no area nothing" in capsys.readouterr().err
