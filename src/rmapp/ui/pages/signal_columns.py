"""The columns of the list of warning signals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.signal import status_text
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed
from rmapp.ui.models.column import Cell, Column
from rmapp.ui.models.two_lines import paint_two
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from rmapp.domain.signal import Signal

_INKS = {"red": "danger_text", "amber": "warning_text"}


class SignalRow(NamedTuple):
    """A signal with the name of its client."""

    signal: Signal
    client: str


def signal_columns() -> tuple[Column[SignalRow], ...]:
    """Return every column of the list."""
    return (
        Column("client", _("Client"), 190, _client, partial(_paint, _client), tip=_client, stretch=2, fixed=True),
        Column("signal", _("Signal"), 240, _signal, _paint_signal, tip=_signal, stretch=3, fixed=True),
        Column(
            "evidence",
            _("What shows it"),
            320,
            _evidence,
            partial(_paint, _evidence),
            tip=_evidence,
            stretch=5,
            fixed=True,
        ),
        Column("state", _("State"), 190, _state, partial(_paint, _state), tip=_state, stretch=2, fixed=True),
    )


def signal_sentence(row: SignalRow) -> str:
    """Return a row as one sentence."""
    return listed(part.replace("\n", ", ") for part in (_client(row), _signal(row), _evidence(row), _state(row)))


def _client(row: SignalRow) -> str:
    return row.client


def _signal(row: SignalRow) -> str:
    name = reference.text("warning_signal", row.signal.code)
    return f"{name}\n{reference.text('signal_severity', row.signal.severity)}"


def _evidence(row: SignalRow) -> str:
    one = row.signal
    seen, result = (" ".join(text.split()) for text in (one.evidence, one.result))
    return f"{seen}\n{result}" if one.status == "closed" else seen


def _state(row: SignalRow) -> str:
    one = row.signal
    raised = _("by rule, {date}") if one.origin == "rule" else _("by hand, {date}")
    if one.closed_on is not None:
        state = _("closed {date}").format(date=format_date(one.closed_on, "short"))
    elif one.gone_on is not None:
        state = _("cause gone {date}").format(date=format_date(one.gone_on, "short"))
    elif one.acknowledged_on is not None:
        state = _("acknowledged {date}").format(date=format_date(one.acknowledged_on, "short"))
    else:
        state = status_text(one.status)
    return f"{state}\n{raised.format(date=format_date(one.raised_on))}"


def _paint(words: Callable[[SignalRow], str], painter: QPainter, cell: Cell, row: SignalRow) -> None:
    paint_two(painter, cell, words(row), None)


def _paint_signal(painter: QPainter, cell: Cell, row: SignalRow) -> None:
    role = _INKS.get(row.signal.severity, "")
    paint_two(painter, cell, _signal(row), active().colour(role) if role else None)
