"""The parts of the preview: head, chips, stage, credit, what comes next, people and notes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.money import Money, format_compact, format_money
from rmapp.domain.query import nature_text
from rmapp.domain.wording import format_date, format_months, format_percent, format_relative
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.pages.client_columns import NATURE_ICONS
from rmapp.ui.widgets.bars import Part, StackedBar, StageBar
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Divider, Fact, IconLabel
from rmapp.ui.widgets.chips import (
    Chip,
    GradeChip,
    StageChip,
    StatusChip,
    TierChip,
    WatchChip,
    short_stage_label,
)
from rmapp.ui.widgets.clamped_text import ClampedText
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel, plain
from rmapp.ui.widgets.monogram import Monogram

if TYPE_CHECKING:
    from rmapp.domain.person import Person
    from rmapp.domain.promise import Promise
    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.services.clients.rhythm import Touch
    from rmapp.services.visits.client_preview import ClientPreview, Visit

_MONOGRAM, _FACE = 42, 26
_DAY = 54
_DESIGNATIONS = 1


class Head(QWidget):
    """Who it is, and the button that hides the pane."""

    closed = Signal()

    def __init__(self, client: ClientPreview) -> None:
        super().__init__()
        header = client.header
        row = _row(self, gap=3)
        row.addWidget(Monogram(header.monogram, size=_MONOGRAM))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(header.name, role="subtitle"))
        under = _second_line(client)
        if under:
            words.addWidget(ElidedLabel(under, role="small", tone="tertiary"))
        row.addLayout(words, 1)
        closer = IconButton("panel-right-close", _("Hide the preview"), key=_("Space"))
        closer.clicked.connect(self.closed)
        row.addWidget(closer, 0, Qt.AlignmentFlag.AlignVCenter)


def chips(client: ClientPreview) -> QWidget:
    """Return stage, tier, what kind of record it is, the watch status and the highest designation."""
    header = client.header
    holder = QWidget()
    flow = FlowLayout(holder, gap=6)
    if header.stage:
        flow.addWidget(StageChip(header.stage))
    if header.firm.tier:
        flow.addWidget(TierChip(header.firm.tier))
    if header.grade:
        flow.addWidget(GradeChip(header.grade))
    if header.firm.nature in NATURE_ICONS:
        flow.addWidget(Chip(nature_text(header.firm.nature), icon=NATURE_ICONS[header.firm.nature]))
    if header.watch != "none":
        flow.addWidget(WatchChip(header.watch))
    for held in header.designations[:_DESIGNATIONS]:
        chip = StatusChip("certified", held.label)
        chip.may_be_cut()
        flow.addWidget(chip)
    return holder


def stage(client: ClientPreview) -> QWidget | None:
    """Return the bar of stages with the time in the present one; None without a stage."""
    code = client.header.stage
    if code is None:
        return None
    holder = QWidget()
    column = _column(holder, gap=1)
    column.addWidget(StageBar(client.position))
    row = FlowLayout(gap=2, spread=True)
    told = _("Stage {position} of {count}").format(position=client.position, count=len(reference.stages()))
    row.addWidget(PlainLabel(told, role="small", tone="tertiary"))
    if client.months is not None:
        row.addWidget(PlainLabel(_time_in(code, client.months), role="small", tone="tertiary"))
    column.addLayout(row)
    return holder


def credit(client: ClientPreview) -> QWidget | None:
    """Return what is drawn, free and granted; None for a firm without any line."""
    header = client.header
    if not header.credit.counted:
        return None
    holder = QWidget()
    column = _column(holder, gap=3)
    facts = _row()
    for label, amount in (
        (_("Outstanding"), header.outstanding),
        (_("Free to draw"), header.free),
        (_("Limit"), header.limit),
    ):
        fact = Fact(label, _amount(amount, client), role="section")
        fact.setToolTip(plain(format_money(amount, "full")) if amount is not None else "")
        facts.addWidget(fact, 1)
    column.addLayout(facts)
    if header.outstanding is not None and header.limit is not None and not header.limit.is_zero:
        column.addWidget(_drawn_bar(client, header.outstanding, header.limit))
    falling = header.next_maturity
    if falling is not None:
        what = _("{day}, {line}").format(
            day=format_date(falling.on), line=reference.text("facility_type", falling.facility_type)
        )
        column.addLayout(_fact_row(_("Next maturity"), what))
    return holder


def following(client: ClientPreview) -> QWidget | None:
    """Return the next visit or touch and the first open promises; None when there are none."""
    touch = client.header.next_touch if client.visit is None else None
    if client.visit is None and touch is None and not client.promises:
        return None
    holder = QWidget()
    column = _column(holder, gap=3)
    column.addWidget(PlainLabel(_("Next"), role="small", tone="secondary", weight=500))
    if client.visit is not None:
        column.addLayout(_visit_entry(client.visit, client.today))
    if touch is not None:
        column.addLayout(_touch_entry(touch, client.today))
    for promise in client.promises:
        column.addLayout(_promise_entry(promise, client.today))
    more = client.promise_count - len(client.promises)
    if more:
        words = ngettext("{n} more promise", "{n} more promises", more).format(n=more)
        column.addWidget(PlainLabel(words, role="small", tone="tertiary"))
    return holder


def counted_title(title: str, count: int) -> QWidget:
    """Return the title of a section with its count at the right."""
    holder = QWidget()
    row = _row(holder)
    row.addWidget(PlainLabel(title, role="small", tone="secondary", weight=500))
    row.addStretch(1)
    row.addWidget(PlainLabel(str(count), role="small", tone="tertiary", numeric=True))
    return holder


def people(client: ClientPreview) -> QWidget:
    """Return the first people with what they are."""
    holder = QWidget()
    column = _column(holder, gap=2)
    for one in client.people:
        row = _row(gap=2)
        row.addWidget(Monogram(one.person.name, size=_FACE, round=True))
        row.addWidget(ElidedLabel(_person_name(one.person)))
        played = ElidedLabel(_part_played(one), role="small", tone="tertiary")
        played.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(played, 1)
        column.addLayout(row)
    return holder


def notes(client: ClientPreview) -> QWidget:
    """Return the last notes, two lines of each."""
    holder = QWidget()
    column = _column(holder, gap=2)
    for note in client.notes:
        row = _row(gap=2)
        day = PlainLabel(_note_day(note.starts_at), role="small", tone="tertiary")
        day.setMinimumWidth(metrics.grown(_DAY, "small"))
        row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        said = note.summary or note.discussion or note.purpose or reference.text("meeting_type", note.type)
        row.addWidget(ClampedText(said), 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
    return holder


def add_section(column: QVBoxLayout, part: QWidget) -> None:
    """Add a part under a hairline."""
    column.addWidget(Divider())
    column.addWidget(part)


def _second_line(client: ClientPreview) -> str:
    second, founded = client.header.second_name, client.header.firm.established_on
    year = founded.first_day().year if founded else None
    if second and year:
        return _("{name}, founded {year}").format(name=second, year=year)
    return _("Founded {year}").format(year=year) if year else second


def _time_in(code: str, months: int) -> str:
    label = short_stage_label(code)
    if not months:
        return _("in {stage} for less than a month").format(stage=label)
    return _("in {stage} for {time}").format(stage=label, time=format_months(months))


def _amount(money: Money | None, client: ClientPreview) -> str:
    if money is not None:
        return format_compact(money)
    return _("not public") if client.header.firm.nature == "public_facts" else _("–")


def _drawn_bar(client: ClientPreview, outstanding: Money, limit: Money) -> StackedBar:
    used = format_percent(client.header.utilisation_bp or 0, 0)
    shown = [Part(_("{share} used").format(share=used), float(outstanding.minor), "", "drawn")]
    waiting = client.header.waiting
    if waiting is not None and not waiting.is_zero:
        words = _("{amount} waiting for papers").format(amount=format_compact(waiting))
        shown.append(Part("", float(waiting.minor), words, "waiting"))
    bar = StackedBar()
    bar.set_parts(shown, whole=float(max(limit.minor, outstanding.minor)))
    return bar


def _fact_row(label: str, value: str) -> QHBoxLayout:
    row = _row(gap=3)
    row.addWidget(PlainLabel(label, role="small", tone="tertiary"))
    words = ElidedLabel(value, role="small", weight=500)
    words.setAlignment(Qt.AlignmentFlag.AlignRight)
    row.addWidget(words, 1)
    return row


def _visit_entry(visit: Visit, today: date) -> QHBoxLayout:
    meeting = visit.meeting
    day = date.fromisoformat(meeting.starts_at[:10])
    time = meeting.starts_at[11:16]
    title = (_("{type} {day} {time}") if time else _("{type} {day}")).format(
        type=reference.text("meeting_type", meeting.type), day=format_relative(day, today), time=time
    )
    under = _(", ").join(filter(None, (meeting.place, *visit.who))) or meeting.purpose
    return _entry("calendar-days", "accent_text", title, under, "tertiary")


def _touch_entry(touch: Touch, today: date) -> QHBoxLayout:
    late = touch.overdue_days > 0
    on = format_date(touch.on, "short" if touch.on.year == today.year else "medium")
    title = _("Next touch: {date}").format(date=on)
    return _entry("users-round", "danger" if late else "text_tertiary", title, touch.reason, "tertiary")


def _promise_entry(promise: Promise, today: date) -> QHBoxLayout:
    days, on = (today - promise.due_on).days, format_date(promise.due_on, "short")
    ours = promise.side == "ours"
    if days > 0:
        late = (
            ngettext("we promised it for {day}, {n} day late", "we promised it for {day}, {n} days late", days)
            if ours
            else ngettext("promised for {day}, {n} day late", "promised for {day}, {n} days late", days)
        )
        return _entry("circle-alert", "danger", promise.text, late.format(day=on, n=days), "danger")
    due = _("we promised it for {day}") if ours else _("promised for {day}")
    return _entry("circle-dot", "text_tertiary", promise.text, due.format(day=on), "tertiary")


def _entry(icon: str, role: str, title: str, under: str, tone: str) -> QHBoxLayout:
    row = _row(gap=2)
    row.addWidget(IconLabel(icon, role=role), 0, Qt.AlignmentFlag.AlignVCenter)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(ElidedLabel(title))
    if under:
        words.addWidget(ElidedLabel(under, role="small", tone=tone))
    row.addLayout(words, 1)
    return row


def _person_name(person: Person) -> str:
    return " ".join(dict.fromkeys(filter(None, (person.name_latin, person.name))))


def _part_played(one: PersonAtFirm) -> str:
    return one.role.title or reference.text("person_role", one.role.role)


def _note_day(starts_at: str) -> str:
    return format_date(date.fromisoformat(starts_at[:10]), "short")


def _row(holder: QWidget | None = None, *, gap: int = 2) -> QHBoxLayout:
    row = QHBoxLayout(holder) if holder is not None else QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(metrics.space(gap))
    return row


def _column(holder: QWidget, *, gap: int) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics.space(gap))
    return column
