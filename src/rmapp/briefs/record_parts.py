"""The sections of a firm's whole record: facts, people, stages, credit, promises, notes, documents."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmapp.briefs.record_flow import Piece, paragraph, part_head, section_head
from rmapp.briefs.record_rows import HEADING as _HEADING
from rmapp.briefs.record_rows import long_part as _long_part
from rmapp.briefs.record_rows import row as _row
from rmapp.briefs.styles import WIDTH, is_chinese
from rmapp.briefs.typesetting import set_lines
from rmapp.briefs.wording import line_use, not_disclosed, qualified_money
from rmapp.domain import reference
from rmapp.domain.claim_kinds import claim_kind_text
from rmapp.domain.claim_wording import claim_text
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.ipo_rules import status_words
from rmapp.domain.ipo_wording import track_words
from rmapp.domain.money import format_money
from rmapp.domain.note_content import note_parts, note_title, promise_words
from rmapp.domain.person_wording import background
from rmapp.domain.wording import (
    format_count,
    format_date,
    format_days_left,
    format_number,
    format_partial,
    format_percent,
)
from rmapp.i18n import _, clauses, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.firm_record import FirmRecord, RecordLine, RecordPerson
    from rmapp.domain.money import Money
    from rmapp.domain.note_content import NoteContent
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.promise import Promise
    from rmapp.domain.provenance import Sourced

_LONG = frozenset({"summary", "discussion", "judgement", "addendum"})
_LENT = frozenset({"in_use", "approved", "ended"})
"""Uses of a line under which something was or can be drawn."""

"""The parts of a note that take the whole width."""


def record_sections(record: FirmRecord) -> list[list[Piece]]:
    """Return the pieces of every section that has something to say, in order."""
    sections = (
        _firm(record),
        _people(record.people),
        _stages(record),
        _listing(record),
        _credit(record.lines),
        _promises(record),
        _reported(record),
        _notes(record),
        _documents(record),
        _papers(record),
    )
    return [pieces for pieces in sections if len(pieces) > 1]


def _firm(record: FirmRecord) -> list[Piece]:
    firm = record.firm
    title = _("The firm")
    names = "\n".join(_named(one.text, reference.text("name_kind", one.kind)) for one in record.all_names)
    place = reference.text("region", firm.region_code) if firm.region_code else firm.city
    capital = format_money(firm.registered_capital) if firm.registered_capital is not None else ""
    rows = (
        (_("Names"), names),
        (_("Unified social credit code"), firm.uscc or ""),
        (_("LEI"), firm.lei or ""),
        (_("Established"), format_partial(firm.established_on) if firm.established_on else ""),
        (_("Registered capital"), capital),
        (_("Region"), place),
        (_("Registered address"), firm.registered_address),
        (_("Operating address"), firm.operating_address),
        (_("Industry"), reference.text("industry_gb", firm.industry_gb) if firm.industry_gb else ""),
        (_("Relationship"), reference.text("relationship_status", firm.relationship_status)),
        (_("Tier"), reference.text("tier", firm.tier) if firm.tier else ""),
        (_("Watch list"), reference.text("watch_status", firm.watch_status)),
        (_("Why the client is watched, or no longer"), firm.watch_reason),
        (_("Account manager"), listed(name for name in (firm.owner, *firm.deputies) if name)),
        (_("In short"), firm.summary),
        (_("Pinned note"), firm.pinned_note),
    )
    return [section_head(title), *(piece for label, text in rows if text for piece in _row(title, label, text))]


def _people(people: Sequence[RecordPerson]) -> list[Piece]:
    title = _("People")
    pieces = [section_head(title, _counted(len(people)))]
    for one in people:
        person, role = one.person, one.role
        name = " ".join(dict.fromkeys(part for part in (person.name, person.name_latin) if part))
        what = role.title or reference.text("person_role", role.role)
        main = _("main contact") if role.is_main_contact else ""
        left = _("until {date}").format(date=format_partial(role.valid_to)) if role.valid_to else ""
        first = clauses((what, main, left))
        text = "\n".join(part for part in (first, background(person), person.record, person.remark) if part)
        pieces += _row(title, name, text)
    return pieces


def _stages(record: FirmRecord) -> list[Piece]:
    title = _("Stages")
    pieces = [section_head(title)]
    for event in reversed(record.stages):
        reason = reference.text("transition_reason", event.reason) if event.reason else ""
        approved = _("approved by {name}").format(name=event.approver) if event.approver else ""
        evidence = listed(reference.text("evidence", code) for code in event.evidence)
        stage = reference.text("stage", event.to_stage)
        first = clauses((stage, reason, approved))
        text = "\n".join(part for part in (first, evidence, event.note) if part)
        pieces += _row(title, format_partial(event.effective_on), text)
    return pieces


def _listing(record: FirmRecord) -> list[Piece]:
    """Return each application with its steps, the newest first; tests of boards are no record and not told."""
    title = _("Way to the stock exchange")
    pieces = [section_head(title)]
    for one in reversed(record.listings):
        board = reference.text("board", one.board) if one.board else track_words(one.track)
        raised = _("plans to raise {amount}").format(amount=_amount(one.planned_raise)) if one.planned_raise else ""
        parties = clauses(part for part in (one.sponsor, one.auditor, one.counsel) if part)
        text = "\n".join(part for part in (parties, raised, one.note) if part)
        pieces += _row(title, board, text)
        for event in reversed([step for step in record.listing_steps if step.ipo_application_id == one.id]):
            text = "\n".join(part for part in (status_words(event), event.note) if part)
            pieces += _row(title, format_partial(event.reached_on), text)
    return pieces


def _credit(lines: Sequence[RecordLine]) -> list[Piece]:
    title = _("Credit lines")
    pieces = [section_head(title, _counted(len(lines)))]
    for line in lines:
        name = "\n".join(
            part for part in (reference.text("facility_type", line.facility_type), line.reference_no) if part
        )
        use = line_use(line.use, line.lender) if line.use != "ended" else reference.text("line_status", line.status)
        amounts = [
            _("{name}: {value}").format(name=what, value=_amount(amount))
            for what, amount in ((_("Limit"), line.limit), (_("Drawn"), line.outstanding), (_("Free"), line.free))
        ][: None if line.use in _LENT else 1]
        matures = _("matures {date}").format(date=format_date(line.maturity_on)) if line.maturity_on else ""
        text = "\n".join((clauses((use, matures, line.lender)), clauses(amounts)))
        pieces += _row(title, name, text)
    return pieces


def _promises(record: FirmRecord) -> list[Piece]:
    title = _("Promises")
    pieces = [section_head(title, _rate(record))]
    is_open = [promise for promise in record.promises if promise.is_open]
    closed = [promise for promise in record.promises if not promise.is_open]
    for promise in (*sorted(is_open, key=_due), *closed):
        side = _("We promised") if promise.side == "ours" else _("They promised")
        text = promise_words(promise)
        if promise.is_overdue(record.as_of):
            text = "\n".join((text, format_days_left(promise.due_on, record.as_of)))
        pieces += _row(title, side, text, ticks=promise.is_open)
    return pieces


def _reported(record: FirmRecord) -> list[Piece]:
    title = _("Facts and their sources")
    pieces = [section_head(title)]
    for held in record.designations:
        ends = _("until {date}").format(date=format_partial(held.expires_on)) if held.expires_on else ""
        text = clauses((reference.text("designation", held.designation), ends))
        pieces += _row(title, _("Designation"), text, _source(held))
    for count in record.ip_counts:
        number = format_count(count.count, count.qualifier) if count.count is not None else not_disclosed()
        pieces += _row(title, reference.text("ip_type", count.ip_type), number, _source(count))
    for right in record.rights:
        status = reference.text("ip_status", right.status) if right.status else ""
        pledged = _("pledged") if right.pledged else ""
        text = clauses((right.title, right.number, status, pledged))
        pieces += _row(title, reference.text("ip_type", right.ip_type), text, _source(right))
    for event in record.rounds:
        when = event.closed_on or event.announced_on
        amount = qualified_money(event.amount, event.amount_qualifier)
        parts = (reference.text("funding_round", event.round), amount, event.lead, _day(when))
        pieces += _row(title, _("Funding"), clauses(parts), _source(event))
    for claim in record.claims:
        text = "\n".join(part for part in (claim_text(claim) or not_disclosed(), claim.note) if part)
        pieces += _row(title, claim_kind_text(claim.kind), text, _source(claim))
    return pieces


def _notes(record: FirmRecord) -> list[Piece]:
    title = _("Meeting notes")
    count = len(record.notes)
    pieces = [section_head(title, ngettext("{n} note, newest first", "{n} notes, newest first", count).format(n=count))]
    for note in record.notes:
        pieces += _note(record, note, title)
    return pieces


def _note(record: FirmRecord, note: NoteContent, section: str) -> list[Piece]:
    meeting = note.meeting
    day = format_date(note.on)
    when = _("{date}, {time}").format(date=day, time=note.time) if note.time else day
    part = _("{when} · {title}").format(when=when, title=note_title(meeting))
    written = _("written by {name}").format(name=meeting.author) if meeting.author else ""
    secret = reference.text("confidentiality", RESTRICTED) if meeting.is_restricted else ""
    pieces = [part_head(section, part, clauses((written, secret)))]
    other = record.other_firms.get(meeting.firm_id)
    if other is not None:
        with_them = _("A meeting with {firm}, of which this firm was a subject").format(
            firm=other.first("zh" if is_chinese() else "en")
        )
        pieces += paragraph(set_lines(with_them, _HEADING, WIDTH), _HEADING, section=section, part=part)
    for one in note_parts(note):
        pieces += (
            _long_part(section, part, one) if one.kind in _LONG else _row(section, one.heading, one.text, part=part)
        )
    if len(pieces) == 1:
        pieces[0] = pieces[0]._replace(keeps=False)
    return pieces


def _documents(record: FirmRecord) -> list[Piece]:
    title = _("Documents on file")
    pieces = [section_head(title, _counted(len(record.attachments)))]
    for one in record.attachments:
        kind = reference.text("attachment_kind", one.kind)
        taken = format_date(one.taken_on) if one.taken_on else ""
        text = "\n".join(part for part in (clauses((one.name, taken)), one.caption) if part)
        pieces += _row(title, kind, text)
    return pieces


def _papers(record: FirmRecord) -> list[Piece]:
    title = _("Papers printed or saved")
    pieces = [section_head(title, _counted(len(record.papers)))]
    for paper in record.papers:
        what = reference.text("paper_document", paper.document)
        fate = reference.text("paper_fate", paper.fate) if paper.fate else _("still out")
        copy = _("copy {copy}").format(copy=paper.copy_no)
        text = clauses((what, copy, paper.created_by, paper.recipient, fate))
        pieces += _row(title, format_date(date.fromisoformat(paper.created_at[:10])), text)
    return pieces


def _named(text: str, about: str) -> str:
    return _("{name} ({about})").format(name=text, about=about)


def _amount(amount: Money | None) -> str:
    return format_money(amount) if amount is not None else not_disclosed()


def _source(fact: Sourced) -> str:
    source = fact.citation.strip() or reference.text("info_source", fact.source)
    if fact.as_of is None:
        return source
    return _("{source}, as of {date}").format(source=source, date=format_partial(fact.as_of))


def _day(when: PartialDate | None) -> str:
    return format_partial(when) if when else ""


def _due(promise: Promise) -> date:
    return promise.due_on


def _rate(record: FirmRecord) -> str:
    kept, said = record.kept, []
    if kept.ours_due:
        said.append(_share(_("We kept {kept} of {due} ({share})"), kept.ours_kept, kept.ours_due))
    if kept.theirs_due:
        said.append(_share(_("They kept {kept} of {due} ({share})"), kept.theirs_kept, kept.theirs_due))
    return clauses(said)


def _share(sentence: str, kept: int, due: int) -> str:
    return sentence.format(kept=kept, due=due, share=format_percent(kept * 10_000 // due, 0))


def _counted(count: int) -> str:
    return format_number(count)
