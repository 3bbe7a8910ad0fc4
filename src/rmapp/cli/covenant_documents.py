"""What `--json` prints of covenants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.cli.documents import Document, day_document, money_document

if TYPE_CHECKING:
    from decimal import Decimal

    from rmapp.domain.covenant import Covenant
    from rmapp.services.lines.covenants import CovenantView, DueTest


def covenant_document(view: CovenantView, names: dict[str, str]) -> Document:
    """Return one covenant as it stands today."""
    from rmapp.domain.covenant_rules import unit_of

    covenant = view.covenant
    return {
        "id": covenant.id,
        "name": names[covenant.id],
        "facility_id": covenant.facility_id,
        "type": covenant.type,
        "text": view.text,
        "metric": covenant.metric,
        "operator": covenant.operator if covenant.type == "financial" else None,
        "unit": unit_of(covenant.metric) if covenant.type == "financial" else None,
        "threshold": _measured(covenant, covenant.threshold),
        "frequency": covenant.frequency,
        "active": covenant.active,
        "state": view.state,
        "value": _measured(covenant, view.value),
        "unlimited": view.unlimited,
        "headroom_bp": view.headroom_bp,
        "last_test_on": day_document(view.last.test_on if view.last else None),
        "next_test_on": day_document(view.next_test_on),
        "next_due_on": day_document(view.next_due_on),
        "grace_to": day_document(view.grace_to),
        "trend": [{"on": day_document(day), "headroom_bp": round(headroom * 10_000)} for day, headroom in view.trend],
    }


def due_document(test: DueTest, names: dict[str, str], clients: dict[str, str]) -> Document:
    """Return a test that is due."""
    return {
        "id": test.covenant.id,
        "firm": {"id": test.firm_id, "name": clients[test.firm_id]},
        "facility_id": test.facility_id,
        "name": names[test.covenant.id],
        "text": test.text,
        "test_on": test.test_on.isoformat(),
        "due_on": test.due_on.isoformat(),
        "grace_to": test.grace_to.isoformat(),
        "days": test.days,
        "state": test.state,
    }


def _measured(covenant: Covenant, number: Decimal | None) -> Document | str | None:
    """Return a figure in the metric's unit: money as money, anything else as a decimal number in a text."""
    from rmapp.domain.covenant_rules import unit_of
    from rmapp.domain.money import Money

    if number is None:
        return None
    return money_document(Money.of(number, covenant.ccy)) if unit_of(covenant.metric) == "money" else f"{number:f}"
