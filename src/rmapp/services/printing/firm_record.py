"""A firm's whole record: compiled with every note in full, and printed at any length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.attachment import Attachment
from rmapp.domain.claim import Claim
from rmapp.domain.classes import strictest
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.firm import Firm
from rmapp.domain.firm_code import firm_code
from rmapp.domain.firm_record import FirmRecord, RecordLine, RecordPerson
from rmapp.domain.funding import FundingEvent
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.ipo_rules import in_order
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise, kept_rate_of
from rmapp.domain.record import PaperRecord
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import valid_events
from rmapp.services.clients import firms
from rmapp.services.clients.firm_names import display_names
from rmapp.services.lines import credit
from rmapp.services.notes.note_contents import note_contents
from rmapp.services.paperwork.papers import Paper, paper_options
from rmapp.services.privacy.discretion import discreetly
from rmapp.services.privacy.restricted_firms import refuse_restricted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.domain.brief import Names
    from rmapp.domain.brief_options import BriefLanguage, PaperOptions
    from rmapp.domain.note_content import NoteContent
    from rmapp.domain.provenance import Sourced
    from rmapp.storage.store import Store


@discreetly
def compile_record(store: Store, firm_id: str, *, restricted: bool = False) -> FirmRecord:
    """Return everything the book says of a firm today. Raises NotFoundError.

    What is restricted is left out; with `restricted` it is in, for which the print log wants a reason. Raises
    RuleError for a firm that is itself restricted and was not let in.
    """
    firm = store.get(Firm, firm_id)
    if not restricted:
        refuse_restricted(store, {firm_id})
    names = firms.names(store, firm_id)
    promises = store.all(Promise, order="due_on desc, rid", firm_id=firm_id)
    notes = _notes(store, firm_id)
    record = FirmRecord(
        names=display_names(names),
        all_names=tuple(names),
        code=firm_code(firm_id),
        firm=firm,
        as_of=store.clock.today(),
        confidentiality=firm.confidentiality,
        with_restricted=restricted,
        people=_people(store, firm_id),
        stages=tuple(valid_events(store.all(StageEvent, firm_id=firm_id))),
        listings=tuple(store.all(IpoApplication, order="rid", firm_id=firm_id)),
        listing_steps=tuple(in_order(store.all(IpoEvent, firm_id=firm_id))),
        lines=_lines(store, firm_id, restricted=restricted),
        promises=tuple(promises),
        kept=kept_rate_of(promises, store.clock.today()),
        designations=tuple(store.all(DesignationHolding, order="expires_on desc, rid", firm_id=firm_id)),
        ip_counts=tuple(store.all(IpCountClaim, order="as_of desc, rid", firm_id=firm_id)),
        rights=tuple(store.all(IpRight, firm_id=firm_id)),
        rounds=tuple(store.all(FundingEvent, firm_id=firm_id)),
        claims=tuple(store.all(Claim, order="as_of desc, rid", firm_id=firm_id)),
        notes=notes,
        other_firms=_other_firms(store, firm_id, notes),
        attachments=tuple(store.all(Attachment, firm_id=firm_id)),
        papers=tuple(store.all(PaperRecord, order="created_at desc, rid desc", firm_id=firm_id)),
    )
    return record.model_copy(update={"confidentiality": strictest(_classes(record))})


def record_options(store: Store, language: BriefLanguage) -> PaperOptions:
    """Return the usual options of a new copy."""
    from rmapp.domain.brief_options import PaperOptions

    return PaperOptions(**paper_options(store, language))


def print_record(record: FirmRecord, options: PaperOptions) -> Paper:
    """Render a compiled record as PDF. Raises BriefError."""
    from rmapp.briefs.firm_record import render_record

    return Paper(
        render_record(record, options),
        "firm_record",
        (record.firm.id,),
        options,
        "internal",
        record.confidentiality,
    )


def _notes(store: Store, firm_id: str) -> tuple[NoteContent, ...]:
    """Return all meetings that a firm was a subject of, newest first."""
    meetings = store.all(Meeting, firm_id=firm_id)
    others = [row.meeting_id for row in store.all(MeetingFirm, firm_id=firm_id)]
    if others:
        known = {meeting.id for meeting in meetings}
        meetings += [meeting for meeting in store.all(Meeting, id=others) if meeting.id not in known]
    meetings.sort(key=_start, reverse=True)
    return tuple(note_contents(store, meetings).values())


def _start(meeting: Meeting) -> tuple[str, str]:
    return meeting.starts_at, meeting.id


def _people(store: Store, firm_id: str) -> tuple[RecordPerson, ...]:
    roles = store.all(Role, firm_id=firm_id)
    ids = sorted({role.person_id for role in roles})
    known = {person.id: person for person in store.all(Person, id=ids)} if ids else {}
    there = [RecordPerson(person=known[role.person_id], role=role) for role in roles if role.person_id in known]
    return tuple(sorted(there, key=_by_weight))


def _by_weight(one: RecordPerson) -> tuple[bool, bool]:
    return one.role.valid_to is not None, not one.role.is_main_contact


def _lines(store: Store, firm_id: str, *, restricted: bool) -> tuple[RecordLine, ...]:
    return tuple(
        RecordLine(
            facility_type=view.facility.facility_type,
            reference_no=view.facility.reference_no,
            status=view.facility.status,
            use=view.use,
            lender=view.facility.lender,
            limit=view.amounts.limit,
            outstanding=view.amounts.outstanding,
            free=view.amounts.available,
            maturity_on=view.facility.maturity_on,
            confidentiality=view.facility.confidentiality,
        )
        for view in credit.firm_credit(store, firm_id, restricted=restricted).lines
    )


def _other_firms(store: Store, firm_id: str, notes: Sequence[NoteContent]) -> dict[str, Names]:
    """Return the names of the main firms of meetings that were about this firm too."""
    ids = sorted({note.meeting.firm_id for note in notes} - {firm_id})
    return {id: display_names(firms.names(store, id)) for id in ids}


def _classes(record: FirmRecord) -> Iterator[str]:
    yield record.firm.confidentiality
    yield from (one.confidentiality for one in record.lines)
    yield from (one.confidentiality for one in record.promises)
    yield from (one.person.confidentiality for one in record.people)
    facts: tuple[tuple[Sourced, ...], ...] = (
        record.stages,
        record.listings,
        record.listing_steps,
        record.designations,
        record.ip_counts,
        record.rights,
        record.rounds,
        record.claims,
    )
    for some in facts:
        yield from (fact.confidentiality for fact in some)
    yield from (one.confidentiality for one in record.attachments)
    for note in record.notes:
        yield note.meeting.confidentiality
        yield from (one.confidentiality for one in note.promises)
        yield from (one.confidentiality for one in note.attachments)
