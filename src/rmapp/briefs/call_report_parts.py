"""The parts of a printed call report: the seven points, facts told, judgement apart, signatures, photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.record_flow import Piece, section_head
from rmapp.briefs.record_rows import long_part, row
from rmapp.briefs.styles import BODY, SMALL, WIDTH
from rmapp.briefs.typesetting import set_lines
from rmapp.domain import reference
from rmapp.domain.note_content import NotePart, note_parts, promise_words
from rmapp.domain.wording import format_date
from rmapp.i18n import _, clauses, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.domain.call_report_paper import CallReportPaper, ReportPhoto

_LONG = frozenset({"discussion", "judgement", "addendum"})
"""The parts that take the whole width."""

_PHOTO_GAP = 14.0
_PHOTO_HIGH = 150.0
_CAPTION = 35.0
_SIGN_HEIGHT = 44.0


def report_pieces(report: CallReportPaper) -> list[Piece]:
    """Return everything below the head in the order of domain reference, 4.3; what is empty is left out."""
    parts = note_parts(report.note)
    sections: tuple[tuple[str, Callable[[str], list[Piece]]], ...] = (
        (_("1  Who met whom, and why"), _Of(parts, "purpose", "place", "people")),
        (_("2  What is new"), _Of(parts, "discussion")),
        (_("Facts told"), _Of(parts, "answer")),
        (_("3  What the client needs"), _Of(parts, "need")),
        (_("4  What we observed"), _Of(parts, "sight")),
        (_("5  Risks and signals"), _Risks(report, parts)),
        (_("6  Promises"), _Promises(report)),
        (_("7  Next contact"), _Of(parts, "next")),
        (_("Judgement, internal: never shown to the client"), _Of(parts, "judgement", stage=report)),
        (_("Addenda"), _Of(parts, "addendum")),
    )
    pieces = []
    for title, make in sections:
        found = make(title)
        if found:
            pieces += [section_head(title), *found]
    return [*pieces, *_signatures(report), *_photos(report)]


class _Of:
    """Makes the rows of a section from the parts of some kinds."""

    def __init__(self, parts: Sequence[NotePart], *kinds: str, stage: CallReportPaper | None = None) -> None:
        self._parts = [part for part in parts if part.kind in kinds]
        self._stage = stage

    def __call__(self, title: str) -> list[Piece]:
        pieces = []
        for part in self._parts:
            if part.kind in _LONG:
                pieces += long_part(title, "", part)
            else:
                pieces += row(title, part.heading, part.text)
        report = self._stage.note.report if self._stage else None
        if report is not None and report.stage_proposed:
            named = [reference.text("stage", report.stage_proposed)]
            named += [reference.text("evidence", code) for code in report.stage_evidence]
            pieces += row(title, _("Stage proposed"), listed(named))
        sentiment = self._stage.note.meeting.sentiment if self._stage else None
        if sentiment:
            pieces += row(title, _("Relationship"), reference.text("sentiment", sentiment))
        return pieces


class _Risks:
    """Makes the rows of what was seen of the credit, and of the signals."""

    def __init__(self, report: CallReportPaper, parts: Sequence[NotePart]) -> None:
        self._facts = _Of(parts, "credit")
        self._signals = report.signals

    def __call__(self, title: str) -> list[Piece]:
        pieces = self._facts(title)
        for one in self._signals:
            severity = reference.text("signal_severity", one.severity)
            label = _("Signal ({severity})").format(severity=severity)
            text = _("{name}: {value}").format(name=reference.text("warning_signal", one.code), value=one.evidence)
            pieces += row(title, label, text)
        return pieces


class _Promises:
    """Makes the table of actions: new ones with a box to tick, earlier ones with what became of them."""

    def __init__(self, report: CallReportPaper) -> None:
        self._report = report

    def __call__(self, title: str) -> list[Piece]:
        pieces = []
        for side, label in (("theirs", _("They promised")), ("ours", _("We promised"))):
            for promise in self._report.note.promises:
                if promise.side == side:
                    pieces += row(title, label, promise_words(promise), ticks=promise.is_open)
        for promise in self._report.settled:
            label = _("Kept by us") if promise.side == "ours" else _("Kept by them")
            pieces += row(title, label, promise_words(promise))
        return pieces


def _signatures(report: CallReportPaper) -> list[Piece]:
    """Return the lines to sign on; the author's name stands below the first."""
    title = _("Signatures")
    drawing = Drawing(WIDTH, _SIGN_HEIGHT)
    meeting = report.note.meeting
    written = meeting.written_at[:10]
    first = clauses((_("Account manager"), meeting.author, written))
    room = (WIDTH - 24) / 2
    for x, text in ((0.0, first), (room + 24, _("Reviewed by, on"))):
        drawing.rule(x, 26, x + room, "border_strong", 0.7)
        drawing.text(x, 36.5, text, SMALL, "text_secondary", room=room)
    return [section_head(title), Piece(drawing, title)]


def _photos(report: CallReportPaper) -> list[Piece]:
    if not report.photos:
        return []
    title = _("Photos")
    more = report.more_photos
    aside = ngettext("{n} more in the book", "{n} more in the book", more).format(n=more) if more else ""
    pairs = (report.photos[at : at + 2] for at in range(0, len(report.photos), 2))
    return [section_head(title, aside), *(Piece(_photo_row(pair), title, gap=6.0) for pair in pairs)]


def _photo_row(photos: Sequence[ReportPhoto]) -> Drawing:
    """Return two photos side by side, each as large as its half of the row lets it be, with its caption."""
    room = (WIDTH - _PHOTO_GAP) / 2
    drawing = Drawing(WIDTH)
    for at, photo in enumerate(photos):
        x = at * (room + _PHOTO_GAP)
        scale = min(room / photo.width, _PHOTO_HIGH / photo.height)
        drawing.image((x, 0), (photo.width * scale, photo.height * scale), photo.content)
        taken = format_date(photo.taken_on) if photo.taken_on else ""
        caption = clauses((photo.caption, taken))
        style = SMALL._replace(leading=BODY.size + 2)
        drawing.lines(x, photo.height * scale + 11, set_lines(caption, style, room, 2), style, "text_secondary")
        drawing.height = max(drawing.height, photo.height * scale + _CAPTION)
    return drawing
