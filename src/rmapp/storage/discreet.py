"""The book without what is restricted: views of the same names that hide such rows and all that hangs on them.

While they stand, every statement of the connection reads through them, plain SQL too, so that a paper or an
export cannot tell of anything restricted, not even in a sum. A statement that wants to write fails.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.firm import Firm
from rmapp.domain.loan_class import NON_PERFORMING, NON_PERFORMING_FLAG, OVERDUE_FLAG
from rmapp.domain.signal import AMBERS_THAT_WATCH
from rmapp.storage.driver import translated
from rmapp.storage.schema_visits import SCREENED
from rmapp.storage.signal_rows import STANDING_LATE
from rmapp.storage.stage_order import first_recorded
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.storage.driver import Connection
    from rmapp.storage.store import Store

HIDDEN = frozenset({RESTRICTED})
"""What every paper and export leaves out."""

FROM_CLIENTS = HIDDEN | {"internal"}
"""What a paper for the client leaves out."""

_FIRM = table_of(Firm).name
_GRADED = ("risk_flag",)
_MOVE = "stage_event"
_CARDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("facility", "meeting", "promise"): (
        *("outstanding", "limit_minor", "undrawn", "utilisation_bp", "has_line", "next_maturity"),
        *("next_kind", "next_type", "next_text", "next_at", "last_contact"),
        *("last_touch", "next_touch", "touch_days", "touch_kind", "silent_after"),
    ),
    _GRADED: ("grade", "score", "scored_on"),
    (_MOVE,): ("next_touch", "touch_days", "silent_after"),
}
"""The columns of cards that may tell of a restricted row of these tables, of the card's firm."""

_BY_LOANS = " OR ".join(f"""instr(t.flags, '"{flag}"') > 0""" for flag in (NON_PERFORMING_FLAG, OVERDUE_FLAG))
"""The assessments `t` that were made under a stop or a cap that loans give."""

_CALLED = {"test": "covenant_test", "snapshot": "financial_snapshot", "right": "ip_right"}
"""Tables that columns such as `test_id` call by a shorter name."""


@contextmanager
def discreet(store: Store, hides: frozenset[str] = HIDDEN) -> Iterator[None]:
    """Let the body see nothing of these classes, nor of those that are hidden already."""
    before = store.hides
    if hides <= before:
        yield
        return
    _change(store, before | hides)
    try:
        yield
    finally:
        _change(store, before)


@contextmanager
def candid(store: Store) -> Iterator[None]:
    """Let the body see everything, also within `discreet`: to know what must not even be hinted at."""
    before = store.hides
    _change(store, frozenset())
    try:
        yield
    finally:
        _change(store, before)


def hide(store: Store, hides: frozenset[str] = HIDDEN) -> None:
    """Hide these classes from this connection for as long as it is open."""
    _change(store, store.hides | hides)


def _change(store: Store, hides: frozenset[str]) -> None:
    if hides == store.hides:
        return
    with _allowed(store.connection):
        if store.hides:
            for (name,) in store.connection.execute(
                "SELECT name FROM temp.sqlite_master WHERE type = 'view'"
            ).fetchall():
                store.connection.execute(f'DROP VIEW temp."{name}"')
        store.hides = frozenset()
        if hides:
            _stand(store, hides)
    store.hides = hides


def _stand(store: Store, hides: frozenset[str]) -> None:
    """Make the views; where nothing is hidden there are none, and statements stay prepared."""
    connection = store.connection
    version = connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes
    if store.views is None or store.views[0] != version:
        store.views = version, {}
    views = store.views[1]
    if hides not in views:
        views[hides] = tuple(_views(store, hides))
    for view in views[hides]:
        connection.execute(view)


def _views(store: Store, hides: frozenset[str]) -> Iterator[str]:
    held = frozenset(name for name in _classed() if _holds(store, name, hides))
    if not held:
        return
    conditions = _conditions(hides, held)
    for name, condition in conditions.items():
        yield f'CREATE TEMP VIEW "{name}" AS SELECT * FROM main."{name}" t WHERE {condition}'
    yield _card_view(store, hides, warned="signal" in conditions)
    yield _hint_view(hides, held)
    if "facility" in held:
        yield (
            "CREATE TEMP VIEW line_card AS SELECT * FROM main.line_card t WHERE NOT EXISTS (SELECT 1 FROM"
            f" main.facility f WHERE f.id = t.facility_id AND f.confidentiality IN ({_listed(hides)}))"
        )


