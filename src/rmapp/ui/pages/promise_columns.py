"""The columns of the list of promises, and the filters that it offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rmapp.domain.promise_query import STATES, owner_text, side_text, state_text
from rmapp.domain.wording import format_date, format_days
from rmapp.i18n import _, listed
from rmapp.services.visits import promise_ledger
from rmapp.ui.filters import Filter, Options
from rmapp.ui.models.column import RIGHT, Cell, Column
from rmapp.ui.models.two_lines import paint_two
from rmapp.ui.pages.credit_line_columns import day_width
from rmapp.ui.promise_words import due_words, put_off
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QPainter

    from rmapp.services.visits.promise_ledger import PromiseRow
    from rmapp.ui.context import UiContext

_DAYS = (0, 7, 14, 30, 90)
_INKS = {"late": "danger_text", "due": "warning_text"}


def promise_columns(today: Callable[[], date]) -> tuple[Column[PromiseRow], ...]:
    """Return every column of the list; days are counted from `today`."""
    due = partial(_due, today)
    return (
        Column("due", _("Due"), day_width(), due, partial(_paint_due, today), tip=due, sort="due", fixed=True),
        Column("side", _("Whose"), 112, _side, sort="side"),
        Column("text", _("What is promised"), 260, _text, _paint_text, tip=_text, sort="text", stretch=5, fixed=True),
        Column("owner", _("Owner"), 110, _owner, tip=_owner, sort="owner", stretch=1),
        Column("firm", _("Firm"), 170, _firm, _paint_firm, tip=_firm, sort="firm", stretch=3),
        Column("age", _("Days old"), 78, _age, align=RIGHT, sort="made"),
        Column("state", _("State"), 96, _state),
        Column("result", _("Result"), 160, _result, tip=_result, stretch=2, from_width=1600),
        Column("made", _("Made"), day_width(), _made, sort="made", from_width=None),
    )


def row_sentence(today: Callable[[], date]) -> Callable[[PromiseRow], str]:
    """Return what reads a row out as one sentence."""

    def sentence(row: PromiseRow) -> str:
        said = (_side(row), _text(row), row.promise.owner, row.firm_name, _due(today, row), _state(row))
        return listed(part.replace("\n", ", ") for part in said if part)

    return sentence


def main_filters() -> tuple[Filter, ...]:
    """Return the filters that stand beside the filter box, the most wanted first."""
    return (
        Filter("sides", _("Whose"), "any", _sides),
        Filter("states", _("State"), "any", _states),
        Filter("due_within_days", _("Due within"), "days", _days),
        Filter("mine", _("Owner is"), "yes_no", _mine),
    )


def more_filters(context: UiContext) -> tuple[Filter, ...]:
    """Return the filters behind “More”."""
    return (Filter("owners", _("Owner"), "any", partial(_owners, context)),)


def _due(today: Callable[[], date], row: PromiseRow) -> str:
    words = due_words(row.promise, today())
    return "\n".join(part for part in (words.day, words.left) if part)


def _paint_due(today: Callable[[], date], painter: QPainter, cell: Cell, row: PromiseRow) -> None:
    state = due_words(row.promise, today()).state
    paint_two(painter, cell, _due(today, row), active().colour(_INKS[state]) if state else None)


def _side(row: PromiseRow) -> str:
    return side_text(row.promise.side)


def _text(row: PromiseRow) -> str:
    proof = _("proof: {text}").format(text=row.promise.proof) if row.promise.proof else ""
    result = row.promise.result
    below = listed(part for part in (put_off(row.promise), proof, result) if part)
    return "\n".join(part for part in (" ".join(row.promise.text.split()), below) if part)


def _paint_text(painter: QPainter, cell: Cell, row: PromiseRow) -> None:
    paint_two(painter, cell, _text(row))


def _owner(row: PromiseRow) -> str:
    return row.promise.owner


def _firm(row: PromiseRow) -> str:
    return "\n".join(part for part in (row.firm_name, row.second_name) if part)


def _paint_firm(painter: QPainter, cell: Cell, row: PromiseRow) -> None:
    paint_two(painter, cell, _firm(row))


def _age(row: PromiseRow) -> str:
    return str(row.age)


def _state(row: PromiseRow) -> str:
    return state_text(promise_ledger.state_of(row))


def _result(row: PromiseRow) -> str:
    return row.promise.result


def _made(row: PromiseRow) -> str:
    return format_date(row.made_on)


def _sides() -> Options:
    return tuple((side, side_text(side)) for side in ("ours", "theirs"))


def _states() -> Options:
    return tuple((state, state_text(state)) for state in STATES)


def _days() -> Options:
    return tuple((str(days), format_days(days) if days else _("today")) for days in _DAYS)


def _mine() -> Options:
    return (("yes", owner_text(mine=True)), ("no", owner_text(mine=False)))


def _owners(context: UiContext) -> Options:
    return tuple((name, name) for name in context.ask(promise_ledger.owners))
