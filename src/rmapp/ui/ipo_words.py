"""The words and states in which the window shows an application: its ribbon, and the chips of what is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.ipo_wording import next_words, window_words
from rmapp.domain.wording import format_date, format_days, format_partial
from rmapp.i18n import _
from rmapp.ui.widgets.chips import Chip, StatusChip
from rmapp.ui.widgets.way_ribbon import RibbonStep

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.ipo import IpoAction
    from rmapp.domain.ipo_rules import OpenWindow
    from rmapp.services.stages.ipo import IpoView, WayStep

SOON = 60
"""Days before something lapses from which it is shown in amber."""

_NEAR = 300
"""Days within which a day needs no year to be understood."""


def ribbon_steps(view: IpoView) -> list[RibbonStep]:
    """Return the way of an application as steps of a ribbon."""
    return [_step(one, view) for one in view.way]


def thin_steps(view: IpoView) -> list[RibbonStep]:
    """Return the way for the thin ribbon under the lifecycle: only now and next have words."""
    found = []
    for one in view.way:
        step = _step(one, view)
        if one.state == "next" and view.next is not None:
            step = RibbonStep(next_words(view.next, one.label), "", "next", step.late)
        elif one.state in ("now", "setback"):
            step = RibbonStep(_("Listing: {step}").format(step=one.label), step.note, one.state)
        found.append(step)
    return found


def next_line(view: IpoView) -> str:
    """Return what comes next, or that nothing does."""
    if view.next is None:
        return "" if view.is_open else _("This application has ended.")
    return next_words(view.next, reference.text("ipo_status", view.next.status))


def window_chip(window: OpenWindow) -> Chip:
    """Return the chip of what lapses: red when it has, amber when it soon does."""
    words = window_words(window)
    if window.days < 0:
        return StatusChip("late", words)
    return StatusChip("due", words) if window.days <= SOON else Chip(words, icon="clock")


def action_name(action: IpoAction) -> str:
    """Return what the bank does: the kind, or of another kind its own words."""
    if action.kind == "other" and action.note.strip():
        return action.note.strip()
    return reference.text("ipo_action", action.kind)


def action_chip(action: IpoAction, today: date) -> Chip:
    """Return when an action is due or was done, or its state."""
    if action.done_on is not None:
        return StatusChip("pass", _("done {date}").format(date=format_date(action.done_on, "short")))
    if action.due_on is None or action.status == "declined":
        return Chip(reference.text("ipo_action_status", action.status))
    days = (action.due_on - today).days
    if days < 0:
        return StatusChip("late", _("{days} late").format(days=format_days(-days)))
    said = _("due {date}").format(date=format_date(action.due_on, "short"))
    return StatusChip("due", said) if days <= 7 else Chip(said)


def _step(one: WayStep, view: IpoView) -> RibbonStep:
    late = one.state == "next" and view.next is not None and view.next.is_late
    note = ""
    if one.reached_on is not None:
        note = format_partial(one.reached_on)
    elif one.state == "next" and view.next is not None and view.next.on is not None:
        near = view.next.days is not None and abs(view.next.days) < _NEAR
        note = _("usually {date}").format(date=format_date(view.next.on, "short" if near else "medium"))
    elif one.state == "later" and one.usual_days is not None:
        note = _("usual {days}").format(days=format_days(one.usual_days))
    elif one.state == "skipped":
        note = _("day not known")
    return RibbonStep(one.label, note, one.state, late)
