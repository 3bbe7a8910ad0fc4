"""What the text of a note says about the next stages of a firm: offered, and recorded only where a person ticks it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference, stage_rules
from rmapp.domain.firm import Firm
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.stage_words import word_hints
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.stages.stage_evidence import record_evidence
from rmapp.services.stages.stage_signals import newest_rows, truth_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.domain.meeting import Meeting
    from rmapp.storage.store import Store


class Said(NamedTuple):
    """A kind of evidence that a text speaks of: the words it was found by and the sentence around them."""

    evidence: str
    label: str
    words: str
    quote: str


def said_in(store: Store, firm_id: str, text: str) -> tuple[Said, ...]:
    """Return what a text says about stages that are still to come and the book does not hold as met already."""
    hints = [one for one in word_hints(text) if one.evidence in _ahead(store, firm_id)]
    if not hints:
        return ()
    values, convert = firm_values(store, firm_id), converter(store)
    seen = {code: row.seen_on for code, row in newest_rows(store, firm_id).items()}
    return tuple(
        Said(one.evidence, reference.text("evidence", one.evidence), one.words, one.quote)
        for one in hints
        if truth_of(one.evidence, values, convert, seen) is not True
    )


def record_said(store: Store, meeting: Meeting, text: str, evidence: Iterable[str]) -> list[StageEvidence]:
    """Write what a person ticked as seen at a meeting, as confidential as the meeting; what it has already stays.

    Raises InputError for a kind that is not known.
    """
    there = {one.evidence for one in store.all(StageEvidence, meeting_id=meeting.id)}
    quotes = {one.evidence: one.quote for one in word_hints(text)}
    day = min(store.clock.today(), datetime.fromisoformat(meeting.starts_at).date())
    return [
        record_evidence(store, meeting.firm_id, code, day, note=quotes.get(code, ""), meeting_id=meeting.id)
        for code in dict.fromkeys(evidence)
        if code not in there
    ]


def _ahead(store: Store, firm_id: str) -> frozenset[str]:
    """Return the evidence of the stages after the one a firm is in; a firm that has ended has none ahead."""
    if store.get(Firm, firm_id).end_state != "operating":
        return frozenset()
    stages = reference.stages()
    current = stage_rules.current_stage(store.all(StageEvent, firm_id=firm_id))
    at = stages[current].ordinal if current else 0
    return frozenset(code for stage in stages.values() if stage.ordinal > at for code in stage.entry_evidence)
