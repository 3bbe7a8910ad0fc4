"""The derived table `firm_card`: one row for each living firm with all that lists and filters look at.

It is never logged and may be rebuilt at any time; the gate refreshes the cards of touched firms inside the
same transaction. Money is converted to CNY with the latest rates the book has.
"""

from __future__ import annotations

import json
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.rhythm import TouchFacts
from rmapp.domain.signal import watch_status
from rmapp.storage import card_texts, card_touch, groups
from rmapp.storage.card_amounts import NO_AMOUNTS, firm_amounts
from rmapp.storage.card_scores import NO_SCORE, score_columns
from rmapp.storage.card_texts import CardName, CardTexts
from rmapp.storage.schema_lifecycle import CARD_COLUMNS as SCORE_COLUMNS
from rmapp.storage.schema_lists import COLUMNS as FIRST_COLUMNS
from rmapp.storage.schema_visits import CARD_COLUMNS
from rmapp.storage.stage_order import first_recorded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from rmapp.storage.store import Store

_CHUNK = 10_000
_COLUMNS = (*FIRST_COLUMNS, *CARD_COLUMNS, *SCORE_COLUMNS)
_SORT_KEY = itemgetter(_COLUMNS.index("sort_zh"))

_OF_FIRM = (
    "firm_name",
    "listing",
    "meeting",
    "meeting_firm",
    "promise",
    "facility",
    "group_limit",
    "stage_event",
    "designation_holding",
    "signal",
    "touch_snooze",
    "assessment",
    "risk_flag",
)
_OF_FACILITY = ("ledger_entry", "drawdown", "tranche", "drawing_condition")

_NAMES = """SELECT firm_id, kind, lang, text, valid_to FROM firm_name
    WHERE deleted_at IS NULL AND {scope} ORDER BY rid"""

_FIRMS = """SELECT id, uscc, lei, city, owner, deputies, tier, relationship_status, nature, watch_status,
        region_code, industry_gb, other_ids,
        (SELECT group_concat(severity) FROM signal WHERE firm_id = firm.id AND deleted_at IS NULL
            AND status <> 'closed') AS open_signals FROM firm
    WHERE deleted_at IS NULL AND merged_into IS NULL AND {scope}"""

_CODES = "SELECT firm_id, code FROM listing WHERE deleted_at IS NULL AND code <> '' AND {scope}"

_STAGES = f"""SELECT firm_id, to_stage, effective_on FROM (
        SELECT firm_id, to_stage, effective_on,
            row_number() OVER (
                PARTITION BY firm_id ORDER BY effective_on DESC, {first_recorded("stage_event")} DESC) AS place
        FROM stage_event WHERE deleted_at IS NULL AND {{scope}} AND NOT EXISTS (
            SELECT 1 FROM stage_event AS later WHERE later.firm_id = stage_event.firm_id
                AND later.supersedes = stage_event.id AND later.deleted_at IS NULL))
    WHERE place = 1"""

_ENCOUNTERS = """SELECT m.firm_id, m.status, m.type, m.purpose, m.starts_at, m.rid FROM meeting m
        WHERE m.deleted_at IS NULL AND {m_scope}
    UNION ALL SELECT o.firm_id, m.status, m.type, m.purpose, m.starts_at, m.rid FROM meeting_firm o
        JOIN meeting m ON m.id = o.meeting_id AND m.deleted_at IS NULL
        WHERE o.deleted_at IS NULL AND {o_scope}"""

_CONTACTS = "SELECT firm_id, substr(max(starts_at), 1, 10) FROM ({encounters}) WHERE status = 'held' GROUP BY firm_id"

_NEXT = """SELECT firm_id, kind, type, text, at FROM (
        SELECT firm_id, kind, type, text, at, row_number() OVER (
            PARTITION BY firm_id ORDER BY substr(at, 1, 10), kind <> 'meeting', at, rid) AS place
        FROM (SELECT firm_id, side AS kind, '' AS type, text, due_on AS at, rid FROM promise
                WHERE deleted_at IS NULL AND status IN ('open', 'in_progress') AND {scope}
            UNION ALL SELECT firm_id, 'meeting', type, purpose, starts_at, rid FROM ({encounters})
                WHERE status = 'planned'))
    WHERE place = 1"""


def rebuild(store: Store) -> None:
    """Write every card anew."""
    store.execute("DELETE FROM firm_card")
    store.execute("INSERT INTO firm_group(firm_group) VALUES ('delete-all')")
    _write(store, None, {})