@contextmanager
def _allowed(connection: Connection) -> Iterator[None]:
    """Let views be made, which change no file, also by a connection that writes nothing."""
    with translated():
        is_kept = connection.execute("PRAGMA query_only").fetchone()[0]
        if is_kept:
            connection.execute("PRAGMA query_only=OFF")
        try:
            yield
        finally:
            if is_kept:
                connection.execute("PRAGMA query_only=ON")


@cache
def _classed() -> tuple[str, ...]:
    """Return the tables whose rows have a class of their own."""
    names = ((table.name, table.names) for table in map(table_of, ENTITIES))
    return tuple(name for name, columns in names if "confidentiality" in columns and name != _FIRM)


def _holds(store: Store, name: str, hides: frozenset[str]) -> bool:
    """Tell whether a table has rows of these classes; where it has none no view of it is needed, which is quicker."""
    sql = f'SELECT EXISTS (SELECT 1 FROM main."{name}" WHERE {SCREENED} AND confidentiality IN ({_listed(hides)}))'
    return bool(store.connection.execute(sql).fetchone()[0])


@cache
def _conditions(hides: frozenset[str], held: frozenset[str]) -> dict[str, str]:
    """Return for each table with something to hide what a row `t` must fulfil to be seen."""
    columns = {table.name: set(table.names) for table in map(table_of, ENTITIES)}
    for name in columns.keys() - held:
        columns[name].discard("confidentiality")
    hidden = {name: found for name in columns if (found := _hidden(columns, name, "t", (name,), hides))}
    seen = {name: f"NOT ({found})" for name, found in hidden.items()}
    subjects = [
        f'EXISTS (SELECT 1 FROM main."{name}" s WHERE s.id = t.subject AND ({found}))'
        for name in hidden
        if (found := _hidden(columns, name, "s", (name,), hides))
    ]
    if subjects:
        seen["signal"] = f"NOT ({' OR '.join(subjects)})"
    # A grade tells of the stop or cap it was made under, so such an assessment is hidden with it.
    made_under = {"risk_flag": """instr(t.flags, '"' || s.flag || '"') > 0""", "facility": _BY_LOANS}
    telling = [
        f"NOT EXISTS (SELECT 1 FROM main.{name} s WHERE s.firm_id = t.firm_id AND s.deleted_at IS NULL"
        f" AND s.confidentiality IN ({_listed(hides)}) AND ({condition}))"
        for name, condition in made_under.items()
        if name in held
    ]
    if telling:
        seen["assessment"] = " AND ".join(telling)
    return seen


def _hidden(columns: dict[str, set[str]], name: str, row: str, path: tuple[str, ...], hides: frozenset[str]) -> str:
    """Return when a row of a table is hidden: by its own class, or by that of something it belongs to."""
    reasons = []
    if "confidentiality" in columns[name]:
        reasons.append(f"{row}.confidentiality IN ({_listed(hides)})")
    for column in sorted(columns[name]):
        parent = column.removesuffix("_id")
        parent = _CALLED.get(parent, parent)
        if not column.endswith("_id") or parent not in columns or parent in (*path, _FIRM):
            continue
        above = f"{row}_{len(path)}"
        if found := _hidden(columns, parent, above, (*path, parent), hides):
            of_parent = f'FROM main."{parent}" {above} WHERE {above}.id = {row}.{column}'
            reasons.append(f"EXISTS (SELECT 1 {of_parent} AND ({found}))")
    return " OR ".join(reasons)


def _card_view(store: Store, hides: frozenset[str], *, warned: bool) -> str:
    """Return a view of cards in which those of firms with something restricted tell no sums and no days.

    Where signals are hidden (`warned`), what they do to the watch status of their firm is not told either.
    """
    name = "firm_card"
    every = [row[1] for row in store.connection.execute(f"PRAGMA main.table_info({name})")]
    among: dict[str, list[str]] = {}
    for tables, columns in _CARDS.items():
        found = [_firms_with(store, tables, hides), _firms_graded_by_loans(store, hides) if tables == _GRADED else ""]
        for one in columns:
            among.setdefault(one, []).extend(filter(None, found))
    shown = {
        one: f"CASE WHEN firm_id IN ({', '.join(firms)}) THEN NULL ELSE {one} END AS {one}"
        for one, firms in among.items()
    }
    if moved := _firms_with(store, (_MOVE,), hides):
        shown |= {
            one: f"CASE WHEN firm_id IN ({moved}) THEN {told} ELSE {one} END AS {one}" for one, told in _stage(name)
        }
    if warned:
        shown["watch"] = _watch(name)
    return f"CREATE TEMP VIEW {name} AS SELECT {', '.join(shown.get(one, one) for one in every)} FROM main.{name}"


