"""Early-warning signals: raised by rules and by people, acknowledged, closed with a result (domain reference, 5.6).

A rule raises one code for one subject once while the signal is not closed. When it no longer finds the
cause, the signal is marked and stays open: a person decides.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.firm import Firm
from rmapp.domain.signal import Signal, watch_status
from rmapp.errors import InputError, RecordUnreadable, RuleError
from rmapp.i18n import _
from rmapp.services.early_warning.signal_rules import (
    contact,
    covenants,
    firm_events,
    listings,
    others,
    overdue,
    rights,
    statements,
)
from rmapp.storage import signal_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from rmapp.services.early_warning.signal_rules.finding import Finding, Rule
    from rmapp.storage.store import Store

RULES: tuple[Rule, ...] = (
    overdue.RULE,
    covenants.RULE,
    rights.RULE,
    others.CUTS,
    others.GUARANTEES,
    statements.RULE,
    contact.RULE,
    *firm_events.RULES,
    listings.RULE,
)

AT_MOST = 50
"""How many firms the rules look at within a command; a larger change, such as an import, waits for the daily run."""

_CHUNK = 500
_DAY_OF_RUN = "signals_on"
_SEVERITIES = ("red", "amber", "info")


class Watched(NamedTuple):
    """A firm on the watch list with the signals that put it there, red ones first."""

    firm_id: str
    status: str
    signals: tuple[Signal, ...]


def firm_signals(store: Store, firm_id: str, *, closed: bool = False) -> tuple[Signal, ...]:
    """Return the signals of a firm that are not closed, the most severe and the newest first; or the closed ones."""
    found = store.all(Signal, order="raised_on desc, rid desc", firm_id=firm_id)
    return _sorted(one for one in found if (one.status == "closed") is closed)


def signal_of(store: Store, signal_id: str) -> Signal:
    """Return one signal. Raises NotFoundError."""
    return store.get(Signal, signal_id)


def open_signals(store: Store, severities: Sequence[str] = _SEVERITIES) -> tuple[Signal, ...]:
    """Return the signals of the book that are not closed, the most severe and the newest first."""
    states = ("open", "acknowledged")
    found = store.all(Signal, order="raised_on desc, rid desc", status=states, severity=severities)
    there = signal_rows.living(store, {one.firm_id for one in found})
    return _sorted(one for one in found if one.firm_id in there)


def closed_signals(store: Store) -> tuple[Signal, ...]:
    """Return the closed signals of firms that are in the book, the last closed first."""
    found = store.all(Signal, order="closed_on desc, rid desc", status="closed")
    there = signal_rows.living(store, {one.firm_id for one in found})
    return tuple(one for one in found if one.firm_id in there)


def watch_list(store: Store) -> tuple[Watched, ...]:
    """Return the firms on the watch list by their signals or by hand, alerts first."""
    by_firm: dict[str, list[Signal]] = {}
    for one in open_signals(store):
        by_firm.setdefault(one.firm_id, []).append(one)
    by_hand = {row[0]: row[1] for row in store.rows(_BY_HAND)}
    found = []
    for firm_id in by_firm.keys() | by_hand.keys():
        signals = tuple(by_firm.get(firm_id, ()))
        status = watch_status((one.severity for one in signals), by_hand.get(firm_id, "none"))
        if status != "none":
            found.append(Watched(firm_id, status, signals))
    order = list(reference.labels("watch_status"))
    return tuple(sorted(found, key=lambda one: (-order.index(one.status), -len(one.signals), one.firm_id)))


_BY_HAND = """SELECT id, watch_status FROM firm
    WHERE deleted_at IS NULL AND merged_into IS NULL AND watch_status <> 'none'"""


def firm_watch(store: Store, firm_id: str) -> str:
    """Return the watch status of a firm as its open signals make it, or higher where a person raised it."""
    firm = store.get(Firm, firm_id)
    return watch_status((one.severity for one in firm_signals(store, firm_id)), firm.watch_status)


def raise_signal(
    store: Store, firm_id: str, code: str, evidence: str, *, on: date | None = None, severity: str | None = None
) -> Signal:
    """Raise a signal by hand. Raises InputError beside the fields; the evidence is required."""
    store.get(Firm, firm_id)
    known = reference.warning_signals().get(code)
    day = on or store.clock.today()
    problems = {}
    if known is None:
        problems["code"] = _("Choose what the signal is about.")
    if not evidence.strip():
        problems["evidence"] = _("Write what was seen, with figures and days where there are some.")
    if day > store.clock.today():
        problems["raised_on"] = _("This day is still to come.")
    if severity is not None and severity not in _SEVERITIES:
        problems["severity"] = _("Choose how severe it is.")
    if problems or known is None:
        raise InputError(problems)
    return store.add(
        Signal(
            firm_id=firm_id,
            code=code,
            severity=severity or known.default_severity,
            origin="person",
            raised_on=day,
            evidence=evidence.strip(),
        )
    )


def acknowledge_signal(store: Store, signal_id: str) -> Signal:
    """Note that somebody has seen a signal and looks after it. Raises RuleError unless it is open."""
    if store.get(Signal, signal_id).status != "open":
        raise RuleError(_("This signal has been acknowledged or closed already."))
    return store.change(Signal, signal_id, status="acknowledged", acknowledged_on=store.clock.today())


def close_signal(store: Store, signal_id: str, result: str) -> Signal:
    """Close a signal with what came of it. Raises InputError without a result, RuleError if it is closed."""
    if store.get(Signal, signal_id).status == "closed":
        raise RuleError(_("This signal is closed already."))
    if not result.strip():
        raise InputError({"result": _("Write what came of it; the watch list is not left without a word.")})
    return store.change(Signal, signal_id, status="closed", closed_on=store.clock.today(), result=result.strip())


def run_rules(store: Store, firm_ids: Collection[str], rules: Sequence[Rule] = RULES) -> int:
    """Let rules look at some firms: raise what is new, mark what is gone; return how many were raised."""
    ids = sorted(firm_ids)
    raised = 0
    for start in range(0, len(ids), _CHUNK):
        for rule in rules:
            found, seen = _look(store, rule, ids[start : start + _CHUNK])
            if seen:
                stored = store.all(Signal, firm_id=seen, code=sorted(rule.codes), origin="rule")
                raised += _write(store, found, stored)
    return raised


def run_daily(store: Store) -> int:
    """Let each rule look at every firm of which it may find something, or has; return how many signals were raised."""
    raised = sum(run_rules(store, signal_rows.living(store, _daily(store, rule)), [rule]) for rule in RULES)
    store.set_info(**{_DAY_OF_RUN: store.clock.today().isoformat()})
    return raised


def is_due(store: Store) -> bool:
    """Tell whether the daily run of this day is still to be made."""
    return store.info.get(_DAY_OF_RUN) != store.clock.today().isoformat()


def react(store: Store, touched: Mapping[str, Collection[str]]) -> None:
    """Let the rules that read what changed look at the firms concerned, inside the command that changed it."""
    rules = [rule for rule in RULES if rule.tables & touched.keys()]
    firms = signal_rows.touched_firms(store, touched) if rules else set()
    if 0 < len(firms) <= AT_MOST:
        run_rules(store, firms, rules)


def _daily(store: Store, rule: Rule) -> set[str]:
    """Return the firms that a rule has to look at today."""
    if rule is contact.RULE:
        return contact.firms(store)
    today = store.clock.today()
    days = [(today - timedelta(days=count)).isoformat() for count in (0, 365, 730)]
    found = covenants.firms(store) if rule is covenants.RULE else signal_rows.daily_firms(store, rule.name, *days)
    return found | signal_rows.holding_firms(store, rule.codes)


def _look(store: Store, rule: Rule, firm_ids: Sequence[str]) -> tuple[list[Finding], list[str]]:
    """Return what a rule finds, and of which firms it could tell.

    A firm whose figures contradict each other, such as a line with entries in two currencies, or with a record
    that cannot be read keeps its signals as they are: it must hinder neither the command that mends it nor the
    opening of the book.
    """
    try:
        return list(rule.find(store, firm_ids)), list(firm_ids)
    except (RuleError, InputError, RecordUnreadable):
        if len(firm_ids) == 1:
            return [], []
    found: list[Finding] = []
    seen: list[str] = []
    for firm_id in firm_ids:
        own, told = _look(store, rule, [firm_id])
        found += own
        seen += told
    return found, seen


def _write(store: Store, found: Sequence[Finding], stored: Sequence[Signal]) -> int:
    today, raised = store.clock.today(), []
    standing = {(one.firm_id, one.code, one.subject): one for one in stored if one.status != "closed"}
    settled = {(one.firm_id, one.code, one.subject, one.cause) for one in stored if one.status == "closed"}
    for finding in dict.fromkeys(found):
        key = (finding.firm_id, finding.code, finding.subject)
        before = standing.pop(key, None)
        if before is not None:
            _refresh(store, before, finding)
        elif (*key, finding.cause) not in settled:
            severity = reference.warning_signals()[finding.code].default_severity
            raised.append(Signal(severity=severity, raised_on=today, **finding._asdict()))
    store.add_many(raised)
    _follow_closed(store, {(*finding[:3], finding.cause) for finding in found}, stored)
    for one in standing.values():
        if one.gone_on is None:
            store.change(Signal, one.id, gone_on=today)
    return len(raised)


def _follow_closed(store: Store, found: Collection[tuple[str, ...]], stored: Sequence[Signal]) -> None:
    """Mark on closed signals of late lines whether their cause is there: it caps the grade until the line is paid."""
    for one in stored:
        if one.status != "closed" or one.code != signal_rows.LATE:
            continue
        is_there = (one.firm_id, one.code, one.subject, one.cause) in found
        if is_there != (one.gone_on is None):
            store.change(Signal, one.id, gone_on=None if is_there else store.clock.today())


def _refresh(store: Store, signal: Signal, finding: Finding) -> None:
    """Note that the cause is there, or there again; newer facts bring their own evidence."""
    fields: dict[str, str | None] = {} if signal.gone_on is None else {"gone_on": None}
    if signal.cause != finding.cause:
        fields |= {"cause": finding.cause, "evidence": finding.evidence}
    if fields:
        store.change(Signal, signal.id, **fields)


def _sorted(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    return tuple(sorted(signals, key=lambda one: _SEVERITIES.index(one.severity)))
