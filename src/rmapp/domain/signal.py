"""Early-warning signals: raised by a rule or a person, acknowledged, closed with a result (domain reference, 5.6)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity
from rmapp.i18n import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable

SignalStatus = Literal["open", "acknowledged", "closed"]
AMBERS_THAT_WATCH = 3
_WATCH_ORDER = ("none", "watch", "alert", "exit")


class Signal(Entity):
    """One warning about a firm.

    `subject` is the id of the row it speaks of (a line, a test, a right) or empty; a rule raises one code
    for one subject once while the signal is not closed. `evidence` is a sentence with the figures.
    `cause` names what the rule found (a statement, a day, a test): once a person has closed the signal, the
    same cause does not raise it again. `gone_on` is the day on which the rule no longer found it; the
    signal stays open all the same, for a person decides.
    """

    firm_id: str
    code: Annotated[str, CodeOf("warning_signal")]
    severity: Annotated[str, CodeOf("signal_severity")]
    origin: Literal["rule", "person"] = "rule"
    subject: str = ""
    cause: str = ""
    raised_on: date
    evidence: str = ""
    status: SignalStatus = "open"
    gone_on: date | None = None
    acknowledged_on: date | None = None
    closed_on: date | None = None
    result: str = ""


def status_text(status: SignalStatus) -> str:
    """Return what has become of a signal, in the current language."""
    if status == "open":
        return pgettext("state of a signal", "open")
    return _("acknowledged") if status == "acknowledged" else _("closed")


def watch_status(severities: Iterable[str], by_hand: str = "none") -> str:
    """Return the watch status (`watch_status`) of a firm from its open signals and what a person chose.

    One red signal is an alert, three amber ones ask to be watched; a person may raise it, not lower it (5.6).
    """
    found = list(severities)
    derived = "alert" if "red" in found else "watch" if found.count("amber") >= AMBERS_THAT_WATCH else "none"
    return max(derived, by_hand, key=_WATCH_ORDER.index)


def is_watched_less(before: str, after: str) -> bool:
    """Tell whether a watch status is lower than the one before; leaving needs a closing note (5.6)."""
    return _WATCH_ORDER.index(after) < _WATCH_ORDER.index(before)
