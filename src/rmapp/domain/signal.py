"""Early-warning signals: raised by a rule or a person, acknowledged, closed with a result (domain reference, 5.6)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity

SignalStatus = Literal["open", "acknowledged", "closed"]


class Signal(Entity):
    """One warning about a firm.

    `subject` is the id of the row it speaks of (a line, a test, a right) or empty; a rule raises one code
    for one subject once while the signal is not closed. `evidence` is a sentence with the figures.
    """

    firm_id: str
    code: Annotated[str, CodeOf("warning_signal")]
    severity: Annotated[str, CodeOf("signal_severity")]
    origin: Literal["rule", "person"] = "rule"
    subject: str = ""
    raised_on: date
    evidence: str = ""
    status: SignalStatus = "open"
    acknowledged_on: date | None = None
    closed_on: date | None = None
    result: str = ""
