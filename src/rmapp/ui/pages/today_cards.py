"""The right column of the page Today: lines maturing, covenants to test, designations ending, drafts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.line_query import LineQuery
from rmapp.domain.money import Money, format_compact
from rmapp.domain.wording import format_date, format_days, format_days_left, format_number
from rmapp.i18n import _, ngettext
from rmapp.services.visits import today, today_dates
from rmapp.services.visits.pack_state import UnclosedVisit, unclosed_visits
from rmapp.services.visits.today import OpenDraft
from rmapp.services.visits.today_dates import CovenantsDue, Endings, Maturities
from rmapp.ui import metrics
from rmapp.ui.pages.today_part import TodayCard
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.dot_axis import Dot, DotAxis
from rmapp.ui.widgets.labels import LinkLabel
from rmapp.ui.widgets.last_test import LastTest

if TYPE_CHECKING:
    from datetime import date

    from rmapp.services.visits.today_dates import Maturing
    from rmapp.ui.context import UiContext

_SOON, _NEAR = 30, 60


class MaturingCard(TodayCard[Maturities]):
    """Lines that mature within 90 days on an axis of days, the three most urgent in words."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Lines maturing in 90 days"), icon="calendar-clock")
        self._all = LinkLabel("")
        self._all.clicked.connect(self._on_all_clicked)
        self.set_tools(self._all)

    def read(self) -> Maturities:
        """Return the lines."""
        return self.context.ask(today_dates.maturities)

    def fill(self, found: Maturities) -> None:
        """Draw the axis and list the most urgent ones."""
        day = self.context.clock.today()
        # The list that the link opens has no lines whose day has passed.
        coming = sum(one.lines for one in found.days if one.on >= day)
        self._all.setVisible(coming > 0)
        until = day + today_dates.AHEAD
        if not found.total:
            self.fold(_("No line matures before {date}.").format(date=format_date(until)))
            return
        self.fold("")
        self.set_count(found.total)
        self._all.set_label(_("{n} to come").format(n=format_number(coming)))
        axis = DotAxis()
        urgent = {line.on: _role(line.days) for line in reversed(found.lines)}
        dots = [Dot(one.on, float(one.outstanding), urgent.get(one.on, "text_tertiary")) for one in found.days]
        whole = Money(minor=sum(one.outstanding for one in found.days))
        said = ngettext("{n} line, {amount} outstanding", "{n} lines, {amount} outstanding", found.total)
        axis.set_dots(day, until, dots, said.format(n=format_number(found.total), amount=format_compact(whole)))
        self.add(axis)
        for line in found.lines:
            row = _line_row(line, day)
            row.clicked.connect(self._on_line_clicked)
            self.add(row)

    def _on_line_clicked(self) -> None:
        firm_id, _space, facility_id = self.sender().objectName().partition(" ")
        self.context.open_page("client", firm_id=firm_id, tab="credit", line=facility_id)

    def _on_all_clicked(self) -> None:
        self.context.open_page("lines", query=LineQuery(maturing_within_days=today_dates.AHEAD.days, sort="maturity"))


class CovenantsCard(TodayCard[CovenantsDue]):
    """Covenants whose proof is due, with how they stood the last time."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Covenants to test"), icon="scale")

    def read(self) -> CovenantsDue:
        """Return the tests."""
        return self.context.ask(today_dates.covenants_to_test)

    def fill(self, found: CovenantsDue) -> None:
        """List the most urgent ones."""
        day = self.context.clock.today()
        if not found.total:
            until = format_date(day + today_dates.AHEAD)
            self.fold(_("No covenant is due before {date}.").format(date=until))
            return
        self.fold("")
        self.set_count(found.total)
        for one in found.tests:
            self.add(self._row(one.test.text, one.firm_name, one, day))

    def _row(self, text: str, firm: str, one: today_dates.CovenantDue, day: date) -> QWidget:
        late = one.test.is_late
        due = (
            format_days_left(one.test.due_on, day)
            if late
            else _("due {date}").format(date=format_date(one.test.due_on, "short"))
        )
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        button = RowButton(text, f"{firm} · {due}", opens=f"{one.test.firm_id} {one.test.facility_id}")
        button.clicked.connect(self._on_clicked)
        row.addWidget(button, 1)
        ends = QVBoxLayout()
        ends.setSpacing(2)
        if late:
            ends.addWidget(Chip(format_days_left(one.test.due_on, day), tone="danger"), 0, Qt.AlignmentFlag.AlignRight)
        if one.view.last is not None:
            ends.addWidget(LastTest(one.view.value_text, one.view.headroom_bp), 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(ends)
        return holder

    def _on_clicked(self) -> None:
        firm_id, _space, facility_id = self.sender().objectName().partition(" ")
        self.context.open_page("client", firm_id=firm_id, tab="credit", line=facility_id)


class EndingsCard(TodayCard[Endings]):
    """Designations that end within 180 days, those within 90 in the colour of what is soon."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Designations expiring"), icon="badge-check")

    def read(self) -> Endings:
        """Return them."""
        return self.context.ask(today_dates.designations_ending)

    def fill(self, found: Endings) -> None:
        """List the first ones."""
        if not found.total:
            until = format_date(self.context.clock.today() + today_dates.ENDINGS_AHEAD)
            self.fold(_("No designation ends before {date}.").format(date=until))
            return
        self.fold("")
        self.set_count(found.total)
        for one in found.endings:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(metrics.space(2))
            name = reference.text("designation", one.designation)
            button = RowButton(one.firm_name, name, opens=one.firm_id)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button, 1)
            tone = "warning" if one.days <= today_dates.AHEAD.days else "neutral"
            row.addWidget(Chip(format_days(one.days) if one.days else _("Today"), tone=tone))
            self.add(holder)

    def _on_clicked(self) -> None:
        self.context.open_client(self.sender().objectName())


