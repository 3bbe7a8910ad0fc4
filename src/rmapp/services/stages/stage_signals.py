"""What the book knows as evidence for a stage: met, not met, or not known (domain reference, 2.1).

Facts are judged by the conditions of `lifecycle_lists.json`. What a person recorded counts before the facts,
unless these are newer; a tick with an earlier move counts where nothing else is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.condition import evaluate, judged
from rmapp.domain.stage_conditions import evidence_conditions
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.value_fields import field_label, format_known
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.firm_values import converter, firm_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from rmapp.domain.condition import Condition, Judged, Truth
    from rmapp.domain.known import Values
    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

    Convert = Callable[[Money, str], Money | None]


class Signal(NamedTuple):
    """One kind of evidence: `met` is None where the book does not know; `why` says what decided.

    `by_hand` marks evidence that somebody ticked with an earlier stage move. `row` is what a person recorded,
    whether it decided or not.
    """

    code: str
    label: str
    met: bool | None
    why: str
    by_hand: bool
    row: StageEvidence | None = None


def signals(store: Store, firm_id: str, stage: str) -> tuple[Signal, ...]:
    """Return the entry evidence of a stage with what the book knows about each."""
    values, rows = firm_values(store, firm_id), newest_rows(store, firm_id)
    convert = converter(store)
    return tuple(_signal(code, values, rows.get(code), convert) for code in reference.stages()[stage].entry_evidence)


def newest_rows(store: Store, firm_id: str) -> dict[str, StageEvidence]:
    """Return what a person recorded last of each kind of evidence."""
    found: dict[str, StageEvidence] = {}
    for row in store.all(StageEvidence, order="seen_on, rid", firm_id=firm_id):
        found[row.evidence] = row
    return found


def truth_of(code: str, values: Values, convert: Convert, seen: Mapping[str, date] | None = None) -> Truth:
    """Return whether a kind of evidence is there, from values alone.

    `seen` has the day on which a person last looked at a kind; without it that day is the newest one known.
    """
    facts = _facts(code, values, convert)
    hand = _hand(code, values)
    if hand is not None:
        known = values["evidence_confirmed" if hand else "evidence_denied"].as_of
        on = (seen or {}).get(code) or (known.first_day() if known is not None else None)
        return facts if facts is not None and on is not None and _is_newer(code, values, convert, on) else hand
    return True if facts is None and _is_ticked(code, values) else facts


def _signal(code: str, values: Values, row: StageEvidence | None, convert: Convert) -> Signal:
    seen = {code: row.seen_on} if row is not None else None
    met = truth_of(code, values, convert, seen)
    facts = _facts(code, values, convert)
    label = reference.text("evidence", code)
    words = [_facts_text(code, values, convert)] if facts is not None else []
    if row is not None:
        words.insert(0, _row_text(row))
    elif facts is None and _is_ticked(code, values):
        return Signal(code, label, met=True, why=_("noted with an earlier stage move"), by_hand=True)
    return Signal(code, label, met, " · ".join(filter(None, words)), by_hand=False, row=row)


def _facts(code: str, values: Values, convert: Convert) -> Truth:
    condition = evidence_conditions().get(code)
    return None if condition is None else evaluate(condition, values, convert)


def _hand(code: str, values: Values) -> Truth:
    for field, said in (("evidence_confirmed", True), ("evidence_denied", False)):
        if _holds(field, code, values):
            return said
    return None


def _is_ticked(code: str, values: Values) -> bool:
    return _holds("evidence_ticked", code, values)


def _holds(field: str, code: str, values: Values) -> bool:
    known = values.get(field)
    return known is not None and isinstance(known.value, frozenset) and code in known.value


def _is_newer(code: str, values: Values, convert: Convert, seen_on: date) -> bool:
    """Tell whether the facts of a kind are of a later day than that on which a person looked."""
    days = [one.known.as_of for one in _told(code, values, convert) if one.known is not None and one.known.as_of]
    return any(day.first_day() > seen_on for day in days)


def _told(code: str, values: Values, convert: Convert) -> Iterable[Judged]:
    condition: Condition | None = evidence_conditions().get(code)
    return () if condition is None else (one for one in judged(condition, values, convert) if one.leaf.op != "is_known")


def _facts_text(code: str, values: Values, convert: Convert) -> str:
    """Return the facts that a condition looked at in words, each once."""
    told = {
        one.leaf.field: _("{label}: {value}").format(
            label=field_label(one.leaf.field), value=format_known(one.known, one.leaf.type, one.leaf.field)
        )
        for one in _told(code, values, convert)
        if one.known is not None
    }
    return " · ".join(told.values())


def _row_text(row: StageEvidence) -> str:
    pattern = _("seen on {date}") if row.met else _("seen on {date} not to be there")
    said = pattern.format(date=format_date(row.seen_on))
    return _("{label}: {value}").format(label=said, value=row.note) if row.note else said
