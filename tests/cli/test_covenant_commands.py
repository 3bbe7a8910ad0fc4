"""Covenants at the command line: agreed, tested from the statement or by hand, waived and cured."""

import json
from datetime import date

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.services import search
from rmapp.services.books import open_book
from rmapp.services.clients import figures
from tests.books import NOW, PASSPHRASE

EXAMPLE = ["covenant", "add", "SX-1", "debt_ratio", "<=", "65", "--first", "2025-12-31", "--grace", "15"]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


def state_figures(book, liabilities):
    workspace = open_book(book, PASSPHRASE)
    firm = workspace.ask(search.resolve_firm, "潮声传感")
    snapshot = FinancialSnapshot(
        firm_id=firm,
        period_end=date(2025, 12, 31),
        total_assets=Money.of(100_000_000),
        total_liabilities=Money.of(liabilities),
    )
    workspace.do(figures.add_snapshot, snapshot, label="Figures")
    workspace.close()


def listed(rmapp):
    return json.loads(rmapp("covenant", "list", "潮声传感", "--json").out)


def test_the_worked_example_of_3_9_at_the_command_line(rmapp, book):
    added = rmapp(*EXAMPLE)
    assert added.out == (
        "Covenant SX-1/1 added: Debt / assets at most 65%, tested yearly; "
        "statements due within 120 days, 15 days grace.\n"
    )
    state_figures(book, 68_000_000)
    tested = rmapp("covenant", "test", "SX-1/1", "--on", "2025-12-31")
    assert tested.out.splitlines() == [
        "SX-1/1, Debt / assets at most 65%: 68%, Failed.",
        "The grace ends on 2026-05-15, in 72 days.",
    ]
    (row,) = listed(rmapp)
    wanted = ("SX-1/1", "failed", "68.0000", -462, "2026-05-15", "2026-12-31")
    assert tuple(row[key] for key in ("name", "state", "value", "headroom_bp", "grace_to", "next_test_on")) == wanted
    waived = rmapp("covenant", "waive", "SX-1/1", "--approver", "Li Wen", "--reason", "Equity", "--until", "2026-06-30")
    assert waived.out == "SX-1/1, Debt / assets at most 65%: 68%, Waived.\n"
    assert listed(rmapp)[0]["state"] == "waived"
    refused = rmapp("covenant", "cure", "SX-1/1", "--note", "Repaid 10m")
    assert (refused.code, "no failed test" in refused.err) == (2, True)


def test_a_failed_test_is_cured(rmapp, book):
    rmapp(*EXAMPLE)
    assert rmapp("covenant", "test", "SX-1/1", "68%").code == 0
    cured = rmapp("covenant", "cure", "SX-1/1", "--note", "Repaid 10m", "--on", "2026-03-01")
    assert cured.out == "SX-1/1, Debt / assets at most 65%: 68%, Cured.\n"


def test_the_list_for_people_is_a_table(rmapp, book):
    rmapp(*EXAMPLE)
    rmapp("covenant", "add", "SX-1", "货币资金", "at_least", "50m", "--every", "quarterly", "--first", "2026-03-31")
    rmapp("covenant", "add", "SX-1", "--kind", "information", "--name", "Audited statements", "--first", "2025-12-31")
    rmapp("covenant", "test", "SX-1/1", "56.8")
    table = rmapp("covenant", "list", "潮声传感").out.splitlines()
    assert [line.split("  ")[0] for line in table] == ["Covenant", "SX-1/1", "SX-1/2", "SX-1/3"]
    assert "Debt / assets at most 65%" in table[1]
    assert "56.8%" in table[1]
    assert "12.6%" in table[1]
    assert "Cash at least ¥50.0m" in table[2]
    assert "2026-04-30" in table[3]


def test_what_is_due_in_the_whole_book(rmapp, book):
    rmapp(*EXAMPLE, "--days", "30")
    assert rmapp("covenant", "due").out.splitlines()[1].split()[-2:] == ["2026-01-30", "Late"]
    (row,) = json.loads(rmapp("covenant", "due", "--json").out)
    assert (row["name"], row["state"], row["days"], row["test_on"]) == ("SX-1/1", "late", -33, "2025-12-31")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("covenant add SX-1 luck <= 1 --first 2025-12-31", "debt_ratio"),
        ("covenant add SX-1 debt_ratio about 65 --first 2025-12-31", "no comparison"),
        ("covenant add SX-1 debt_ratio <= many --first 2025-12-31", "no number"),
        ("covenant add SX-1 debt_ratio <= 65", "first period"),
        ("covenant test SX-1/9 5", "No covenant is called"),
        ("covenant test nothing 5", "No covenant is called"),
        ("covenant test SX-1/1", "No statement of this day"),
        ("covenant test SX-1/1 60 --on 2025-11-30", "the next one ends on"),
        ("covenant waive SX-1/1 --approver A --reason B", "nothing to waive"),
        ("covenant waive SX-1/1", "Say who approved"),
    ],
)
def test_slips_are_said_in_a_sentence(rmapp, book, words, said):
    rmapp(*EXAMPLE)
    output = rmapp(*words.split())
    assert output.code in (1, 2)
    assert said in output.err
    assert output.out == ""


def test_without_a_figure_a_test_can_be_left_untested(rmapp, book):
    rmapp(*EXAMPLE)
    document = json.loads(rmapp("covenant", "test", "SX-1/1", "--result", "not_tested", "--json").out)
    assert (document["state"], document["value"]) == ("not_tested", None)