class UnclosedCard(TodayCard[tuple[UnclosedVisit, ...]]):
    """Visits whose sheet was printed, whose day has passed and that nobody closed."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Printed, never closed"), icon="printer")

    def read(self) -> tuple[UnclosedVisit, ...]:
        """Return the visits."""
        return self.context.ask(unclosed_visits)

    def fill(self, found: tuple[UnclosedVisit, ...]) -> None:
        """List the oldest ones; a click closes one."""
        if not found:
            self.fold(_("Every printed visit is closed."))
            return
        self.fold("")
        self.set_count(len(found))
        for one in found[: today_dates.MOST]:
            said = _("visit of {date}, copy {copy}").format(date=format_date(one.on), copy=one.copy_no)
            row = RowButton(one.name, said, right=_("Close"), icon="notebook-pen", opens=one.meeting_id)
            row.clicked.connect(self._on_clicked)
            self.add(row)

    def _on_clicked(self) -> None:
        meeting_id = self.sender().objectName()
        if self.context.offers("page:call_report"):
            self.context.open_page("call_report", meeting_id=meeting_id)
        else:
            self.context.open_sheet("note", meeting_id=meeting_id)


class DraftsCard(TodayCard[tuple[int, tuple[OpenDraft, ...]]]):
    """What was typed and not saved yet."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Drafts"), icon="pen-line")

    def read(self) -> tuple[int, tuple[OpenDraft, ...]]:
        """Return the newest drafts."""
        return self.context.ask(today.open_drafts)

    def fill(self, found: tuple[int, tuple[OpenDraft, ...]]) -> None:
        """List them; a click goes on writing."""
        total, drafts = found
        if not total:
            self.fold(_("No draft is open."))
            return
        self.fold("")
        self.set_count(total)
        for one in drafts:
            title = one.firm_name or _("Not saved yet")
            row = RowButton(title, one.text or _("No words yet"), icon="pen-line", opens=one.id)
            row.clicked.connect(self._on_clicked)
            self.add(row)

    def _on_clicked(self) -> None:
        if self.data is None:
            return
        draft = next(one for one in self.data[1] if one.id == self.sender().objectName())
        if draft.kind == "call_report":
            self.context.open_page("call_report", firm_id=draft.firm_id, meeting_id=draft.meeting_id)
        elif draft.sheet:
            self.context.open_sheet(draft.sheet, **json.loads(draft.args))
        elif draft.meeting_id is not None and draft.kind.startswith("note"):
            self.context.open_sheet("note", meeting_id=draft.meeting_id)
        elif draft.kind == "note" and draft.firm_id:
            self.context.open_sheet("note", firm_id=draft.firm_id)
        elif draft.firm_id:
            self.context.open_client(draft.firm_id)


def _line_row(line: Maturing, day: date) -> RowButton:
    amount = format_compact(line.outstanding) if line.outstanding is not None else _("amount not known")
    when = _("{date}, {left}").format(date=format_date(line.on, "short"), left=format_days_left(line.on, day))
    tone = {"danger": "danger", "warning": "warning"}.get(_role(line.days), "accent")
    return RowButton(
        line.firm_name,
        f"{reference.text('facility_type', line.facility_type)} · {when}",
        right=amount,
        icon="calendar-clock",
        tone=tone,
        opens=f"{line.firm_id} {line.facility_id}",
    )


def _role(days: int) -> str:
    """Return the colour of a day that comes near: red when it has passed, amber soon."""
    if days < 0:
        return "danger"
    return "warning" if days <= _NEAR else "accent"
