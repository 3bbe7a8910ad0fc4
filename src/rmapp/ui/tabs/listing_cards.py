"""The cards of an application: its way, the steps it reached, what the bank does, and who goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.ipo_rules import status_words
from rmapp.domain.ipo_wording import track_words
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_days, format_partial
from rmapp.i18n import _, listed
from rmapp.services.stages import ipo
from rmapp.services.stages.ipo import OPEN_ACTIONS
from rmapp.ui import metrics
from rmapp.ui.ipo_words import action_chip, action_name, next_line, ribbon_steps, window_chip
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.rows import RowButton, source_line
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.flow_box import FlowBox
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox
from rmapp.ui.widgets.way_ribbon import WayRibbon

if TYPE_CHECKING:
    from rmapp.domain.ipo import IpoAction, IpoApplication
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.stages.ipo import IpoView
    from rmapp.ui.context import UiContext


class ListingCard(ClientCard):
    """A card about the application that the tab shows; the tab hands it over before it is filled."""

    view: IpoView | None = None

    def fill(self, header: FirmHeader) -> None:
        """Show the application, if there is one."""
        if self.view is not None:
            self.show_view(self.view)

    def show_view(self, view: IpoView) -> None:
        """Put what the card tells of an application into `body`."""
        raise NotImplementedError


class WayCard(ListingCard):
    """The ribbon of steps, what comes next and what lapses, and what the step changes in the credit."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Way to the stock exchange"), icon="signpost")

    def show_view(self, view: IpoView) -> None:
        """Show ribbon, next step, windows, credit, and the buttons."""
        application = view.application
        board = reference.text("board", application.board) if application.board else _("board not chosen")
        self.set_note(_("{way}, {board}").format(way=track_words(application.track), board=board))
        ribbon = WayRibbon()
        ribbon.set_steps(ribbon_steps(view))
        self.add(ribbon)
        chips = FlowBox(gap=6)
        chips.set_widgets(self._chips(view))
        self.add(chips)
        if view.credit:
            self.add(PlainLabel(_("What this step changes in the credit"), role="small", tone="secondary", weight=600))
            self.add(PlainLabel(view.credit, wrap=True, selectable=True))
        self.add(self._buttons(view))

    def _chips(self, view: IpoView) -> list[QWidget]:
        chips: list[QWidget] = []
        if view.application.confidentiality == RESTRICTED:
            chips.append(Chip(reference.text("confidentiality", RESTRICTED), icon="lock"))
        if view.now is not None and view.days is not None:
            days = _("{step}: for {days}").format(step=status_words(view.now), days=format_days(view.days))
            chips.append(Chip(days, icon="flag"))
        said = next_line(view)
        if said:
            late = view.next is not None and view.next.is_late
            chips.append(Chip(said, tone="danger" if late else "neutral", icon="circle-alert" if late else "clock"))
        chips.extend(window_chip(one) for one in view.windows)
        return chips

    def _buttons(self, view: IpoView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        if view.is_open:
            step = Button(_("Record a step"), kind="soft", icon="check")
            step.setEnabled(not self.context.read_only)
            step.clicked.connect(self._on_step_clicked)
            row.addWidget(step)
        else:
            again = Button(_("Start another application"), kind="soft", icon="plus")
            again.setEnabled(not self.context.read_only)
            again.clicked.connect(self._on_again_clicked)
            row.addWidget(again)
        if view.wants_code:
            code = Button(_("Add exchange and stock code"), icon="landmark")
            code.setEnabled(not self.context.read_only)
            code.clicked.connect(self._on_code_clicked)
            row.addWidget(code)
        change = Button(_("Change the application"), icon="pencil")
        change.setEnabled(not self.context.read_only)
        change.clicked.connect(self._on_change_clicked)
        row.addWidget(change)
        row.addStretch(1)
        return row

    def _on_step_clicked(self) -> None:
        if self.view is not None:
            self.context.open_sheet("ipo_step", application_id=self.view.application.id)

    def _on_change_clicked(self) -> None:
        if self.view is not None:
            self.context.open_sheet("ipo", application_id=self.view.application.id)

    def _on_code_clicked(self) -> None:
        self.context.open_sheet("fact", firm_id=self.firm_id, fact_kind="listing")

    def _on_again_clicked(self) -> None:
        self.context.open_sheet("ipo", firm_id=self.firm_id)


class StepsCard(ListingCard):
    """The steps that were reached, the newest first; a click corrects one."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Steps reached"), icon="history")

    def show_view(self, view: IpoView) -> None:
        """List the steps."""
        self.set_count(len(view.events) or None)
        if not view.events:
            self.say_empty(_("No step is recorded yet."), _("Record a step"))
        for event in reversed(view.events):
            below = listed(part for part in (event.note, source_line(event)) if part)
            row = RowButton(status_words(event), below, right=format_partial(event.reached_on), opens=event.id)
            row.setEnabled(not self.context.read_only)
            row.clicked.connect(self._on_row_clicked)
            self.add(row)

    def add_one(self) -> None:
        """Open the sheet of a new step."""
        if self.view is not None:
            self.context.open_sheet("ipo_step", application_id=self.view.application.id)

    def _on_row_clicked(self) -> None:
        self.context.open_sheet("ipo_step", event_id=self.row_key())


class ActionsCard(ListingCard):
    """What the bank itself does; a tick notes it as done, which Undo takes back."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(
            context, _("What we do for it"), icon="list-checks", adds=_("Add something we do for the listing")
        )

    def show_view(self, view: IpoView) -> None:
        """List what is open, then what is closed."""
        still = sum(one.status in OPEN_ACTIONS for one in view.actions)
        self.set_count(still or None)
        if not view.actions:
            self.say_empty(
                _("Nothing yet: advice, the proceeds account, the investment arm, finance for the equity plan."),
                _("Add something we do for the listing"),
            )
        for action in view.actions:
            self.add(self._row(action))

    def add_one(self) -> None:
        """Open the sheet of something new."""
        if self.view is not None:
            self.context.open_sheet("ipo_action", application_id=self.view.application.id)

    def _row(self, action: IpoAction) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        name = action_name(action)
        tick = CheckBox(name=_("Done: {action}").format(action=name))
        tick.setObjectName(action.id)
        tick.setChecked(action.status == "done")
        tick.setEnabled(action.status in OPEN_ACTIONS and not self.context.read_only)
        tick.clicked.connect(self._on_ticked)
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignVCenter)
        note = "" if action.kind == "other" else action.note
        below = listed(
            part for part in (reference.text("ipo_action_status", action.status), action.owner, note) if part
        )
        button = RowButton(name, below, opens=action.id)
        button.setEnabled(not self.context.read_only)
        button.clicked.connect(self._on_row_clicked)
        row.addWidget(button, 1)
        row.addWidget(action_chip(action, self.context.clock.today()), 0, Qt.AlignmentFlag.AlignVCenter)
        return holder

    def _on_ticked(self) -> None:
        action_id = self.sender().objectName()
        self.context.do(ipo.tick_action, action_id, label=_("Noted as done"))

    def _on_row_clicked(self) -> None:
        self.context.open_sheet("ipo_action", action_id=self.row_key())


