"""The first sheet of a visit pack: the visits in their order, where, whom, why, phone, and on which pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import section, tick_box
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, Frame, class_label, handling, origin_of, watermark
from rmapp.briefs.layout import Sheet
from rmapp.briefs.parties import person_words
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, VALUE, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines
from rmapp.briefs.visit_words import names_text, purpose_text, time_text
from rmapp.briefs.write_in import LINE, write_line
from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_weekday
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.visit_pack import CallSheet, SheetPerson, VisitPack

_TITLE = Style(18, "semibold")
_NAME = Style(10.6, "semibold")
_TIME = Style(10.6, "medium")
_TEXT = Style(8.6, leading=11.8)
_LEFT = 92.0
_NAME_ROOM = 118.0
_ROW_GAP = 9.0
_MOST_PEOPLE = 3
_LEAST_NOTES = 3 * LINE


def day_frame(pack: VisitPack, options: PaperOptions) -> Frame:
    """Return the words around the day sheet."""
    return Frame(
        title=_("Day sheet"),
        aside=_day_text(pack),
        label=class_label("internal", pack.confidentiality),
        handling=handling(options),
        origin=origin_of(pack.nature, ()),
        mark=watermark(options),
    )


def day_sheet(pack: VisitPack, pages: Sequence[tuple[int, int]]) -> list[Sheet]:
    """Return the pages of the day sheet; `pages` are the first and last page of each entry in the pack."""
    sheets = [Sheet([], CONTENT_TOP)]
    _put(sheets, _head(pack))
    done: set[str] = set()
    for at, entry in enumerate(pack.entries):
        sheet = entry.sheet
        if sheet is None or (entry.meeting_id and entry.meeting_id in done):
            continue
        done.add(entry.meeting_id or entry.firm_id)
        together = [
            pages[n] for n, one in enumerate(pack.entries) if n == at or _same_visit(one.meeting_id, entry.meeting_id)
        ]
        span = (min(first for first, _last in together), max(last for _first, last in together))
        _put(sheets, _visit(len(done), sheet, span, several_days=pack.on is None))
    left = CONTENT_BOTTOM - sheets[-1].y - _ROW_GAP
    if left >= _LEAST_NOTES:
        _put(sheets, ruled(_("Notes of the day"), left))
    return sheets


def ruled(title: str, height: float, note: str = "") -> Drawing:
    """Return lines to write on down to a height, under a heading."""
    drawing = section(WIDTH, title, note)
    y = SECTION_TOP - 2 + LINE
    while y <= height:
        write_line(drawing, 0, y, WIDTH)
        y += LINE
    drawing.height = height
    return drawing


def _same_visit(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _put(sheets: list[Sheet], drawing: Drawing) -> None:
    if sheets[-1].y + drawing.height > CONTENT_BOTTOM and sheets[-1].bands:
        sheets.append(Sheet([], CONTENT_TOP))
    sheets[-1].bands.append((sheets[-1].y, drawing))
    sheets[-1].y += drawing.height + _ROW_GAP


def _day_text(pack: VisitPack) -> str:
    if pack.on is None:
        return ""
    return _("{weekday} {date}").format(weekday=format_weekday(pack.on), date=format_date(pack.on))


def _head(pack: VisitPack) -> Drawing:
    drawing = Drawing(WIDTH, 26)
    count = sum(entry.sheet is not None for entry in pack.entries)
    title = _day_text(pack) or _("Chosen firms")
    drawing.text(0, 16, title, _TITLE)
    text = ngettext("{n} visit", "{n} visits", count).format(n=count)
    drawing.text(WIDTH, 16, text, VALUE, "text_secondary", align="right")
    return drawing


def _visit(number: int, sheet: CallSheet, span: tuple[int, int], *, several_days: bool) -> Drawing:
    drawing = Drawing(WIDTH)
    drawing.rule(0, 0, WIDTH)
    tick_box(drawing, 0.6, 6.8)
    visit = sheet.visit
    time = time_text(visit) if visit else ""
    drawing.text(16, 15, time or str(number), _TIME, room=_LEFT - 20)
    if several_days and visit is not None:
        day = visit.starts_at.date()
        text = _("{weekday} {date}").format(weekday=format_weekday(day), date=format_date(day, "short"))
        drawing.text(16, 28, text, SMALL, "text_secondary", room=_LEFT - 20)
    pages = _("pages {first} to {last}").format(first=span[0], last=span[1])
    taken = drawing.text(WIDTH, 15, f"{sheet.code} · {pages}", SMALL, "text_secondary", align="right")
    drawing.text(_LEFT, 15, names_text(sheet.firms), _NAME, room=WIDTH - _LEFT - taken - 12)
    y = 28.0
    for line in _lines(sheet):
        y = drawing.lines(_LEFT, y, set_lines(line, _TEXT, WIDTH - _LEFT, 2), _TEXT, "text_secondary")
    for person in _expected(sheet)[:_MOST_PEOPLE]:
        name, about = person_words(person.person)
        drawing.text(_LEFT, y, name, LABEL._replace(weight="semibold"), room=_NAME_ROOM - 8)
        drawing.text(_LEFT + _NAME_ROOM, y, about, SMALL, "text_secondary", room=WIDTH - _LEFT - _NAME_ROOM - 120)
        phone = person.phone or _("no phone on file")
        drawing.text(WIDTH, y, phone, LABEL if person.phone else SMALL, align="right", room=116)
        y += _TEXT.leading
    drawing.height = y - 4
    return drawing


def _lines(sheet: CallSheet) -> list[str]:
    """Return where, why and what we want, as far as known."""
    visit = sheet.visit
    address = sheet.address.first("zh" if is_chinese() else "en")
    named = visit.place if visit else ""
    place = ("，" if is_chinese() else ", ").join(text for text in (named, address) if text)
    if named and named in address:
        place = address
    texts = [place or _("Address not on file")]
    if visit is not None:
        kind = reference.text("meeting_type", visit.type)
        why = purpose_text(visit)
        texts.append(f"{kind} · {why}" if why else kind)
        texts.append(_("Objective: {text}").format(text=visit.objective) if visit.objective else "")
    return [text for text in texts if text]


def _expected(sheet: CallSheet) -> list[SheetPerson]:
    """Return whom we meet: those of the plan, without any the firm's first contacts."""
    return [one for one in sheet.people if one.expected] or list(sheet.people)
