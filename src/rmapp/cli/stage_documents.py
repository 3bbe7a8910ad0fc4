"""The lifecycle of clients as JSON: codes, ISO days, null for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.cli.documents import day_document, money_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.stage_evidence import StageEvidence
    from rmapp.domain.technology import TechnologyStep
    from rmapp.services.stages.lifecycle import StageStrip
    from rmapp.services.stages.stage_board import BoardColumn, BoardFacts, Stay
    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.services.stages.stage_signals import Signal
    from rmapp.services.stages.stage_tasks import OfferedTask


def strip_document(strip: StageStrip, stay: Stay, proposal: Proposal | None) -> dict[str, Any]:
    """Return the stages of a client; `days` are those in the present one, `pace` compares them with its peers."""
    return {
        "stage": strip.current,
        "since": day_document(strip.since),
        "days": stay.days,
        "pace": stay.pace or None,
        "stalled_after": stay.stalled_after,
        "ended": strip.frozen,
        "next": strip.next_stage,
        "met": strip.met,
        "needed": strip.needed,
        "stages": [
            {"stage": one.stage, "state": one.state, "since": day_document(one.since), "skipped": one.skipped}
            for one in strip.steps
        ],
        "suggested": proposal_document(proposal) if proposal else None,
    }


def signal_document(signal: Signal) -> dict[str, Any]:
    """Return one kind of evidence; `met` is null where it is not known."""
    return {"code": signal.code, "label": signal.label, "met": signal.met, "why": signal.why}


def proposal_document(proposal: Proposal) -> dict[str, Any]:
    """Return one suggested move; with more than one of `reasons` one has to be chosen."""
    return {
        "firm_id": proposal.firm_id,
        "firm": proposal.firm_name,
        "from": proposal.from_stage,
        "to": proposal.to,
        "evidence": list(proposal.met),
        "needed": proposal.needed,
        "step": proposal.status or None,
        "reasons": list(proposal.reasons),
        "on": day_document(proposal.on),
        "why": proposal.words(),
    }


def evidence_document(row: StageEvidence) -> dict[str, Any]:
    """Return what a person saw as evidence."""
    return {
        "id": row.id,
        "evidence": row.evidence,
        "met": row.met,
        "seen_on": row.seen_on.isoformat(),
        "note": row.note,
        "attachment_id": row.attachment_id,
        "confidentiality": row.confidentiality,
    }


def step_document(step: TechnologyStep) -> dict[str, Any]:
    """Return one step of the technology."""
    return {
        "phase": step.phase,
        "readiness": step.readiness,
        "reached_on": day_document(step.reached_on),
        "source": step.source,
        "note": step.note,
    }


def task_document(task: OfferedTask) -> dict[str, Any]:
    """Return one task of a stage; `open` where it is a commitment already."""
    line = task.line
    return {
        "code": line.code,
        "side": line.side,
        "text": line.text,
        "due_on": task.due_on.isoformat(),
        "open": task.open,
    }


def board_document(columns: Sequence[BoardColumn], facts: BoardFacts) -> dict[str, Any]:
    """Return the columns of the lifecycle board with what stands below it; no stage is null."""
    return {
        "columns": [
            {
                "stage": one.stage or None,
                "firms": one.firms,
                "outstanding": money_document(one.outstanding),
                "limit": money_document(one.limit),
                "utilisation_bp": one.utilisation_bp,
            }
            for one in columns
        ],
        "moves_this_quarter": facts.moves,
        "median_days": facts.median_days,
        "stalled": facts.stalled,
    }
