"""What the commands about applications for a listing print with `--json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.cli.documents import day_document, money_document

if TYPE_CHECKING:
    from rmapp.cli.documents import Document
    from rmapp.domain.ipo import IpoAction, IpoEvent
    from rmapp.domain.ipo_rules import NextStep, OpenWindow
    from rmapp.services.stages.ipo import BoardResult, IpoRow, IpoView


def application_document(view: IpoView) -> Document:
    """Return an application with its steps, what comes next, and what the bank does."""
    one = view.application
    return {
        "id": one.id,
        "firm_id": one.firm_id,
        "track": one.track,
        "board": one.board,
        "sponsor": one.sponsor or None,
        "auditor": one.auditor or None,
        "counsel": one.counsel or None,
        "planned_raise": money_document(one.planned_raise),
        "market_value": money_document(one.market_value),
        "market_value_on": day_document(one.market_value_on),
        "closed_on": day_document(one.closed_on),
        "confidentiality": one.confidentiality,
        "steps": [_step_document(event) for event in view.events],
        "next": _next_document(view.next),
        "possible": list(view.possible),
        "lapses": [_window_document(window) for window in view.windows],
        "credit": view.credit or None,
        "actions": [action_document(at, action) for at, action in enumerate(view.actions, 1)],
    }


def row_document(row: IpoRow) -> Document:
    """Return one row of the desk."""
    return {
        "id": row.application.id,
        "firm_id": row.firm_id,
        "client": row.firm_name,
        "track": row.application.track,
        "board": row.application.board,
        "status": row.now.status if row.now else None,
        "reached_on": day_document(row.now.reached_on) if row.now else None,
        "next": _next_document(row.next),
        "lapses": _window_document(row.window) if row.window else None,
        "open_actions": row.open_actions,
        "late": row.is_late,
    }


def action_document(number: int, action: IpoAction) -> Document:
    """Return something the bank does, with its number."""
    return {
        "number": number,
        "id": action.id,
        "kind": action.kind,
        "status": action.status,
        "owner": action.owner or None,
        "due_on": day_document(action.due_on),
        "done_on": day_document(action.done_on),
        "note": action.note or None,
    }


def result_document(result: BoardResult) -> Document:
    """Return a test of a board with each of its requirements."""
    return {
        "board": result.board,
        "test": result.test,
        "met": result.truth,
        "words": result.words,
        "summary": result.summary,
        "market_value_assumed": result.assumed,
        "data_of": day_document(result.data_of),
        "verified": result.verified,
        "rule_date": day_document(result.rule_date),
        "last_change": day_document(result.last_change),
        "missing": list(result.missing),
        "lines": [
            {
                "metric": line.metric,
                "label": line.label,
                "met": line.truth,
                "actual": line.actual,
                "requirement": line.requirement,
                "as_of": day_document(line.as_of),
                "source": line.source or None,
            }
            for line in result.lines
        ],
    }


def _step_document(event: IpoEvent) -> Document:
    return {
        "id": event.id,
        "status": event.status,
        "reached_on": day_document(event.reached_on),
        "round": event.round,
        "note": event.note or None,
        "source": event.source,
    }


def _next_document(step: NextStep | None) -> Document | None:
    if step is None:
        return None
    return {"status": step.status, "usually_on": day_document(step.on), "days": step.days}


def _window_document(window: OpenWindow) -> Document:
    return {"status": window.status, "on": window.on.isoformat(), "days": window.days}
