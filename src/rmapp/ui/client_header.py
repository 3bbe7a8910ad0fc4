"""The head of the client page: who it is, how it stands with us, and where it is in its life."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.money import format_compact, format_money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_date, format_days, format_days_left, format_partial, format_percent
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.stay_words import alarm_words, stay_words
from rmapp.ui.suggested_move import SuggestedLine
from rmapp.ui.tokens import active
from rmapp.ui.widgets.cards import Divider, Fact
from rmapp.ui.widgets.chips import Chip, GradeChip, StageChip, StatusChip, TierChip, WatchChip, short_stage_label
from rmapp.ui.widgets.flow_box import FlowBox
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel, plain
from rmapp.ui.widgets.monogram import Monogram
from rmapp.ui.widgets.stage_stepper import StageStepper, Step
from rmapp.ui.widgets.way_ribbon import WayRibbon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from rmapp.domain.money import Money
    from rmapp.domain.ownership import GroupLimit
    from rmapp.services.clients.firms import Designated, FirmHeader
    from rmapp.services.clients.rhythm import Touch
    from rmapp.services.stages.lifecycle import StageStep, StageStrip
    from rmapp.services.stages.stage_board import Stay
    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.ui.widgets.way_ribbon import RibbonStep

WRAPS_BELOW = 1366
MONOGRAM = 52
MOST_DESIGNATIONS = 2


class ClientHeader(QWidget):
    """Large at the top of a tab; one line while the tab is scrolled."""

    stage_chosen = Signal(str)
    """A stage the firm has not reached was chosen, by code."""
    past_chosen = Signal(str)
    """A stage the firm is or was in was chosen, by code."""

    def __init__(self) -> None:
        super().__init__()
        self._large = _LargeHead()
        self._line = _HeadLine()
        self._stepper = StageStepper(name=_("Lifecycle"))
        self._stepper.chosen.connect(self._on_stage_chosen)
        self._listing = WayRibbon(thin=True)
        self._listing.hide()
        self.suggested = SuggestedLine()
        self._line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space(4), 0, 0)
        column.setSpacing(metrics.space(4))
        column.addWidget(self._large)
        column.addWidget(self._stepper)
        column.addWidget(self._listing)
        column.addWidget(self.suggested)
        column.addWidget(self._line)

    def show_client(self, header: FirmHeader, strip: StageStrip, stay: Stay) -> None:
        """Show a client; `strip` is its lifecycle, `stay` how long it is in its stage."""
        self._large.show_client(header, _alarm(stay, strip))
        self._line.show_client(header)
        steps = [_step(step, strip) for step in strip.steps]
        if steps != self._stepper.steps():  # made anew, the step that has the focus would lose it
            self._stepper.set_steps(steps)

    def show_listing(self, steps: Sequence[RibbonStep]) -> None:
        """Show the way to the stock exchange as a thin strip; without steps there is none."""
        self._listing.set_steps(steps)
        self._listing.setVisible(bool(steps) and not self.is_compact())

    def show_proposal(self, proposal: Proposal | None, *, locked: bool) -> None:
        """Show the stage move that the facts propose; None takes the line away."""
        self.suggested.show_proposal(proposal, locked=locked)
        self.suggested.setVisible(proposal is not None and not self.is_compact())

    def is_compact(self) -> bool:
        """Tell whether the head is one line."""
        return not self._line.isHidden()

    def set_compact(self, compact: bool) -> None:
        """Be one line, or large again."""
        self._large.setVisible(not compact)
        self._stepper.setVisible(not compact)
        self._listing.setVisible(not compact and bool(self._listing.steps()))
        self.suggested.setVisible(not compact and self.suggested.proposal() is not None)
        self._line.setVisible(compact)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0 if compact else metrics.space(4), 0, 0)

    def saved_height(self) -> int:
        """Return how much lower the head is as one line, in pixels."""
        shown = [self._large, self._stepper]
        shown += [self._listing] if self._listing.steps() else []
        shown += [self.suggested] if self.suggested.proposal() is not None else []
        return sum(part.sizeHint().height() for part in shown) + (len(shown) - 1) * metrics.space(4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the facts under the name where the window is narrow."""
        super().resizeEvent(event)
        self._large.set_narrow(self.window().width() < WRAPS_BELOW * active().text_factor)

    def _on_stage_chosen(self, code: str) -> None:
        state = next(step.state for step in self._stepper.steps() if step.code == code)
        (self.stage_chosen if state == "future" else self.past_chosen).emit(code)