def _firms_with(store: Store, tables: tuple[str, ...], hides: frozenset[str]) -> str:
    """Return the ids of the firms with a row of these classes in one of the tables, as a list for SQL."""
    firms = {
        id
        for table in tables
        for (id,) in store.connection.execute(
            f"SELECT DISTINCT firm_id FROM main.{table} WHERE deleted_at IS NULL"
            f" AND {SCREENED} AND confidentiality IN ({_listed(hides)})"
        )
    }
    return _ids(firms)


def _firms_graded_by_loans(store: Store, hides: frozenset[str]) -> str:
    """Return the ids of the firms with a line of these classes whose grade may tell of it, as a list for SQL."""
    rows = store.connection.execute(
        f"SELECT DISTINCT s.firm_id FROM main.facility s WHERE s.deleted_at IS NULL"
        f" AND s.confidentiality IN ({_listed(hides)}) AND (s.loan_class IN ({_listed(frozenset(NON_PERFORMING))})"
        f" OR EXISTS (SELECT 1 FROM main.signal WHERE firm_id = s.firm_id AND subject = s.id AND {STANDING_LATE})"
        f" OR EXISTS (SELECT 1 FROM main.assessment t WHERE t.firm_id = s.firm_id AND ({_BY_LOANS})))"
    )
    return _ids({row[0] for row in rows})


def _ids(ids: Iterable[str]) -> str:
    return ", ".join("'{}'".format(id.replace("'", "''")) for id in sorted(ids))


def _hint_view(hides: frozenset[str], held: frozenset[str]) -> str:
    """Return a view of proposed stage moves without those of firms with anything hidden, on which they may stand."""
    columns = {table.name: table.names for table in map(table_of, ENTITIES)}
    hiding = " UNION ".join(
        f'SELECT firm_id FROM main."{name}" WHERE {SCREENED} AND firm_id IS NOT NULL'
        f" AND confidentiality IN ({_listed(hides)})"
        for name in sorted(held)
        if "firm_id" in columns[name]
    )
    seen = f"firm_id NOT IN ({hiding})" if hiding else "true"
    return f"CREATE TEMP VIEW stage_hint AS SELECT * FROM main.stage_hint WHERE {seen}"


def _stage(card: str) -> Iterator[tuple[str, str]]:
    """Yield the columns of a card about the stage as the moves that are seen tell it, by the rule of `cards`."""
    last = (
        f"FROM temp.{_MOVE} e WHERE e.firm_id = {card}.firm_id AND e.deleted_at IS NULL AND NOT EXISTS (SELECT 1"
        f" FROM temp.{_MOVE} n WHERE n.supersedes = e.id AND n.deleted_at IS NULL)"
        f" ORDER BY e.effective_on DESC, {first_recorded('e', f'temp.{_MOVE}')} DESC LIMIT 1)"
    )
    ranks = " ".join(f"WHEN '{code}' THEN {stage.ordinal}" for code, stage in reference.stages().items())
    yield "stage", f"(SELECT e.to_stage {last}"
    yield "stage_rank", f"(SELECT CASE e.to_stage {ranks} END {last}"
    yield "stage_since", f"(SELECT e.effective_on {last}"


def _watch(card: str) -> str:
    """Return the watch status of a card from the signals that are seen, by the rule of `domain.signal`."""
    where = f"WHERE firm_id = {card}.firm_id AND deleted_at IS NULL AND status <> 'closed'"
    every, told = f"SELECT count(*) FROM main.signal {where}", f"SELECT count(*) FROM temp.signal {where}"
    by_hand = f"coalesce((SELECT watch_status FROM main.firm WHERE id = {card}.firm_id), 'none')"
    return (
        f"CASE WHEN ({every}) = ({told}) THEN watch WHEN {by_hand} = 'exit' THEN 'exit'"
        f" WHEN {by_hand} = 'alert' OR ({told} AND severity = 'red') > 0 THEN 'alert'"
        f" WHEN {by_hand} = 'watch' OR ({told} AND severity = 'amber') >= {AMBERS_THAT_WATCH} THEN 'watch'"
        " ELSE 'none' END AS watch"
    )


def _listed(hides: frozenset[str]) -> str:
    return ", ".join(f"'{one}'" for one in sorted(hides))
