"""The paper of a visit: is it ready, is it out of date, was its sheet written on and never typed in."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.services.clients.firm_names import firm_names
from rmapp.storage import cards
from rmapp.storage.firm_rows import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.store import Store

PackState = Literal["ready", "changed", "none"]

_TAKEN_ALONG = ("client_brief", "visit_pack", "pocket_card", "first_visit")
"""The papers that one prepares for a visit."""

_SILENT = frozenset({"paper_record", "table_export", "saved_view", "attachment", "touch_snooze", "question_rest"})
"""Tables whose changes alter no brief."""

_MOST_CHANGES = 4000
"""After more changes, as by an import, every brief counts as out of date."""

_NEWEST = """SELECT created_at FROM paper_record WHERE deleted_at IS NULL AND meeting_id = ?
    AND document IN (SELECT value FROM json_each(?)) ORDER BY created_at DESC LIMIT 1"""

_SINCE = """SELECT DISTINCT l.tbl, l.row_id FROM command c
    JOIN change_log l ON l.dev = c.dev AND l.n BETWEEN c.n_first AND c.n_last WHERE c.at > ? LIMIT ?"""

_PEOPLE_OF = """SELECT 1 FROM role WHERE firm_id = ? AND person_id IN (SELECT value FROM json_each(?)) LIMIT 1"""

_ATTENDEES_OF = """SELECT 1 FROM attendee WHERE meeting_id = ? AND id IN (SELECT value FROM json_each(?)) LIMIT 1"""

_UNCLOSED = """SELECT p.meeting_id, m.firm_id, m.starts_at, p.copy_no FROM paper_record p
    JOIN meeting m ON m.id = p.meeting_id AND m.firm_id = p.firm_id
    WHERE p.deleted_at IS NULL AND p.document = 'visit_pack' AND m.deleted_at IS NULL AND m.status = 'planned'
        AND (substr(m.starts_at, 1, 10) < ?1 OR (length(m.starts_at) > 10 AND coalesce(m.ends_at, m.starts_at) < ?2))
    ORDER BY m.starts_at, p.created_at DESC"""


class UnclosedVisit(NamedTuple):
    """A visit whose sheet was printed and whose day has passed, and that is still only planned."""

    meeting_id: str
    firm_id: str
    name: str
    starts_at: str
    copy_no: str

    @property
    def on(self) -> date:
        """Return the day of the visit."""
        return date.fromisoformat(self.starts_at[:10])


def pack_state(store: Store, meeting_id: str) -> PackState:
    """Return whether a visit has a paper, and whether facts of its firm changed since."""
    newest = store.rows(_NEWEST, (meeting_id, json.dumps(_TAKEN_ALONG)))
    if not newest:
        return "none"
    found = store.rows("SELECT firm_id FROM meeting WHERE id = ?", (meeting_id,))
    rows = store.rows(_SINCE, (newest[0][0], _MOST_CHANGES + 1))
    if len(rows) > _MOST_CHANGES:
        return "changed"
    touched: dict[str, set[str]] = {}
    for table, row_id in rows:
        if table not in _SILENT:
            touched.setdefault(table, set()).add(row_id)
    return "changed" if found and _concerns(store, touched, found[0][0], meeting_id) else "ready"


def unclosed_visits(store: Store) -> tuple[UnclosedVisit, ...]:
    """Return the visits whose sheet was printed but that nobody closed, the oldest first; each with its last copy."""
    moments = store.clock.today().isoformat(), store.clock.now().astimezone().replace(tzinfo=None).isoformat()
    found: dict[str, tuple[str, str, str]] = {}
    for meeting_id, firm_id, starts_at, copy_no in store.rows(_UNCLOSED, moments):
        found.setdefault(meeting_id, (firm_id, starts_at, copy_no))
    names = firm_names(store, {firm_id for firm_id, _starts_at, _copy_no in found.values()})
    return tuple(
        UnclosedVisit(meeting_id, firm_id, names.get(firm_id, ""), starts_at, copy_no)
        for meeting_id, (firm_id, starts_at, copy_no) in found.items()
    )


def _concerns(store: Store, touched: Mapping[str, set[str]], firm_id: str, meeting_id: str) -> bool:
    """Tell whether any of the rows is about a firm, its lines, its people or the visit itself."""
    if not touched:
        return False
    if firm_id in cards.touched_firms(store, touched):
        return True
    for table in touched.keys() & set(tables()):
        wanted = json.dumps(sorted(touched[table]))
        own = f'SELECT 1 FROM "{table}" WHERE firm_id = ? AND id IN (SELECT value FROM json_each(?)) LIMIT 1'  # noqa: S608 - a table of ours
        if store.rows(own, (firm_id, wanted)):
            return True
    people, there = json.dumps(sorted(touched.get("person", ()))), json.dumps(sorted(touched.get("attendee", ())))
    return bool(store.rows(_PEOPLE_OF, (firm_id, people)) or store.rows(_ATTENDEES_OF, (meeting_id, there)))
