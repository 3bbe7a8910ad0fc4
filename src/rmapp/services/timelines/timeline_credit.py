"""What happened with a firm's credit and where it stands in life: draws, repayments, limits, tests, stage moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.covenant_wording import state_text
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry
from rmapp.domain.money import Money, format_compact
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import valid_events
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed
from rmapp.services.lines.covenant_views import firm_covenants
from rmapp.services.timelines.timeline_events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store

_MONEY_KINDS = ("disbursement", "issue", "principal_repayment", "release", "limit_change")


def credit_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield draws, repayments, issues and moves of the limit, line by line."""
    for facility in store.all(Facility, firm_id=firm_id):
        name = reference.text("facility_type", facility.facility_type)
        draws = {draw.id: draw for draw in store.all(Drawdown, facility_id=facility.id)}
        entries = store.all(LedgerEntry, order="value_on, rid", facility_id=facility.id)
        taken_back = {entry.reverses for entry in entries if entry.reverses}
        drawn = Money.zero(facility.ccy)
        for entry in entries:
            if entry.kind not in _MONEY_KINDS or entry.id in taken_back:
                continue
            if entry.kind in ("disbursement", "issue"):
                drawn = drawn + entry.amount
            yield _credit_event(entry, draws.get(entry.drawdown_id or ""), name, facility, drawn)


def _credit_event(entry: LedgerEntry, draw: Drawdown | None, name: str, facility: Facility, drawn: Money) -> Event:
    titles = {
        "disbursement": _("Draw-down {amount}, {line}"),
        "issue": _("Issued {amount}, {line}"),
        "principal_repayment": _("Repaid {amount}, {line}"),
        "release": _("Released {amount}, {line}"),
        "limit_change": _("Limit {amount}, {line}"),
    }
    is_draw = entry.kind in ("disbursement", "issue")
    detail = listed(part for part in (draw.purpose, draw.payee) if part) if draw else entry.note
    return Event(
        "credit",
        entry.id,
        entry.kind,
        entry.value_on,
        "",
        titles[entry.kind].format(amount=format_compact(entry.amount), line=name),
        "",
        detail,
        (),
        drawn if is_draw else None,
        facility.limit if is_draw else None,
        line_id=facility.id,
    )


def covenant_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield the tests of covenants that have a result."""
    for view in firm_covenants(store, firm_id):
        for recorded in view.tests:
            test = recorded.test
            if recorded.superseded or test.result == "pending":
                continue
            found = "" if test.value is None and not recorded.unlimited else view.text_of(recorded)
            period = _("for {day}").format(day=format_date(test.test_on))
            yield Event(
                "credit",
                test.id,
                "covenant_test",
                PartialDate.of(test.received_on or test.test_on),
                "",
                _("Covenant test: {state}, {covenant}").format(state=state_text(recorded.state), covenant=view.text),
                "",
                listed(part for part in (found, period, test.note) if part),
                line_id=view.covenant.facility_id,
                covenant_id=view.covenant.id,
            )


def stage_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield the moves of stage that stand."""
    for event in valid_events(store.all(StageEvent, firm_id=firm_id)):
        reason = reference.text("transition_reason", event.reason) if event.reason else ""
        evidence = listed(reference.text("evidence", code) for code in event.evidence)
        approved = _("approved by {name}").format(name=event.approver) if event.approver else ""
        yield Event(
            "stage",
            event.id,
            event.to_stage,
            event.effective_on,
            "",
            _("Stage moved") if event.from_stage else _("First stage recorded"),
            listed(part for part in (approved, reason) if part),
            event.note or evidence,
            (),
            None,
            None,
            (event.from_stage or "", event.to_stage),
            is_restricted=event.confidentiality == RESTRICTED,
        )