def refresh(store: Store, firm_ids: Collection[str]) -> None:
    """Write the cards of these firms anew and drop those of firms that are gone."""
    wanted = sorted(firm_ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = json.dumps(wanted[start : start + _CHUNK])
        gone = f"FROM firm_card WHERE {_scope('firm_id', chunk)}"
        kept = _by_firm(store.rows(f"SELECT firm_id, {', '.join(CardTexts._fields)} {gone}", (chunk,)))
        store.execute(f"DELETE FROM firm_group WHERE rowid IN (SELECT rid {gone})", (chunk,))
        store.execute(f"DELETE {gone}", (chunk,))
        _write(store, chunk, {firm_id: CardTexts(*texts) for firm_id, texts in kept.items()})


def refresh_touched(store: Store, touched: Mapping[str, Collection[str]]) -> None:
    """Bring the cards up to date after these rows changed, in the transaction that changed them."""
    if firms := touched_firms(store, touched):
        refresh(store, firms)


def passed(store: Store) -> list[str]:
    """Return the firms whose next maturity has passed since their cards were written, and those of older cards."""
    return [row[0] for row in store.rows(_PASSED, (store.clock.today().isoformat(),))]


def touched_firms(store: Store, touched: Mapping[str, Collection[str]]) -> set[str]:
    """Return the firms whose cards may look different after these rows changed.

    A row that moved from one firm to another touches both: the change log knows the former one.
    """
    firms = set(touched.get("firm", ()))
    for table in touched.keys() & set(_OF_FIRM):
        ids = json.dumps(sorted(touched[table]))
        firms |= _column(store, f"SELECT firm_id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", ids)
        firms |= _column(store, _FORMER_FIRM, ids)
    for table in touched.keys() & set(_OF_FACILITY):
        of_row = f"SELECT facility_id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
        of_facility = f"SELECT firm_id FROM facility WHERE id IN ({of_row})"
        firms |= _column(store, of_facility, json.dumps(sorted(touched[table])))
    if "call_report" in touched:
        firms |= _column(store, _OF_REPORT, json.dumps(sorted(touched["call_report"])))
    if "meeting" in touched:
        others = "SELECT firm_id FROM meeting_firm WHERE meeting_id IN (SELECT value FROM json_each(?))"
        firms |= _column(store, others, json.dumps(sorted(touched["meeting"])))
    if "fx_rate" in touched:
        firms |= _column(store, "SELECT DISTINCT firm_id FROM facility WHERE ccy <> ?", "CNY")
    return firms


# UNION would put both parts in order, and read the whole table for that.
_PASSED = """SELECT firm_id FROM firm_card WHERE next_maturity < ?
    UNION ALL SELECT firm_id FROM firm_card WHERE next_touch IS NULL AND touch_days IS NULL"""

_OF_REPORT = """SELECT m.firm_id FROM call_report r JOIN meeting m ON m.id = r.meeting_id
        WHERE r.id IN (SELECT value FROM json_each(?1))
    UNION SELECT o.firm_id FROM call_report r JOIN meeting_firm o ON o.meeting_id = r.meeting_id
        WHERE r.id IN (SELECT value FROM json_each(?1))"""

_FORMER_FIRM = """SELECT json_extract(data, '$.firm_id[0]') FROM change_log WHERE kind = 'U'
    AND row_id IN (SELECT value FROM json_each(?)) AND json_extract(data, '$.firm_id[0]') IS NOT NULL"""


def _column(store: Store, sql: str, value: str) -> set[str]:
    return {row[0] for row in store.rows(sql, (value,))}


def _write(store: Store, ids: str | None, kept: Mapping[str, CardTexts]) -> None:
    places = ", ".join("?" * len(_COLUMNS))
    # In the order of names the indexes grow page by page; in any other, many pages are read and written for each row.
    rows = sorted(_rows(store, ids, kept), key=_SORT_KEY)
    store.executemany(f"INSERT INTO firm_card ({', '.join(_COLUMNS)}) VALUES ({places})", rows)
    written = f"SELECT rid, haystack || {groups.TAIL} FROM firm_card WHERE {_scope('firm_id', ids)}"
    store.execute(f"INSERT INTO firm_group(rowid, body) {written}", () if ids is None else (ids,))


def _rows(store: Store, ids: str | None, kept: Mapping[str, CardTexts]) -> Iterator[tuple[Any, ...]]:
    names: dict[str, list[CardName]] = defaultdict(list)
    for firm_id, kind, lang, text, valid_to in _read(store, _NAMES, ids):
        names[firm_id].append(CardName(kind, lang, text, PartialDate(valid_to) if valid_to else None))
    codes: dict[str, list[str]] = defaultdict(list)
    for firm_id, code in _read(store, _CODES, ids):
        codes[firm_id].append(code)
    stages = _by_firm(_read(store, _STAGES, ids))
    contacts = _by_firm(_read(store, _CONTACTS, ids))
    plans = _by_firm(_read(store, _NEXT, ids))
    scores = score_columns(store, ids)
    amounts = firm_amounts(store, ids)
    dates = card_touch.touch_dates(store, ids)
    ranks = {code: stage.ordinal for code, stage in reference.stages().items()}
    for firm_id, uscc, lei, city, owner, deputies, *own, other_ids, signals in _read(store, _FIRMS, ids):
        tier, status, nature, by_hand, region, industry = own
        watch = watch_status((signals or "").split(","), by_hand or "none")
        stage, since = stages.get(firm_id, (None, None))
        called = names[firm_id]
        numbers = [uscc, lei, *codes[firm_id], *(other["number"] for other in json.loads(other_ids or "[]"))]
        others = [*numbers, city, _region(region), owner]
        texts = kept.get(firm_id)
        if texts is None or texts.made_of != card_texts.mark(called, others):
            texts = card_texts.make(called, others)
        yield (
            firm_id,
            *texts,
            *(stage, ranks.get(stage), since, tier, status, nature, watch, owner, deputies),
            *(region, city, industry),
            *amounts.get(firm_id, NO_AMOUNTS),
            *plans.get(firm_id, (None, None, None, None)),
            *contacts.get(firm_id, (None,)),
            *card_touch.touch_columns(TouchFacts(stage, tier, watch, nature, status, dates[firm_id])),
            *scores.get(firm_id, NO_SCORE),
        )


def _region(code: str | None) -> str:
    known = reference.labels("region").get(code) if code else None
    return f"{known.en} {known.zh}" if known else ""


def _by_firm(rows: Iterable[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows}


def _read(store: Store, sql: str, ids: str | None) -> list[tuple[Any, ...]]:
    encounters = _ENCOUNTERS.format(m_scope=_scope("m.firm_id", ids), o_scope=_scope("o.firm_id", ids))
    scope = _scope("id" if sql is _FIRMS else "firm_id", ids)
    return store.rows(sql.format(scope=scope, encounters=encounters), () if ids is None else (ids,))


def _scope(column: str, ids: str | None) -> str:
    return "1" if ids is None else f"{column} IN (SELECT value FROM json_each(?1))"
