"""How screens say the class of a line and its approval clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_days
from rmapp.i18n import _, ngettext, sentences

if TYPE_CHECKING:
    from rmapp.domain.approval_clock import ApprovalClock
    from rmapp.domain.facility import Facility
    from rmapp.services.lines.classification import ImpliedClass


def minimum_text(implied: ImpliedClass) -> str:
    """Return the best class that the facts allow, in words."""
    if implied.minimum is not None:
        return reference.text("loan_class", implied.minimum)
    return _("not known") if implied.overdue_days is None else _("no minimum")


def overdue_text(implied: ImpliedClass) -> str:
    """Return for how long something is late, and since when."""
    if implied.since is not None:
        pattern = _("{days}, since {date}")
        return pattern.format(days=format_days(implied.overdue_days or 0), date=format_date(implied.since))
    return _("not known") if implied.overdue_days is None else _("nothing")


def entered_text(facility: Facility) -> str:
    """Return the class that a person entered, with its day and source."""
    if facility.loan_class is None:
        return _("not entered")
    said = [reference.text("loan_class", facility.loan_class)]
    if facility.loan_class_on is not None:
        said.append(format_date(facility.loan_class_on))
    if facility.loan_class_source:
        said.append(facility.loan_class_source)
    return " · ".join(said)


def clock_text(clock: ApprovalClock) -> str:
    """Return the net time of an approval and how it comes about, in a sentence or two."""
    pattern = (
        ngettext(
            "In approval for {n} business day, since {date}.",
            "In approval for {n} business days, since {date}.",
            clock.net,
        )
        if clock.is_running
        else ngettext(
            "Decided within {n} business day, on {until}.", "Decided within {n} business days, on {until}.", clock.net
        )
    )
    said = [pattern.format(n=clock.net, date=format_date(clock.since), until=format_date(clock.until))]
    if clock.paused:
        said.append(
            _("{gross} in all, {paused} of them paused; {calendar} by the calendar.").format(
                gross=clock.gross, paused=clock.paused, calendar=format_days(clock.calendar_days)
            )
        )
    else:
        said.append(_("{calendar} by the calendar.").format(calendar=format_days(clock.calendar_days)))
    return sentences(said)


def target_state(clock: ApprovalClock) -> tuple[str, str]:
    """Return the state (`pass`, `due`, `late`, `wait`) and the words of the chip beside the clock."""
    if clock.is_paused:
        return "wait", _("The clock is stopped: information requested")
    if clock.target is None:
        return "wait", _("No target: not in the green passage")
    if not clock.on_target:
        over = clock.net - clock.target
        return "late", ngettext(
            "{n} business day over the target of {target}", "{n} business days over the target of {target}", over
        ).format(n=over, target=clock.target)
    if not clock.is_running or clock.days_left is None or clock.due_on is None:
        return "pass", _("On target: green passage, {target} business days").format(target=clock.target)
    words = ngettext("{n} business day left, until {date}", "{n} business days left, until {date}", clock.days_left)
    return "due", words.format(n=clock.days_left, date=format_date(clock.due_on))