class PartiesCard(ListingCard):
    """Sponsor, auditor, counsel, the plan and what is assumed; below them the earlier applications."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Who goes along"), icon="users")

    def show_view(self, view: IpoView) -> None:
        """Show the facts, each with its name, and what is not known as such."""
        one = view.application
        assumed = format_money(one.market_value) if one.market_value else ""
        if assumed and one.market_value_on:
            assumed = _("{amount}, assumed on {date}").format(amount=assumed, date=format_date(one.market_value_on))
        facts = (
            (_("Sponsor"), one.sponsor),
            (_("Auditor"), one.auditor),
            (_("Counsel"), one.counsel),
            (_("Planned to raise"), format_money(one.planned_raise) if one.planned_raise else ""),
            (_("Market value, assumed"), assumed),
        )
        for label, value in facts:
            self.add(_fact(label, value))
        if one.note:
            self.add(PlainLabel(one.note, wrap=True, selectable=True))
        self.add(PlainLabel(source_line(one), role="small", tone="tertiary", wrap=True))
        if view.earlier:
            self.add(PlainLabel(_("Earlier applications"), role="small", tone="secondary", weight=600))
        for other in view.earlier:
            self.add(self._earlier(other))

    def _earlier(self, one: IpoApplication) -> QWidget:
        board = reference.text("board", one.board) if one.board else track_words(one.track)
        ended = _("ended {date}").format(date=format_date(one.closed_on)) if one.closed_on else ""
        row = RowButton(board, ended, opens=one.id)
        row.clicked.connect(self._on_earlier_clicked)
        return row

    def _on_earlier_clicked(self) -> None:
        self.context.open_sheet("ipo", application_id=self.row_key())


def _fact(label: str, value: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(PlainLabel(label, role="small", tone="tertiary"))
    column.addWidget(PlainLabel(value or _("not known"), tone="primary" if value else "tertiary", wrap=True))
    return holder
