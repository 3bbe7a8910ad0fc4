"""What `--json` prints: documents whose keys stay, whatever becomes of the values behind them.

Money is `{"minor": 1234, "ccy": "CNY"}` in minor units, rates and shares are basis points, days are ISO texts
(a partial day has fewer parts), codes are those of the code lists, and what is not known is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.domain.card import FirmCard
    from rmapp.domain.import_mapping import Ambiguity, ColumnMap
    from rmapp.domain.money import Money
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.promise import Promise
    from rmapp.domain.stage import StageEvent
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.services.importing.imports import ImportPlan
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.services.search import Found
    from rmapp.services.timelines.timeline import Event

Document = dict[str, Any]


def found_document(found: Found) -> Document:
    """Return what `find` found: clients, people, notes and files."""
    return {
        "clients": [
            {"id": hit.card.id, "name": hit.card.name, "second_name": hit.card.second_name, "stage": hit.card.stage}
            for hit in found.clients
        ],
        "people": [
            {
                "id": hit.person_id,
                "name": hit.name,
                "title": hit.title,
                "firm": {"id": hit.firm_id, "name": hit.firm_name},
            }
            for hit in found.people
        ],
        "notes": [
            {
                "id": hit.meeting_id,
                "on": day_document(hit.on),
                "firm": {"id": hit.firm_id, "name": hit.firm_name},
                "text": hit.snippet,
            }
            for hit in found.notes
        ],
        "files": [
            {"id": hit.attachment_id, "name": hit.name, "firm": {"id": hit.firm_id, "name": hit.firm_name}}
            for hit in found.files
        ],
    }


def row_document(card: FirmCard) -> Document:
    """Return one client of `list`; amounts are in CNY."""
    return {
        "id": card.id,
        "name": card.name,
        "second_name": card.second_name,
        "stage": card.stage,
        "stage_since": card.stage_since or None,
        "tier": card.tier,
        "status": card.status,
        "nature": card.nature,
        "watch": card.watch,
        "owner": card.owner,
        "outstanding": money_document(card.outstanding),
        "limit": money_document(card.limit),
        "utilisation_bp": card.utilisation_bp,
        "next": {"kind": card.next_kind, "text": card.next_text, "on": day_document(card.next_on)}
        if card.next_kind
        else None,
        "last_contact": day_document(card.last_contact),
        "next_touch": day_document(card.next_touch),
        "touch_days": card.touch_days or None,
        "next_maturity": day_document(card.next_maturity),
        "region": card.region_code,
        "city": card.city,
        "industry": card.industry,
        "designations": list(card.designations),
        "grade": card.grade or None,
        "score": None if card.score is None else f"{card.score / 10:.1f}",
        "scored_on": day_document(card.scored_on),
    }


def firm_document(
    header: FirmHeader, contacts: Iterable[PersonAtFirm], due: Iterable[Promise], events: Iterable[Event]
) -> Document:
    """Return the client of `show`; the sums are in CNY, a line's amounts in its own currency."""
    return {
        "id": header.firm.id,
        "name": header.name,
        "second_name": header.second_name,
        "uscc": header.firm.uscc,
        "lei": header.firm.lei,
        "tier": header.firm.tier,
        "grade": header.grade or None,
        "owner": header.firm.owner,
        "stage": header.stage,
        "stage_since": day_document(header.stage_since),
        "designations": [{"code": one.code, "until": day_document(one.until)} for one in header.designations],
        "outstanding": money_document(header.outstanding),
        "limit": money_document(header.limit),
        "free": money_document(header.free),
        "waiting": money_document(header.waiting),
        "utilisation_bp": header.utilisation_bp,
        "lines": [_line(view) for view in header.credit.lines],
        "people": [
            {
                "id": one.person.id,
                "name": one.person.name,
                "name_latin": one.person.name_latin,
                "role": one.role.role,
                "title": one.role.title,
                "last_met": day_document(one.last_met),
            }
            for one in contacts
        ],
        "promises": [
            {
                "id": one.id,
                "side": one.side,
                "text": one.text,
                "owner": one.owner,
                "due_on": day_document(one.due_on),
                "first_due_on": day_document(one.first_due_on),
                "proof": one.proof,
            }
            for one in due
        ],
        "events": [
            {
                "id": one.id,
                "kind": one.kind,
                "type": one.type,
                "on": day_document(one.on),
                "title": one.title,
                "text": one.text,
                "relation": one.relation or None,
            }
            for one in events
        ],
    }


def import_document(plan: ImportPlan, *, applied: bool) -> Document:
    """Return what an import did or, not applied, would do, row by row."""
    left_out = (*plan.looks, *plan.errors)
    return {
        "applied": applied,
        "kind": plan.kind,
        "sheet": plan.sheet.name,
        "map": map_document(plan.mapping),
        "questions": [],
        "added": len(plan.adds),
        "updated": len(plan.updates),
        "same": len(plan.same),
        "left_out": len(left_out),
        "rows": [
            {
                "row": row.row,
                "action": row.action,
                "title": row.title,
                "matched_by": row.matched_by,
                "changes": [change._asdict() for change in row.changes],
                "problems": [
                    {"column": one.column, "value": _cell(one.value), "cause": one.cause, "fix": one.fix}
                    for one in row.problems
                ],
            }
            for row in plan.rows
        ],
    }


def question_document(mapping: ColumnMap, sheet: str, questions: Iterable[Ambiguity]) -> Document:
    """Return what has to be answered before an import, with the map to write the answers into."""
    return {
        "applied": False,
        "kind": mapping.kind,
        "sheet": sheet,
        "map": map_document(mapping, questions),
        "questions": [
            {
                "column": one.column,
                "about": one.about,
                "question": one.question,
                "choices": dict(one.choices),
                "examples": list(one.examples),
            }
            for one in questions
        ],
    }


def map_document(mapping: ColumnMap, questions: Iterable[Ambiguity] = ()) -> Document:
    """Return a column map in the form that `--map` reads, with `?` where an answer belongs."""
    columns = {title: use.model_dump(exclude_none=True) for title, use in mapping.columns.items()}
    for one in questions:
        columns[one.column][one.about] = "?"
    return {"columns": columns}


def money_document(amount: Money | None) -> Document | None:
    """Return an amount in minor units with its currency; None where it is not known."""
    return None if amount is None else {"minor": amount.minor, "ccy": amount.ccy}


def move_document(move: StageEvent) -> Document:
    """Return one move."""
    return {
        "from": move.from_stage,
        "to": move.to_stage,
        "on": day_document(move.effective_on),
        "reason": move.reason,
        "evidence": list(move.evidence),
        "note": move.note,
        "approver": move.approver,
        "recorded_at": move.recorded_at,
        "recorded_by": move.recorded_by,
    }


def day_document(day: date | PartialDate | None) -> str | None:
    """Return a day as ISO text, with fewer parts where fewer are known; None where it is not known."""
    return None if day is None else str(day)


def _line(view: FacilityView) -> Document:
    facility = view.facility
    return {
        "id": facility.id,
        "reference": facility.reference_no,
        "type": facility.facility_type,
        "status": facility.status,
        "limit": money_document(view.amounts.limit),
        "outstanding": money_document(view.amounts.outstanding),
        "free": money_document(view.amounts.available),
        "signed_on": day_document(facility.signed_on),
        "maturity_on": day_document(facility.maturity_on),
    }


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
