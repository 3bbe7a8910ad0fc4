"""The right side of the credit tab: the selected line with its chart, tranches and conditions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from rmapp.domain import draw_units, reference
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _
from rmapp.services.lines.ledger import balance_plan, line_history
from rmapp.services.origination import facilities
from rmapp.services.portfolio import line_part_tables
from rmapp.ui import icons, line_wording, metrics
from rmapp.ui.tabs.export_button import Exportable, ExportMenu
from rmapp.ui.tabs.line_figures import LineFigures
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.widgets.balance_chart import BalanceChart
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.facility import Drawdown, Security, Tranche
    from rmapp.services.limits.exposure import EffectiveAvailable, LineExposure
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext


class FacilityDetail(Card):
    """One line: what it is called, what can be done with it, how it was used, what it waits for."""

    def __init__(
        self,
        context: UiContext,
        view: FacilityView,
        effective: EffectiveAvailable | None = None,
        risk: LineExposure | None = None,
    ) -> None:
        super().__init__("")
        self._context = context
        self._view = view
        self._today = context.clock.today()
        self._figures = LineFigures(context, view, effective, risk)
        self._fill()
        self.setAccessibleName(view.name)

    def _fill(self) -> None:
        self.body.setSpacing(metrics.space(3))
        self.add(self._build_head())
        self._add_terms()
        self.add(self._figures)
        origin = line_wording.origin(self._view.facility)
        if origin:
            self.add(
                Banner("info", _("Known from a report, not from the bank's own system: {source}").format(source=origin))
            )
        if self._view.facility.status == "suspended" and self._view.facility.status_reason:
            self.add(Banner("warning", self._view.facility.status_reason))
        self._add_chart()
        self._add_tranches()
        self._add_conditions()
        if self._view.facility.note.strip():
            self.add(PlainLabel(self._view.facility.note, tone="secondary", wrap=True, selectable=True))

    def _build_head(self) -> QHBoxLayout:
        facility = self._view.facility
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        row.addWidget(ElidedLabel(self._view.name, role="subtitle", weight=600))
        status = reference.text("line_status", facility.status)
        row.addWidget(Chip(status, tone=line_wording.status_tone(facility.status)))
        row.addWidget(Chip(facility.ccy))
        row.addStretch(1)
        may = not self._context.read_only
        if self._is_drawn_on():
            draw = Button(_("Record draw-down"), icon="banknote", key="D")
            draw.clicked.connect(self.record_draw)
            draw.setEnabled(may)
            row.addWidget(draw)
        if _owes(self._view) and not is_umbrella(facility.facility_type):
            is_contingent = draw_units.is_contingent(facility.facility_type)
            repay = Button(_("Record release") if is_contingent else _("Record repayment"), kind="ghost")
            repay.clicked.connect(self._on_repay_clicked)
            repay.setEnabled(may)
            row.addWidget(repay)
        edit = Button(_("Edit") if may else _("View"), kind="ghost", icon="pencil", key="E")
        edit.clicked.connect(self.edit)
        row.addWidget(edit)
        self._more = IconButton("ellipsis", _("More about this line"))
        self._more.clicked.connect(self._on_more_clicked)
        row.addWidget(self._more)
        return row

    def _add_terms(self) -> None:
        terms = line_wording.terms(self._view)
        if self._view.facility.revolving:
            terms.append(_("revolving"))
        if self._view.facility.committed:
            terms.append(_("committed"))
        if not terms:
            return
        self.add(PlainLabel(" · ".join(terms), role="small", tone="secondary", wrap=True, selectable=True))

    def _add_chart(self) -> None:
        balance, limit = self._context.ask(line_history, self._view)
        if not balance and not limit:
            self.add(PlainLabel(self._no_chart(), tone="tertiary", wrap=True))
            return
        plan = balance_plan(self._view, self._today)
        ccy = self._view.facility.ccy
        chart = BalanceChart(height=170)
        chart.set_data(
            outstanding=[(day, line_wording.number_in_unit(money)) for day, money in balance],
            limit=[(day, line_wording.number_in_unit(money)) for day, money in limit],
            plan=[(day, line_wording.number_in_unit(money)) for day, money in plan],
            today=self._today,
            until=self._view.facility.maturity_on,
            unit=line_wording.unit_name(ccy),
            describe=_("{drawn} drawn of {limit}").format(
                drawn=line_wording.amount(self._view.amounts.outstanding),
                limit=line_wording.limit_text(self._view.facility),
            ),
        )
        self.add(chart)

    def _no_chart(self) -> str:
        if self._is_unknown():
            return _("No draw-down is recorded; the balance is not known.")
        if _owes(self._view):
            return _("The days of the movements are not known, so there is no chart.")
        return _("Nothing has been drawn under this line yet.")

    def _is_unknown(self) -> bool:
        return self._view.amounts.outstanding is None

    def _add_tranches(self) -> None:
        if not self._view.tranches:
            return
        unit = line_wording.unit_name(self._view.facility.ccy)
        table = LineTable(
            (
                Column(_("Tranche")),
                Column(_("Purpose"), share=4),
                Column(_("Amount, {unit}").format(unit=unit), is_number=True),
                Column(_("Drawn"), is_number=True),
                Column(_("Condition"), share=4),
                Column("", is_number=True),
                Column(_("State"), is_number=True),
            )
        )
        for number, tranche in enumerate(self._view.tranches, start=1):
            tone, words = line_wording.tranche_state(self._view, tranche, self._today)
            table.add_row(
                (
                    str(number),
                    tranche.purpose,
                    line_wording.in_unit(tranche.amount),
                    line_wording.in_unit(None if self._is_unknown() else self._view.used_of(tranche.id)),
                    tranche.condition,
                    self._meeting(tranche),
                    Chip(words, tone=tone),
                )
            )
        self.add(table)

    def _meeting(self, tranche: Tranche) -> QWidget | str:
        if not tranche.waits or self._context.read_only:
            return ""
        button = Button(_("Condition met"), kind="soft", size="small")
        button.setObjectName(tranche.id)
        button.clicked.connect(self._on_condition_met)
        return button

    def _add_conditions(self) -> None:
        if not self._view.conditions:
            return
        table = LineTable((Column(_("Condition of the whole line"), share=1), Column(_("State"), is_number=True)))
        for condition in self._view.conditions:
            tone, words = line_wording.condition_state(condition, self._today)
            table.add_row((condition.text, Chip(words, tone=tone)))
        self.add(table)

    # What can be done

    def record_draw(self) -> None:
        """Open the sheet for a draw-down of this line."""
        facility = self._view.facility
        self._context.open_sheet("draw_down", firm_id=facility.firm_id, facility_id=facility.id)

    def edit(self) -> None:
        """Open the editor with this line."""
        facility = self._view.facility
        self._context.open_sheet("facility", firm_id=facility.firm_id, facility_id=facility.id)

    def show_sums(self) -> None:
        """Show how the figures of this line were computed."""
        self._figures.show_sums()

    def may_draw(self) -> bool:
        """Tell whether a draw-down can be recorded."""
        return self._is_drawn_on() and not self._context.read_only

    def _is_drawn_on(self) -> bool:
        facility = self._view.facility
        return facility.status == "active" and not is_umbrella(facility.facility_type)

    def _on_repay_clicked(self) -> None:
        self._context.open_sheet("repayment", facility_id=self._view.facility.id)

    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        may = not self._context.read_only
        moves = reference.line_moves()[self._view.facility.status]
        status = menu.addAction(icons.icon("refresh-cw"), literal(_("Change status…")), self._on_status_asked)
        status.setEnabled(bool(moves) and may)
        interest = menu.addAction(icons.icon("percent"), literal(_("Estimate interest…")), self._on_interest_asked)
        interest.setEnabled(not draw_units.is_contingent(self._view.facility.facility_type))
        check = menu.addAction(icons.icon("list-checks"), literal(_("Check the use of a draw…")), self._on_check_asked)
        check.setEnabled(self._next_check() is not None and may)
        menu.addMenu(self._build_exports(menu))
        remove = menu.addAction(icons.icon("trash-2"), literal(_("Remove this line")), self._on_remove_asked)
        remove.setEnabled(may)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _build_exports(self, parent: QMenu) -> ExportMenu:
        args = (self._view.facility.id,)
        offered = []
        if self._view.tranches or self._view.conditions:
            offered.append(Exportable(_("Tranches and conditions…"), line_part_tables.parts_table, args))
        if self._view.draws:
            offered.append(Exportable(_("Draw-downs and their uses…"), line_part_tables.draws_table, args))
        offered.append(Exportable(_("Limits over time…"), line_part_tables.story_table, args))
        menu = ExportMenu(parent, self._context, offered, firm_id=self._view.facility.firm_id)
        menu.setTitle(literal(_("Export")))
        menu.setIcon(icons.icon("file-spreadsheet"))
        return menu

    def _next_check(self) -> Drawdown | None:
        """Return the draw-down whose use is to be checked next; None where no check waits."""
        waiting = [one for one in self._view.draws if one.first_check_on and one.checked_on is None]
        return min(waiting, key=_check_day, default=None)

    def _on_interest_asked(self) -> None:
        self._context.open_sheet("interest", facility_id=self._view.facility.id)

    def _on_check_asked(self) -> None:
        draw = self._next_check()
        if draw is not None:
            self._context.open_sheet("draw_check", drawdown_id=draw.id)

    def _on_status_asked(self) -> None:
        self._context.open_sheet("line_status", facility_id=self._view.facility.id)

    def _on_remove_asked(self) -> None:
        label = _("Removed the line {name}").format(name=self._view.name)
        self._context.do(facilities.remove_facility, self._view.facility.id, label=label)

    def _on_condition_met(self) -> None:
        met = next(one for one in self._view.tranches if one.id == self.sender().objectName())
        label = _("Condition met on {date}: {condition}").format(
            date=format_date(self._today, "short"), condition=met.condition
        )
        self._context.do(facilities.meet_condition, met.id, self._today, label=label)


def _check_day(draw: Drawdown) -> date:
    return draw.first_check_on or date.max


class SideFacts(QWidget):
    """Security that is only stated, in no register, and what the money is for, side by side."""

    def __init__(self, view: FacilityView, stated: Sequence[Security]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(4))
        for card in (_security_card(stated), _use_card(view)):
            if card is not None:
                row.addWidget(card, 1)

    def is_empty(self) -> bool:
        """Tell whether there is neither."""
        layout = self.layout()
        return layout is None or layout.count() == 0


def _security_card(stated: Sequence[Security]) -> Card | None:
    if not stated:
        return None
    card = Card(_("Security as stated"), icon="shield-check")
    for one in stated:
        said = [one.description, one.provider]
        if one.value is not None:
            said.append(line_wording.amount(one.value))
        if one.valued_on is not None:
            said.append(_("valued {date}").format(date=format_date(one.valued_on)))
        if one.registration_no:
            said.append(one.registration_no)
        card.add(_two_lines(reference.text("security_type", one.type), " · ".join(filter(None, said))))
    card.body.addStretch(1)
    return card


def _use_card(view: FacilityView) -> Card | None:
    if not view.facility.use_of_proceeds:
        return None
    card = Card(_("Use of proceeds"), icon="target")
    for one in view.facility.use_of_proceeds:
        said = [one.text]
        if one.share_bp is not None:
            said.append(format_percent(one.share_bp, places=0))
        card.add(_two_lines(reference.text("use_of_proceeds", one.code), " · ".join(filter(None, said))))
    card.body.addStretch(1)
    return card


def _two_lines(title: str, under: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(PlainLabel(title, wrap=True))
    if under:
        column.addWidget(PlainLabel(under, role="small", tone="secondary", wrap=True))
    return column


def _owes(view: FacilityView) -> bool:
    outstanding = view.amounts.outstanding
    return outstanding is not None and outstanding.minor > 0