class _LargeHead(QWidget):
    """Monogram, names and chips at the left, the facts at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._monogram = Monogram("", size=MONOGRAM)
        self._name = ElidedLabel("", role="title")
        self._second = ElidedLabel("", role="subtitle", tone="secondary", weight=400)
        self._chips = FlowBox(gap=6)
        self._outstanding = Fact(_("Outstanding"))
        self._free = Fact(_("Free to draw"))
        self._maturity = Fact(_("Next maturity"))
        self._touch = Fact(_("Next touch"))
        self._build()

    def _build(self) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(metrics.space(4))
        who = QHBoxLayout()
        who.setSpacing(metrics.space(3) + 2)
        who.addWidget(self._monogram, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(metrics.space(1) + 2)
        names = QHBoxLayout()
        names.setSpacing(metrics.space(3) - 2)
        names.addWidget(self._name)
        names.addWidget(self._second)
        names.addStretch(1)
        words.addLayout(names)
        words.addWidget(self._chips)
        words.addStretch(1)
        who.addLayout(words, 1)
        self._row.addLayout(who, 1)
        facts = QHBoxLayout()
        facts.setSpacing(metrics.space(5))
        for index, fact in enumerate((self._outstanding, self._free, self._maturity, self._touch)):
            if index:
                facts.addWidget(Divider(vertical=True))
            facts.addWidget(fact)
        facts.addStretch(1)
        self._row.addLayout(facts)

    def set_narrow(self, narrow: bool) -> None:
        """Put the facts under the name, or beside it."""
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def show_client(self, header: FirmHeader, alarm: Chip | None) -> None:
        self._monogram.set_text(header.monogram)
        self._name.setText(header.name)
        self._second.setText(header.second_name)
        first, *rest = _chips(header)
        self._chips.set_widgets([first, *([alarm] if alarm is not None else []), *rest])
        self._show_facts(header)

    def _show_facts(self, header: FirmHeader) -> None:
        unknown = unknown_word(header)
        limits = header.credit.reported_limits
        absent = unknown if header.credit.counted or limits else _("no line")
        self._outstanding.set_value(_amount(header.outstanding, absent), _tone(header.outstanding))
        self._outstanding.set_note(_used(header) or reported_words(header))
        full = format_money(header.outstanding, "full") if header.outstanding else ""
        self._outstanding.setToolTip(plain(full or "\n".join(_reported(one) for one in limits)))
        self._free.set_value(_amount(header.free, absent), _tone(header.free))
        waiting = header.waiting
        note = _("{amount} waiting").format(amount=format_compact(waiting)) if waiting and not waiting.is_zero else ""
        self._free.set_note(note)
        self._free.setToolTip(plain(format_money(header.free, "full") if header.free else ""))
        self._show_touch(header.next_touch)
        coming = header.next_maturity
        if coming is None:
            self._maturity.set_value(absent, "tertiary")
            self._maturity.set_note("")
            return
        left = format_days_left(coming.on, coming.on - timedelta(days=coming.days))
        self._maturity.set_value(format_date(coming.on), "danger" if coming.days < 0 else "primary")
        if coming.amount is not None:
            left = _("{amount} {days}").format(amount=format_compact(coming.amount), days=left)
        self._maturity.set_note(left)

    def _show_touch(self, touch: Touch | None) -> None:
        if touch is None:
            self._touch.set_value(_("none"), "tertiary")
            self._touch.set_note("")
            self._touch.setToolTip(plain(""))
            return
        late = touch.overdue_days > 0
        self._touch.set_value(format_date(touch.on), "danger" if late else "primary")
        every = _("every {days}").format(days=format_days(touch.interval_days))
        left = format_days_left(touch.on, touch.on + timedelta(days=touch.overdue_days))
        self._touch.set_note(left if late else _("was put off") if touch.snoozed_until else every)
        self._touch.setToolTip(plain("\n".join(part for part in (touch.reason, touch.snooze_reason) if part)))


class _HeadLine(QWidget):
    """What is left of the head while the tab is scrolled: 48 pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(metrics.grown(48))
        self._monogram = Monogram("", size=28)
        self._name = ElidedLabel("", role="section")
        self._chips = FlowBox(gap=6)
        self._outstanding = PlainLabel("", tone="secondary")
        self._free = PlainLabel("", weight=500)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(3))
        row.addWidget(self._monogram)
        row.addWidget(self._name)
        row.addWidget(self._chips, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._outstanding)
        row.addWidget(self._free)

    def show_client(self, header: FirmHeader) -> None:
        self._monogram.set_text(header.monogram)
        self._name.setText(header.name)
        self._chips.set_widgets(_chips(header)[:2])
        self._outstanding.setText(reported_words(header))
        self._outstanding.setVisible(header.outstanding is not None or bool(reported_words(header)))
        self._free.setVisible(header.free is not None)
        if header.outstanding is not None:
            said = _("Outstanding {amount}").format(amount=format_compact(header.outstanding))
            self._outstanding.setText(said)
        if header.free is not None:
            self._free.setText(_("Free to draw {amount}").format(amount=format_compact(header.free)))


