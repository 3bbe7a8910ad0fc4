"""The columns of the list of notes, with marked hits, and the filters that it offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from rmapp.domain import reference
from rmapp.domain.note_query import PERIODS, mine_text, period_text
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.services.notes import note_list
from rmapp.ui import fonts, icons, marks, metrics, paint
from rmapp.ui.filters import Filter, Options
from rmapp.ui.models.column import Cell, Column
from rmapp.ui.models.two_lines import paint_two, two_lines
from rmapp.ui.pages.credit_line_columns import day_width
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QPainter

    from rmapp.services.notes.note_list import NoteRow
    from rmapp.ui.context import UiContext

RESTRICTED_ICON = "lock"


def note_columns(today: Callable[[], date]) -> tuple[Column[NoteRow], ...]:
    """Return every column of the list; of this year's days the year is left out."""
    day = partial(_day, today)
    return (
        Column("day", _("Day"), day_width(), day, partial(_paint_day, today), tip=day, sort="day", descends=True),
        Column("firm", _("Firm"), 160, _firm, _paint_firm, tip=_firm, sort="firm", stretch=2, fixed=True),
        Column("note", _("Meeting note"), 320, _note, _paint_note, tip=_note, stretch=6, fixed=True),
        Column("author", _("Author"), 104, _author, tip=_author, sort="author"),
        Column("type", _("Kind"), 116, _type, sort="type", from_width=1600),
        Column("class", _("Class"), 110, _class, from_width=None),
    )


def row_sentence(today: Callable[[], date]) -> Callable[[NoteRow], str]:
    """Return what reads a row out as one sentence."""

    def sentence(row: NoteRow) -> str:
        restricted = _class(row) if row.is_restricted else ""
        said = (_day(today, row), row.firm_name, _type(row), restricted, row.purpose, row.snippet.text, row.author)
        return listed(part.replace("\n", " ") for part in said if part)

    return sentence


def main_filters() -> tuple[Filter, ...]:
    """Return the filters that stand beside the filter box, the most wanted first."""
    return (
        Filter("types", _("Kind"), "any", partial(_labels, "meeting_type")),
        Filter("within_days", _("Period"), "days", _periods),
        Filter("mine", _("Written by"), "yes_no", _mine),
    )


def more_filters(context: UiContext) -> tuple[Filter, ...]:
    """Return the filters behind “More”."""
    return (
        Filter("authors", _("Author"), "any", partial(_authors, context)),
        Filter("classes", _("Class"), "any", partial(_labels, "confidentiality")),
        Filter("statuses", _("Status"), "any", partial(_labels, "meeting_status")),
    )


def title_of(row: NoteRow) -> str:
    """Return what a note is called: its kind, its state where it was not held, and its purpose."""
    kind = _type(row)
    if row.status != "held":
        state = reference.text("meeting_status", row.status).lower()
        kind = _("{title} ({status})").format(title=kind, status=state)
    return _("{title}: {purpose}").format(title=kind, purpose=" ".join(row.purpose.split())) if row.purpose else kind


def _day(today: Callable[[], date], row: NoteRow) -> str:
    if row.on is None:
        return _("day not known")
    day = format_date(row.on, "short" if row.on.year == today().year else "medium")
    return "\n".join(part for part in (day, row.time) if part)


def _paint_day(today: Callable[[], date], painter: QPainter, cell: Cell, row: NoteRow) -> None:
    paint_two(painter, cell, _day(today, row))


def _firm(row: NoteRow) -> str:
    return "\n".join(part for part in (row.firm_name, row.second_name) if part)


def _paint_firm(painter: QPainter, cell: Cell, row: NoteRow) -> None:
    paint_two(painter, cell, _firm(row))


def _note(row: NoteRow) -> str:
    return "\n".join(part for part in (title_of(row), _prefixed(row) + row.snippet.text) if part)


def _paint_note(painter: QPainter, cell: Cell, row: NoteRow) -> None:
    theme = active()
    upper, lower = (cell.rect, cell.rect) if cell.compact else two_lines(cell.rect)
    if not cell.compact:
        left = upper.left()
        if row.is_restricted:
            side = metrics.icon() - 2
            place = QRectF(left, upper.center().y() - side / 2, side, side)
            icons.paint(painter, RESTRICTED_ICON, place, theme.colour("text_secondary"))
            left += side + 5
        title = QRectF(left, upper.top(), upper.right() - left, upper.height())
        paint.text(painter, title, title_of(row), fonts.font("body"), theme.colour("text_primary"))
    before = _prefixed(row)
    left = lower.left()
    if before:
        face = fonts.font("small")
        paint.text(painter, lower, before, face, theme.colour("text_tertiary"))
        left += min(paint.text_width(before, face), lower.width() / 2)
    rest = QRectF(left, lower.top(), lower.right() - left, lower.height())
    marks.line(painter, rest, row.snippet.text, row.snippet.spans, "small", theme.colour("text_secondary"))


def _prefixed(row: NoteRow) -> str:
    return _("{part}: ").format(part=row.part) if row.part else ""


def _author(row: NoteRow) -> str:
    added = ngettext("{n} addendum", "{n} addenda", row.addenda).format(n=row.addenda) if row.addenda else ""
    return listed(part for part in (row.author, added) if part)


def _type(row: NoteRow) -> str:
    return reference.text("meeting_type", row.type)


def _class(row: NoteRow) -> str:
    return reference.text("confidentiality", row.confidentiality)


def _labels(name: str) -> Options:
    return tuple((code, label.text()) for code, label in reference.choices(name).items())


def _periods() -> Options:
    return tuple((str(days), period_text(days)) for days in PERIODS)


def _mine() -> Options:
    return (("yes", mine_text(mine=True)), ("no", mine_text(mine=False)))


def _authors(context: UiContext) -> Options:
    return tuple((name, name) for name in context.ask(note_list.authors))
