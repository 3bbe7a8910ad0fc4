"""Firms that stand in the book twice: finding them, and merging two records into one (domain reference, 1.2)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.names import display_name, fold, normalise_name
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.stage import StageEvent
from rmapp.domain.supply_link import SupplyLink
from rmapp.errors import RuleError
from rmapp.i18n import _
from rmapp.storage import firm_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.storage.store import Store

_OWN_FIELDS = frozenset({"id", "portfolio_id", "created_at", "created_by", "deleted_at", "merged_into", "nature"})
_CHARACTERS = 3


class SameName(NamedTuple):
    """A firm whose name is the same once legal forms, punctuation and places are left out."""

    firm_id: str
    name: str
    city: str


def same_identifier(store: Store, uscc: str | None, lei: str | None, except_id: str | None = None) -> dict[str, str]:
    """Return for `uscc` and `lei` the id of another firm that has the same one already."""
    found = {}
    for field, value in (("uscc", uscc), ("lei", lei)):
        others = [firm.id for firm in store.all(Firm, **{field: value}) if firm.id != except_id] if value else []
        if others:
            found[field] = others[0]
    return found


def same_name(store: Store, texts: Sequence[str], except_id: str | None = None) -> list[SameName]:
    """Return the other firms that have a name like one of these, former names too."""
    cores = {core for text in texts if (core := normalise_name(text))}
    cities: dict[str, str] = {}
    for beginning in {_beginning(text) for text in texts} - {""}:
        cities |= dict(store.rows("SELECT firm_id, city FROM firm_card WHERE instr(haystack, ?)", (beginning,)))
    cities.pop(except_id or "", None)
    names = store.rows(
        """SELECT firm_id, text FROM firm_name
            WHERE deleted_at IS NULL AND firm_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(cities)),),
    )
    alike = dict.fromkeys(firm_id for firm_id, name in names if normalise_name(name) in cores)
    return [SameName(id, display_name(store.all(FirmName, firm_id=id)), cities[id] or "") for id in alike]


def _beginning(text: str) -> str:
    """Return letters that every like name must hold together: the first word, or three Chinese characters."""
    core = normalise_name(text)
    if not core.isascii():
        return core[:_CHARACTERS]
    return next((word for word in re.findall(r"[a-z0-9]+", fold(text)) if core.startswith(word)), core[:1])


def merge_firms(store: Store, keep_id: str, lose_id: str) -> Firm:
    """Merge one record into another and return the one that stays.

    Every record of the losing firm moves over, its names become former names, and what the other left
    empty is taken from it. Its own stage history moves only where the other has none.
    """
    keep, lose = store.get(Firm, keep_id), store.get(Firm, lose_id)
    if keep_id == lose_id:
        raise RuleError(_("These are one and the same record. Choose two different firms."))
    _move_names(store, keep_id, lose_id)
    for table in firm_rows.tables():
        if table not in ("firm_name", "stage_event"):
            firm_rows.move(store, table, "firm_id", keep_id, lose_id)
    if not store.count(StageEvent, firm_id=keep_id):
        firm_rows.move(store, "stage_event", "firm_id", keep_id, lose_id)
    for column in ("parent_id", "child_id"):
        firm_rows.move(store, "ownership_link", column, keep_id, lose_id)
    firm_rows.move(store, "supply_link", "other_firm_id", keep_id, lose_id)
    _drop_doubles(store, keep_id)
    empty = {
        name: getattr(lose, name)
        for name in Firm.model_fields
        if name not in _OWN_FIELDS and getattr(keep, name) in (None, "", ()) and getattr(lose, name)
    }
    if "uscc" in empty:
        empty["uscc_unverified"] = lose.uscc_unverified
    if "lei" in empty:
        empty["lei_unverified"] = lose.lei_unverified
    store.change(Firm, lose_id, merged_into=keep_id)
    store.remove(Firm, lose_id)
    return store.change(Firm, keep_id, **empty)


def _move_names(store: Store, keep_id: str, lose_id: str) -> None:
    known = {fold(name.text) for name in store.all(FirmName, firm_id=keep_id)}
    for name in store.all(FirmName, firm_id=lose_id):
        if fold(name.text) in known:
            store.remove(FirmName, name.id)
        else:
            store.change(FirmName, name.id, firm_id=keep_id, kind="former")


def _drop_doubles(store: Store, firm_id: str) -> None:
    """Drop what the merger made say twice: a meeting's further firm that is its main one, a firm linked to itself."""
    seen: set[str] = set()
    for other in store.all(MeetingFirm, firm_id=firm_id):
        meeting = store.find(Meeting, other.meeting_id)
        if other.meeting_id in seen or meeting is None or meeting.firm_id == firm_id:
            store.remove(MeetingFirm, other.id)
        seen.add(other.meeting_id)
    for link in store.all(OwnershipLink, parent_id=firm_id, child_id=firm_id):
        store.remove(OwnershipLink, link.id)
    for partner in store.all(SupplyLink, firm_id=firm_id, other_firm_id=firm_id):
        store.remove(SupplyLink, partner.id)
