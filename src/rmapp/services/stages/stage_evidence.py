"""What a person saw as evidence for a stage, or saw not to be there: recorded, changed and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from rmapp.domain import reference
from rmapp.domain.attachment import Attachment
from rmapp.domain.classes import PLAN, PUBLIC_SOURCES, strictest, usual_class
from rmapp.domain.code_checks import code_problems, future_problems
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.stage_rules import BEFORE_LISTING
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.paperwork.attachments import attach
from rmapp.services.stages.listing.applications import applications
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.domain.attachment import StagedFile
    from rmapp.storage.store import Store


class EvidenceLinks(NamedTuple):
    """What evidence of a firm may be shown by: its notes, the newest first, and its files."""

    notes: tuple[Meeting, ...]
    files: tuple[Attachment, ...]


def evidence_of(store: Store, evidence_id: str) -> StageEvidence:
    """Return one row. Raises NotFoundError."""
    return store.get(StageEvidence, evidence_id)


def links(store: Store, firm_id: str) -> EvidenceLinks:
    """Return the notes and files of a firm that evidence can name."""
    notes = store.all(Meeting, order="starts_at desc, rid desc", firm_id=firm_id, status="held")
    files = store.all(Attachment, order="created_at desc, rid desc", firm_id=firm_id)
    return EvidenceLinks(tuple(notes), tuple(files))


def record_evidence(
    store: Store, firm_id: str, evidence: str, seen_on: date, *, files: Iterable[StagedFile] = (), **fields: Any
) -> StageEvidence:
    """Write that evidence was seen, or seen not to be there (`met` False).

    `files` wait to be attached; the first becomes the one that shows it. `fields` are those of `StageEvidence`. The
    row is at least as confidential as the note or file that it names, and as the application that it tells of.
    Raises InputError beside the fields.
    """
    store.get(Firm, firm_id)
    made = _discreet(store, _made({**fields, "firm_id": firm_id, "evidence": evidence, "seen_on": seen_on}))
    _refuse(_problems(store, made))
    return store.add(_classed(store, _with_files(store, made, files)))


def change_evidence(
    store: Store, evidence_id: str, *, files: Iterable[StagedFile] = (), **fields: Any
) -> StageEvidence:
    """Change a row. Raises InputError beside the fields, NotFoundError."""
    before = evidence_of(store, evidence_id)
    after = _made({**dict(before), **fields})
    if (after.evidence, after.met) != (before.evidence, before.met):
        after = _discreet(store, after)
    _refuse(_problems(store, after))
    after = _classed(store, _with_files(store, after, files))
    changed = {name: getattr(after, name) for name in (*fields, "attachment_id", "confidentiality")}
    return store.change(StageEvidence, evidence_id, **changed)


def remove_evidence(store: Store, evidence_id: str) -> None:
    """Take a row out of the book; the one before it counts again. Raises NotFoundError."""
    store.remove(StageEvidence, evidence_id)


def _made(fields: dict[str, Any]) -> StageEvidence:
    try:
        made = StageEvidence.model_validate(fields)
    except ValidationError as error:
        raise refused(error) from error
    return made.model_copy(update={"note": made.note.strip()})


def _problems(store: Store, row: StageEvidence) -> dict[str, str]:
    problems = code_problems(row) | future_problems(row, ("seen_on", "as_of"), store.clock.today())
    if not row.evidence:
        problems["evidence"] = _("Choose what was seen.")
    note = store.find(Meeting, row.meeting_id) if row.meeting_id else None
    if row.meeting_id and (note is None or note.firm_id != row.firm_id):
        problems["meeting_id"] = _("This note is not one of this client.")
    file = store.find(Attachment, row.attachment_id) if row.attachment_id else None
    if row.attachment_id and (file is None or file.firm_id != row.firm_id):
        problems["attachment_id"] = _("This file is not one of this client.")
    return problems


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise InputError(problems)


def _with_files(store: Store, row: StageEvidence, files: Iterable[StagedFile]) -> StageEvidence:
    attached = attach(store, files, row.firm_id, meeting_id=row.meeting_id, confidentiality=row.confidentiality)
    if not attached or row.attachment_id:
        return row
    return row.model_copy(update={"attachment_id": attached[0].id})


def _discreet(store: Store, row: StageEvidence) -> StageEvidence:
    """Return the row as confidential as the application for a listing that it gives away.

    Without an application what is seen is a plan, which is restricted unless its source is public.
    """
    if not row.met or row.evidence not in reference.stages()[BEFORE_LISTING].entry_evidence:
        return row
    found = applications(store, row.firm_id)
    told = found[0].confidentiality if found else usual_class(PLAN, is_public=row.source in PUBLIC_SOURCES)
    return row.model_copy(update={"confidentiality": strictest([row.confidentiality, told])})


def _classed(store: Store, row: StageEvidence) -> StageEvidence:
    """Return the row at least as confidential as what it names."""
    note = store.get(Meeting, row.meeting_id).confidentiality if row.meeting_id else row.confidentiality
    file = store.get(Attachment, row.attachment_id).confidentiality if row.attachment_id else row.confidentiality
    return row.model_copy(update={"confidentiality": strictest([row.confidentiality, note, file])})
