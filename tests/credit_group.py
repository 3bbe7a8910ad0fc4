"""The worked group of domain 3.5: three firms, five lines, a limit of CNY 200m with parts for each firm."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from rmapp.domain.facility import Drawdown, Facility, FxRate, LedgerEntry
from rmapp.domain.money import Money
from rmapp.domain.ownership import GroupLimit, OwnershipLink, SubLimit
from tests.books import NOW, add_firm

TODAY = NOW.date()
RATED_ON = date(2026, 3, 2)


class WorkedGroup(NamedTuple):
    """Ids of the group's firms and lines by their names in the table of 3.5, and of its limit."""

    firms: dict[str, str]
    lines: dict[str, str]
    limit_id: str


def m(amount, ccy="CNY"):
    """Return millions as money."""
    return Money.of(Decimal(str(amount)) * 10**6, ccy)


def add_line(store, firm_id, limit, moves=(), **fields):
    """Write an active line with its movements, kind and millions each."""
    ccy = fields.pop("ccy", "CNY")
    known = {"facility_type": "working_capital_loan", "status": "active", "revolving": True}
    line = store.add(
        Facility(firm_id=firm_id, limit=None if limit is None else m(limit, ccy), ccy=ccy, **{**known, **fields})
    )
    for kind, amount in moves:
        store.add(LedgerEntry(facility_id=line.id, kind=kind, amount=m(amount, ccy)))
    return line


def add_worked_group(store, limit=200, **limit_fields):
    """Write the group; a verb for `Workspace.do`."""
    firms = {name: add_firm(store, f"示例{name}").id for name in "ABC"}
    for child in "BC":
        store.add(OwnershipLink(parent_id=firms["A"], child_id=firms[child], pct_bp=8000))
    store.add(FxRate(base="USD", quote="CNY", on=RATED_ON, rate=Decimal("7.0796")))
    out, back = "disbursement", "principal_repayment"
    lines = {
        "A1": add_line(store, firms["A"], 60, [(out, 40)]),
        "A2": add_line(store, firms["A"], 30, [("issue", 20)], facility_type="bank_acceptance", margin_bp=3000),
        "B1": add_line(
            store,
            firms["B"],
            50,
            [(out, 30), (back, 5)],
            facility_type="equipment_loan",
            committed=True,
            revolving=False,
        ),
        "C1": add_line(store, firms["C"], 5, facility_type="fx_derivatives"),
        "C2": add_line(store, firms["C"], 3, [(out, 1)], facility_type="export_bill_financing", ccy="USD"),
    }
    contract = store.add(Drawdown(facility_id=lines["C1"].id, sequence=1, amount=m(4), notional=m(40), factor_bp=1000))
    store.add(LedgerEntry(facility_id=lines["C1"].id, drawdown_id=contract.id, kind="issue", amount=m(4)))
    known = {"firm_id": firms["A"], "limit": m(limit), "split": "shared", "reference_no": "GL-1"}
    group_limit = store.add(GroupLimit(**{**known, **limit_fields}))
    for name, part in (("A", 100), ("B", 80), ("C", 50)):
        store.add(SubLimit(group_limit_id=group_limit.id, firm_id=firms[name], limit=m(part)))
    return WorkedGroup(firms, {name: line.id for name, line in lines.items()}, group_limit.id)
