"""Which fact an answer is written to, by the key of its question, and in what form its value is typed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from rmapp.domain.claim_fields import CLAIM_FIELDS
from rmapp.domain.question import code_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.claim_fields import Form

ValueKind = Literal["date", "partial_date", "money", "number", "percent", "yes_no", "text"]

ANSWER_SOURCES: Mapping[str, str] = MappingProxyType(
    {"said": "client_statement", "seen": "own_observation", "shown": "client_statement"}
)
"""The source (`info_source`) of a fact by how its answer was given (`answer_source`)."""

_OF_FIRM = ("uscc", "summary", "operating_address", "registered_capital", "established_on", "website")
_CLAIMS = ("customers", "sales_channels")
_OF_ROW: Mapping[str, str] = MappingProxyType(
    {
        "line_maturity": "facility.maturity_on",
        "line_limit": "facility.limit",
        "use_check": "drawdown.check_note",
        "promise_late": "promise.due_on",
        "valuation_missing": "valuation.value",
        "valuation_stale": "valuation.value",
        "insurance_ended": "collateral.insured_to",
        "patent_fee": "ip_right.annual_fee_due_on",
        "patent_owner": "ip_right.applicant",
        "patent_number": "ip_right.number",
        "revenue": "financial_snapshot.revenue",
        "net_profit": "financial_snapshot.net_profit",
        "cash": "financial_snapshot.cash",
        "rd_expense": "financial_snapshot.rd_expense",
        "headcount": "financial_snapshot.headcount",
        "other_line_stale": "other_line.outstanding",
        "designation_lapsed": "designation_holding.expires_on",
        "designation_date": "designation_holding.granted_on",
        "person_role": "role.title",
        "person_contact": "person.work_phone",
    }
)
_CONDITIONS = MappingProxyType({"tranche": "tranche.condition_due_on", "drawing_condition": "drawing_condition.due_on"})
_KINDS: Mapping[str, ValueKind] = MappingProxyType(
    {
        "facility.maturity_on": "date",
        "tranche.condition_due_on": "date",
        "drawing_condition.due_on": "date",
        "promise.due_on": "date",
        "collateral.insured_to": "date",
        "ip_right.annual_fee_due_on": "date",
        "designation_holding.expires_on": "partial_date",
        "designation_holding.granted_on": "partial_date",
        "firm.established_on": "partial_date",
        "facility.limit": "money",
        "valuation.value": "money",
        "firm.registered_capital": "money",
        "other_line.outstanding": "money",
        "financial_snapshot.revenue": "money",
        "financial_snapshot.net_profit": "money",
        "financial_snapshot.cash": "money",
        "financial_snapshot.rd_expense": "money",
        "financial_snapshot.headcount": "number",
    }
)


_OF_FORM: Mapping[Form, ValueKind] = MappingProxyType(
    {"answer": "yes_no", "number": "number", "share": "percent", "money": "money"}
)


def target_of(key: str, firm_id: str) -> str:
    """Return the fact that a question asks for, as `table.field:id`; empty where it has no field in the book.

    Of a `valuation`, an `other_line` and a `claim` the answer becomes a new row beside the former ones; their
    id is that of the thing, of the former statement and of the firm.
    """
    code, parts = code_of(key), key.split(":")[1:]
    if code in _OF_FIRM:
        return f"firm.{code}:{firm_id}"
    if code in _CLAIMS:
        return f"claim.{code}:{firm_id}"
    if code in ("claim_stale", "value_missing") and parts:
        return f"claim.{parts[0]}:{firm_id}"
    if code in ("condition_date", "condition_late") and len(parts) > 1 and parts[0] in _CONDITIONS:
        return f"{_CONDITIONS[parts[0]]}:{parts[1]}"
    return f"{_OF_ROW[code]}:{parts[0]}" if code in _OF_ROW and parts else ""


def value_kind(target: str) -> ValueKind:
    """Return in what form the value for a fact is typed."""
    place = target.partition(":")[0]
    table, _dot, kind = place.partition(".")
    if table == "claim" and kind in CLAIM_FIELDS:
        return _OF_FORM[CLAIM_FIELDS[kind].form]
    return _KINDS.get(place, "text")
