"""The check before a paper for the client is printed: what its typed words would tell (domain reference, 7.4 and 8.2).

It looks at the value that is printed, so that it sees what the client would read and nothing else.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.brief_variants import LeaveBehind
from rmapp.domain.firm import FirmName
from rmapp.domain.leak import Leak, LeakKind, LeakPlace
from rmapp.domain.personal_data import personal_data_in
from rmapp.domain.promise import Promise
from rmapp.storage.discreet import candid
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.domain.brief import ClientEdition
    from rmapp.storage.store import Store

_NAMED = """SELECT DISTINCT text FROM firm_name WHERE deleted_at IS NULL AND firm_id <> :firm AND length(text) > 1
    AND EXISTS (SELECT 1 FROM json_each(:texts) WHERE instr(value, lower(text)))"""


class _Words(NamedTuple):
    place: LeakPlace
    text: str
    record_id: str = ""


def client_leaks(
    store: Store, firm_id: str, value: ClientEdition | LeaveBehind, meeting_id: str | None = None
) -> tuple[Leak, ...]:
    """Return what the words on a paper for the client would tell; what needs a decision comes first.

    Looked for are numbers that look personal, names of other clients and of other lenders. Then follow the words
    that somebody of the house typed and the client would read, so that they are gone over once more.
    """
    words = [one for one in _words(store, firm_id, value, meeting_id) if one.text.strip()]
    with candid(store):
        own = _own_names(store, firm_id)
        others = _others(store, firm_id, words, own)
        lenders = _lenders(store)
    found = [leak for one in words for leak in _found_in(one, own, others, lenders)]
    typed = [Leak(kind="typed", place=one.place, found="", text=one.text, record_id=one.record_id) for one in words]
    return (*found, *(one for one in typed if one.place in ("summary", "promise", "agenda")))


def _words(store: Store, firm_id: str, value: ClientEdition | LeaveBehind, meeting_id: str | None) -> Iterator[_Words]:
    """Yield every text on the paper that somebody typed, with the record it is from."""
    yield _Words("summary", value.summary, firm_id)
    if value.visit is not None:
        yield _Words("place", value.visit.place, meeting_id or "")
    promised = value.documents if isinstance(value, LeaveBehind) else value.actions
    texts = [one.text for one in promised]
    known = {one.text: one.id for one in store.all(Promise, firm_id=firm_id)}
    for text in texts:
        yield _Words("promise", text, known.get(text, ""))
    if isinstance(value, LeaveBehind):
        yield from (_Words("agenda", line, meeting_id or "") for line in value.agenda)
    else:
        yield from (_Words("citation", one.citation) for one in value.sources)


def _found_in(words: _Words, own: Iterable[str], others: Iterable[str], lenders: Iterable[str]) -> Iterator[Leak]:
    text = _without(words.text, own)
    numbers = [words.text[one.start : one.end] for one in personal_data_in(words.text)]
    kinds: tuple[tuple[LeakKind, list[str]], ...] = (
        ("number", numbers),
        ("other_firm", _longest(others, text)),
        ("lender", _longest(lenders, text)),
    )
    for kind, found in kinds:
        for one in found:
            yield Leak(kind=kind, place=words.place, found=one, text=words.text, record_id=words.record_id)


def _own_names(store: Store, firm_id: str) -> list[str]:
    return [one.text for one in store.all(FirmName, firm_id=firm_id)]


def _others(store: Store, firm_id: str, words: Iterable[_Words], own: Iterable[str]) -> list[str]:
    """Return the names of other firms that stand in the words."""
    texts = json.dumps([_without(one.text, own).lower() for one in words])
    return [row[0] for row in store.rows(_NAMED, {"firm": firm_id, "texts": texts})]


def _lenders(store: Store) -> set[str]:
    """Return the names of other lenders in the book, our own bank's left out."""
    ours = {name.casefold() for name in bank_names(store)}
    found = {row[0] for row in store.rows("SELECT DISTINCT trim(lender) FROM other_line WHERE deleted_at IS NULL")}
    found |= {row[0] for row in store.rows("SELECT DISTINCT trim(lender) FROM facility WHERE deleted_at IS NULL")}
    return {name for name in found if name and len(name) > 1 and name.casefold() not in ours}


def _longest(names: Iterable[str], text: str) -> list[str]:
    """Return the names that stand in a text, without those that are a part of another one there."""
    lowered = text.casefold()
    found = sorted({name for name in names if name.casefold() in lowered}, key=len, reverse=True)
    kept: list[str] = []
    for name in found:
        if not any(name.casefold() in other.casefold() for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda name: lowered.index(name.casefold()))


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text
