"""A call report on paper: compiled from the book, rendered as PDF. It is for the house only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.call_report_paper import PHOTO_CAP, CallReportPaper, ReportPhoto
from rmapp.domain.classes import strictest
from rmapp.domain.firm import Firm
from rmapp.domain.firm_code import firm_code
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.promise import Promise
from rmapp.domain.signal import Signal
from rmapp.errors import RuleError, StorageError
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.clients.firm_names import display_names
from rmapp.services.notes.meetings import is_closed
from rmapp.services.notes.note_contents import note_contents
from rmapp.services.paperwork.attachment_intake import thumbnail
from rmapp.services.paperwork.attachments import content
from rmapp.services.paperwork.papers import Paper, paper_options
from rmapp.services.privacy.discretion import discreetly
from rmapp.services.privacy.restricted_firms import refuse_restricted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.attachment import Attachment
    from rmapp.domain.brief_options import BriefLanguage, PaperOptions
    from rmapp.storage.store import Store

_PHOTO_SIDE = 1000
"""Pixels of the longer side of a printed photo: 200 dots an inch at its size on the page."""


@discreetly
def compile_report(store: Store, meeting_id: str, *, restricted: bool = False) -> CallReportPaper:
    """Return the report of a held meeting, or its note as a report. Raises NotFoundError.

    Raises RuleError for a meeting that was not held, and for a restricted one that was not asked for.
    """
    meeting = store.get(Meeting, meeting_id)
    if not restricted:
        refuse_restricted(store, {meeting.firm_id}, [meeting_id])
    if meeting.status != "held":
        raise RuleError(_("Only a meeting that was held has a call report."))
    firm = store.get(Firm, meeting.firm_id)
    others = [row.firm_id for row in store.all(MeetingFirm, meeting_id=meeting_id)]
    note = note_contents(store, [meeting])[meeting_id]
    pictures = [one for one in note.attachments if one.kind == "photo"]
    photos = _photos(store, pictures)
    classes = [firm.confidentiality, meeting.confidentiality, *(one.confidentiality for one in note.promises)]
    return CallReportPaper(
        firms=tuple(display_names(firms.names(store, id)) for id in (firm.id, *others)),
        firm_id=firm.id,
        code=firm_code(firm.id),
        nature=firm.nature,
        confidentiality=strictest([*classes, *(one.confidentiality for one in pictures)]),
        note=note,
        settled=tuple(_settled(store, meeting)),
        signals=tuple(_signals(store, meeting)),
        photos=photos,
        more_photos=len(pictures) - len(photos),
        is_closed=is_closed(store, meeting),
    )


def report_options(store: Store, language: BriefLanguage) -> PaperOptions:
    """Return the usual options of a new copy."""
    from rmapp.domain.brief_options import PaperOptions

    return PaperOptions(**paper_options(store, language))


def print_report(report: CallReportPaper, options: PaperOptions) -> Paper:
    """Render a compiled report as PDF; in black and white its photos are grey. Raises BriefError."""
    from rmapp.briefs.call_report import render_report

    if options.black_and_white:
        report = report.model_copy(update={"photos": tuple(_grey(one) for one in report.photos)})
    return Paper(
        render_report(report, options),
        "call_report",
        (report.firm_id,),
        options,
        "internal",
        report.confidentiality,
        report.note.meeting.id,
    )


def newest_report(store: Store, firm_id: str) -> str:
    """Return the id of the last held meeting of a firm. Raises RuleError where there is none."""
    held = store.all(Meeting, order="starts_at desc, rid desc", firm_id=firm_id, status="held")
    if not held:
        raise RuleError(_("No meeting with this client was held yet."))
    return held[0].id


def _settled(store: Store, meeting: Meeting) -> list[Promise]:
    done = store.all(Promise, order="due_on", firm_id=meeting.firm_id, done_on=meeting.starts_at[:10])
    return [one for one in done if one.meeting_id != meeting.id]


def _signals(store: Store, meeting: Meeting) -> list[Signal]:
    raised = store.all(Signal, firm_id=meeting.firm_id, raised_on=meeting.starts_at[:10])
    return [one for one in raised if one.origin == "person"]


def _photos(store: Store, pictures: Sequence[Attachment]) -> tuple[ReportPhoto, ...]:
    """Return the first photos that can be read; a file that is lost is named in the list of the book's check."""
    found: list[ReportPhoto] = []
    for one in pictures:
        if len(found) == PHOTO_CAP:
            break
        try:
            picture = thumbnail(content(store, one), _PHOTO_SIDE)
        except StorageError:
            continue
        if picture is not None and one.width and one.height:
            found.append(
                ReportPhoto(
                    content=picture,
                    width=one.width,
                    height=one.height,
                    caption=one.caption or one.name,
                    taken_on=one.taken_on,
                )
            )
    return tuple(found)


def _grey(photo: ReportPhoto) -> ReportPhoto:
    from rmapp.exchange import pictures

    return photo.model_copy(update={"content": pictures.greyed(photo.content)})
