"""Values for the evidence of stages: what people saw or saw not to be there, and steps towards a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.ipo_rules import in_order
from rmapp.domain.known import Known
from rmapp.domain.stage_rules import valid_events
from rmapp.services.firm_values.knowing import on_day, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.ipo import IpoApplication
    from rmapp.domain.stage_evidence import StageEvidence
    from rmapp.services.firm_values.facts import FirmFacts


def evidence(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    """Yield the kinds of evidence that were confirmed or denied by hand, or ticked with a stage move.

    Of each kind the newest row counts; a tick with a move is known by its own name, for it has no row.
    """
    newest: dict[str, StageEvidence] = {}
    for one in sorted(facts.evidence, key=lambda row: row.seen_on):
        newest[one.evidence] = one
    for code, met in (("evidence_confirmed", True), ("evidence_denied", False)):
        rows = [one for one in newest.values() if one.met is met]
        if rows:
            last = max(one.seen_on for one in rows)
            yield code, Known(frozenset(one.evidence for one in rows), as_of=on_day(last))
    ticked = frozenset(code for event in valid_events(facts.stages) for code in event.evidence)
    if ticked:
        yield "evidence_ticked", Known(ticked)


def ipo(facts: FirmFacts) -> Iterator[tuple[str, Known]]:
    """Yield the status of the open application for a listing, what it reached, and what its tests assume.

    Without an open one the application counts that ended last, whichever was written down first.
    """
    if not facts.applications:
        return
    open_ = [one for one in facts.applications if one.closed_on is None]
    application = open_[-1] if open_ else max(reversed(facts.applications), key=_closed_on)
    events = in_order(one for one in facts.ipo_events if one.ipo_application_id == application.id)
    if events:
        last = events[-1]
        yield "ipo_status", said(last, last.status, as_of=last.reached_on)
        reached = frozenset(one.status for one in events)
        yield "ipo_statuses_reached", said(last, reached, as_of=last.reached_on)
    if not open_:
        return
    yield "ipo_intent", said(application, value=True)
    if application.market_value is not None:
        on = on_day(application.market_value_on) if application.market_value_on else None
        yield "market_cap", said(application, application.market_value, as_of=on)
    if application.milestone_reached is not None:
        yield "core_product_milestone", said(application, application.milestone_reached)


def _closed_on(application: IpoApplication) -> int:
    return application.closed_on.toordinal() if application.closed_on else 0
