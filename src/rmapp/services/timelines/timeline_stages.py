"""Evidence for a stage that a person recorded, and steps of the technology, as events of a firm's stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.technology_wording import step_text
from rmapp.i18n import _, clauses
from rmapp.services.timelines.timeline_events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.provenance import Sourced
    from rmapp.storage.store import Store

EVIDENCE = "stage_evidence"
TECHNOLOGY = "technology_step"
"""The types of these events."""


def stage_fact_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield each row of evidence on the day it was seen, and each step of the technology on the day it was reached."""
    for row in store.all(StageEvidence, firm_id=firm_id):
        pattern = _("Evidence seen: {evidence}") if row.met else _("Evidence seen not to be there: {evidence}")
        title = pattern.format(evidence=reference.text("evidence", row.evidence))
        yield _event(EVIDENCE, row, PartialDate.of(row.seen_on), title, row.note)
    for step in store.all(TechnologyStep, firm_id=firm_id):
        title = _("Technology: {step}").format(step=step_text(step.phase, step.readiness))
        yield _event(TECHNOLOGY, step, step.reached_on, title, step.note)


def _event(type_: str, fact: Sourced, on: PartialDate, title: str, text: str) -> Event:
    by = _("recorded by {name}").format(name=fact.created_by) if fact.created_by else ""
    meta = clauses((reference.text("info_source", fact.source), by))
    hidden = fact.confidentiality == RESTRICTED
    return Event("stage", fact.id, type_, on, "", title, meta, text, is_restricted=hidden)
