"""The lifecycle of clients as JSON: codes, ISO days, null for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.cli.documents import day_document

if TYPE_CHECKING:
    from rmapp.services.lifecycle import StageStrip
    from rmapp.services.stage_proposals import Proposal
    from rmapp.services.stage_signals import Signal


def strip_document(strip: StageStrip, days: int | None, proposal: Proposal | None) -> dict[str, Any]:
    """Return the stages of a client; `days` are those in the present one."""
    return {
        "stage": strip.current,
        "since": day_document(strip.since),
        "days": days,
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
