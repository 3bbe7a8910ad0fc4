"""What `--json` promises in the README, held for every command about credit: keys, money, shares, days, codes."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from typer.main import get_command

from rmapp.cli.app import app
from rmapp.domain import reference
from rmapp.domain.clock import FixedClock
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.services import search
from rmapp.services.books import open_book
from rmapp.services.clients import figures
from tests.books import NOW, PASSPHRASE

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
CODES = {"status": "line_status", "type": "facility_type"}
LINE = [
    "id", "firm", "reference", "type", "status", "lender", "ccy", "parent_id", "committed", "revolving", "limit",
    "outstanding", "waiting", "free", "effective", "binding", "utilisation_bp", "all_in_bp", "signed_on",
    "maturity_on", "tranches", "conditions", "draws", "limits",
]  # fmt: skip
ESTIMATE = [
    "is_estimate", "from", "to", "day_count", "interest", "late_interest", "commitment_fee", "total", "settled_on",
    "note", "parts",
]  # fmt: skip
COVENANT = [
    "id", "name", "facility_id", "type", "text", "metric", "operator", "unit", "threshold", "frequency", "active",
    "state", "value", "unlimited", "headroom_bp", "last_test_on", "next_test_on", "next_due_on", "grace_to", "trend",
]  # fmt: skip
EXPOSURE = [
    "firm", "scope", "use", "exposure", "direct", "indirect", "affiliated", "rate_on", "stale", "lines", "limits",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("rmapp.services.books.SystemClock", lambda: FixedClock(NOW))


@pytest.fixture
def ask(rmapp, book):
    """Return a function that runs a command with `--json` and returns what it printed, checked all through."""

    def run(*words):
        done = rmapp(*words, "--json")
        assert done.code == 0, done
        found = json.loads(done.out)
        check(found)
        return found

    return run


def check(value, key=""):
    """Hold a value, and all that is in it, to the conventions."""
    if isinstance(value, dict):
        assert all(re.fullmatch("[a-z_]+", name) for name in value), value.keys()
        if "minor" in value:
            assert value.keys() == {"minor", "ccy"}
            assert isinstance(value["minor"], int)
            assert value["ccy"] in reference.currencies()
            return
        for name, one in value.items():
            check(one, name)
    elif isinstance(value, list):
        for one in value:
            check(one, key)
    elif isinstance(value, float):
        raise TypeError((key, value))
    elif value is not None and key.endswith("_bp"):
        assert isinstance(value, int), key
    elif value is not None and (key == "on" or key.endswith("_on") or key in ("from", "to", "grace_to")):
        assert DAY.fullmatch(value), (key, value)
    if isinstance(value, str):
        assert value not in ("–", "not known"), "what is not known is null"


def test_every_command_of_the_issue_takes_json():
    tree = get_command(app).commands
    flat = {name: one for name, one in tree.items() if not hasattr(one, "commands")}
    below = {f"{name} {sub}": leaf for name in ("line", "covenant") for sub, leaf in tree[name].commands.items()}
    wanted = {"draw", "repay", "exposure", "maturities", "lines", *below}
    for name, command in {**flat, **below}.items():
        has = any("--json" in option.opts for option in command.params)
        assert has or name not in wanted, name


def test_a_line_from_its_entry_to_its_interest(ask):
    made = ask("line", "add", "Heyu", "rd_loan", "--limit", "40m", "--reference", "I-1", "--rate", "3.45%")
    assert list(made) == ["id", "reference", "firm"]
    assert list(made["firm"]) == ["id", "name"]
    drawn = ask("draw", "I-1", "30m", "--on", "2025-09-21", "--use", "rd 20m lab", "--use", "payroll 10m")
    assert list(drawn) == ["id", "facility_id", "amount", "free"]
    assert (drawn["facility_id"], drawn["free"]) == (made["id"], {"minor": 1_000_000_000, "ccy": "CNY"})
    paid = ask("repay", "I-1", "5m", "--draw", drawn["id"], "--on", "2026-01-05")
    assert (list(paid), paid["outstanding"]["minor"]) == (["id", "facility_id", "amount", "outstanding"], 2_500_000_000)
    assert list(ask("line", "limit", "I-1", "50m", "--reason", "Orders doubled")) == ["id", "reference", "limit"]
    moved = ask("line", "status", "I-1", "suspended", "status_reason=Accounts are late")
    assert (list(moved), moved["status"]) == (["id", "reference", "status"], "suspended")
    shown = ask("line", "show", "I-1")
    assert list(shown) == LINE
    for name, codes in CODES.items():
        assert shown[name] in reference.choices(codes)
    (draw,) = shown["draws"]
    assert [(one["use"], one["payee"]) for one in draw["uses"]] == [("rd", "lab"), ("payroll", "")]
    assert (draw["owed"]["minor"], shown["maturity_on"]) == (2_500_000_000, None)
    assert [one["reason"] for one in shown["limits"]][-1] == "Orders doubled"
    estimate = ask("line", "interest", "I-1", "--from", "2025-09-21", "--to", "2025-12-21")
    assert (list(estimate), estimate["is_estimate"]) == (ESTIMATE, True)
    assert [one["rate_bp"] for one in estimate["parts"]] == [345]


def test_a_limit_that_is_not_known_is_null(ask):
    ask("line", "add", "Heyu", "rd_loan", "--reference", "U-1", "--status", "draft")
    shown = ask("line", "show", "U-1")
    assert shown["limit"] is shown["utilisation_bp"] is shown["all_in_bp"] is None


def test_covenants_say_money_as_money_and_shares_in_basis_points(ask, book):
    added = ask("covenant", "add", "SX-1", "debt_ratio", "<=", "65", "--first", "2025-12-31", "--grace", "15")
    assert (list(added), added["unit"], added["threshold"]) == (COVENANT, "percent", "65")
    cash = ask("covenant", "add", "SX-1", "货币资金", "at_least", "50m", "--first", "2025-12-31")
    assert cash["threshold"] == {"minor": 5_000_000_000, "ccy": "CNY"}
    proof = ask(
        "covenant", "add", "SX-1", "--kind", "information", "--name", "Audited accounts", "--first", "2025-12-31"
    )
    assert (proof["unit"], proof["operator"], proof["threshold"]) == (None, None, None)
    tested = ask("covenant", "test", "SX-1/1", "68", "--on", "2025-12-31")
    assert (list(tested), Decimal(tested["value"]), tested["headroom_bp"]) == (COVENANT, 68, -462)
    assert tested["trend"] == [{"on": "2025-12-31", "headroom_bp": -462}]
    state_cash(book)
    assert ask("covenant", "test", "SX-1/2")["value"] == {"minor": 4_200_000_000, "ccy": "CNY"}
    waived = ask("covenant", "waive", "SX-1/1", "--approver", "Li", "--reason", "Equity", "--until", "2026-06-30")
    assert waived["state"] == "waived"
    cured = ask("covenant", "cure", "SX-1/2", "--note", "Paid in", "--on", "2026-03-01")
    assert cured["state"] == "cured"
    assert [one["name"] for one in ask("covenant", "list", "潮声传感")] == ["SX-1/1", "SX-1/2", "SX-1/3"]
    (due,) = ask("covenant", "due", "--within", "60")
    assert (due["firm"]["name"], due["facility_id"]) == ("潮声传感有限公司", added["facility_id"])


def state_cash(book):
    workspace = open_book(book, PASSPHRASE)
    firm = workspace.ask(search.resolve_firm, "潮声传感")
    snapshot = FinancialSnapshot(firm_id=firm, period_end=date(2025, 12, 31), cash=Money.of(42_000_000))
    workspace.do(figures.add_snapshot, snapshot, label="Figures")
    workspace.close()


def test_exposure_lines_and_maturities(ask):
    ask("line", "add", "Heyu", "rd_loan", "--limit", "5m", "--reference", "H-1", "--matures", "+40")
    ask("draw", "H-1", "1m")
    one, whole = ask("exposure", "Heyu"), ask("exposure", "Heyu", "--group", "--explain")
    assert list(one) == EXPOSURE
    assert list(whole) == [*EXPOSURE, "explanations"]
    assert one["use"] == whole["use"] == {"minor": 100_000_000, "ccy": "CNY"}
    assert (one["scope"], whole["scope"], one["rate_on"]) == ("firm", "group", None)
    found = ask("lines", "Heyu")
    assert list(found) == ["lines", "sums", "rate_on", "stale"]
    (line,) = found["lines"]
    (exposed,) = one["lines"]
    for name in ("id", "reference", "firm", "type", "status", "limit", "outstanding", "free"):
        assert line[name] == exposed[name], name
    (due,) = [one for one in ask("maturities", "--within", "60d") if one["kind"] == "line_matures"]
    assert list(due) == ["kind", "on", "days", "firm", "facility_id", "text", "amount"]
    assert (due["firm"], due["facility_id"], due["on"]) == (line["firm"], line["id"], line["maturity_on"])