def unknown_word(header: FirmHeader) -> str:
    """Return what stands for a value that is not known: of a firm with published facts only, "not public"."""
    return _("not public") if header.firm.nature == "public_facts" else _("not known")


def reported_words(header: FirmHeader) -> str:
    """Return that another lender's group limit is reported of a firm without a line; empty for all others."""
    limits = header.credit.reported_limits
    if header.credit.counted or not limits:
        return ""
    if len(limits) > 1:
        said = ngettext("{n} group limit of other lenders reported", "{n} group limits of other lenders reported",
                        len(limits))  # fmt: skip
        return said.format(n=len(limits))
    limit = limits[0].limit
    if limit is None:
        return _("a group limit of another lender is reported")
    return _("group limit of {limit} of another lender reported").format(limit=format_compact(limit))


def _reported(limit: GroupLimit) -> str:
    said = _("{lender}: group limit of {limit}, as reported")
    return said.format(lender=limit.lender, limit=_amount(limit.limit, _("not known")))


def _chips(header: FirmHeader) -> list[Chip]:
    firm = header.firm
    chips: list[Chip] = [StageChip(header.stage)] if header.stage else [Chip(_("Stage not known"))]
    if firm.tier:
        chips.append(TierChip(firm.tier))
    if header.grade:
        chips.append(GradeChip(header.grade))
    if header.watch != "none":
        chips.append(WatchChip(header.watch))
    shown = header.designations[:MOST_DESIGNATIONS]
    chips.extend(StatusChip("certified", _designation(one)) for one in shown)
    rest = header.designations[MOST_DESIGNATIONS:]
    if rest:
        more = Chip(_("{n} more").format(n=len(rest)))
        more.setToolTip(plain("\n".join(_designation(one) for one in rest)))
        chips.append(more)
    if firm.relationship_status != "client" and firm.nature != "public_facts":
        chips.append(Chip(reference.text("relationship_status", firm.relationship_status)))
    if firm.end_state != "operating":
        chips.append(Chip(reference.text("end_state", firm.end_state)))
    if firm.nature == "sample":
        chips.append(Chip(_("Sample, fictional")))
    elif firm.nature == "public_facts":
        chips.append(Chip(_("Public facts only"), icon="newspaper"))
    return chips


def _alarm(stay: Stay, strip: StageStrip) -> Chip | None:
    """Return a chip for a firm that stays unusually long in its stage."""
    said = alarm_words(stay)
    if not said or strip.since is None:
        return None
    chip = StatusChip("late" if stay.pace == "stalled" else "due", said)
    chip.setToolTip(plain(stay_words(stay, strip.since.text)))
    return chip


def _designation(one: Designated) -> str:
    if one.until is None:
        return one.label
    return _("{designation} to {date}").format(designation=one.label, date=_month(one.until))


def _month(on: PartialDate) -> str:
    if on.precision == "year":
        return format_partial(on)
    return format_partial(PartialDate.of(on.last_day().year, on.last_day().month))


def _amount(money: Money | None, absent: str) -> str:
    return absent if money is None else format_compact(money)


def _tone(money: Money | None) -> str:
    return "tertiary" if money is None else "primary"


def _used(header: FirmHeader) -> str:
    if header.limit is None:
        return ""
    if header.utilisation_bp is None:
        return _("of {limit}").format(limit=format_compact(header.limit))
    share = format_percent(header.utilisation_bp, 0)
    return _("{share} of {limit}").format(share=share, limit=format_compact(header.limit))


def _step(step: StageStep, strip: StageStrip) -> Step:
    label = short_stage_label(step.stage)
    if step.state == "past":
        note = _("skipped") if step.skipped else _year(step)
        return Step(step.stage, label, note, "skipped" if step.skipped else "done")
    if step.state == "now":
        since = _("since {date}").format(date=_month(step.since)) if step.since else ""
        return Step(step.stage, label, since, "current")
    note = ""
    if step.state == "next" and strip.signals and not strip.frozen:
        note = _("{met} of {n} signals").format(met=strip.met, n=len(strip.signals))
    return Step(step.stage, label, note, "future")


def _year(step: StageStep) -> str:
    return format_partial(PartialDate(str(step.since)[:4])) if step.since else ""
