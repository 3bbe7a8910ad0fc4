"""Finding firms of the book by their names inside a text, and by the addresses of their people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from rmapp.domain.names import fold, normalise_name

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_LEAST_HAN = 2
_LEAST_LATIN = 4
_COMMON = frozenset(
    {"qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "gmail.com", "outlook.com", "hotmail.com", "icloud.com"}
)
"""Domains of mail that belong to no firm."""

_NAMES = """SELECT n.firm_id, n.text FROM firm_name n JOIN firm f ON f.id = n.firm_id
    WHERE n.deleted_at IS NULL AND f.deleted_at IS NULL AND f.merged_into IS NULL"""
_ADDRESSES = """SELECT lower(p.work_email), p.id, r.firm_id FROM person p JOIN role r ON r.person_id = p.id
    WHERE p.deleted_at IS NULL AND r.deleted_at IS NULL AND p.work_email <> '' ORDER BY r.rid"""
_SITES = "SELECT id, website FROM firm WHERE deleted_at IS NULL AND merged_into IS NULL AND website <> ''"


class KnownAddress(NamedTuple):
    """A person of the book with this e-mail address, and the firms they belong to."""

    person_id: str
    firm_ids: tuple[str, ...]


class FirmMentions:
    """The names, sites and addresses of the book, read once for an import."""

    def __init__(self, store: Store) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for firm_id, text in store.rows(_NAMES):
            for name in {fold(text).strip(), normalise_name(text)}:
                if _is_telling(name):
                    self._names[name].add(firm_id)
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        for name in self._names:
            self._lengths[name[:2]].add(len(name))
        self._addresses: dict[str, KnownAddress] = {}
        for address, person_id, firm_id in store.rows(_ADDRESSES):
            known = self._addresses.get(address, KnownAddress(person_id, ()))
            self._addresses[address] = known._replace(firm_ids=(*known.firm_ids, firm_id))
        self._sites: defaultdict[str, set[str]] = defaultdict(set)
        for firm_id, website in store.rows(_SITES):
            self._sites[_site(website)].add(firm_id)

    def in_text(self, text: str) -> list[frozenset[str]]:
        """Return the firms that a text names, in its order; a name of several firms gives all of them as one set."""
        folded, found, at = fold(text), list[frozenset[str]](), 0
        while at < len(folded) - 1:
            name = self._name_at(folded, at)
            if not name:
                at += 1
                continue
            firms = frozenset(self._names[name])
            if firms not in found:
                found.append(firms)
            at += len(name)
        return found

    def person_at(self, address: str) -> KnownAddress | None:
        """Return the person of the book with this e-mail address."""
        return self._addresses.get(address.casefold())

    def by_domain(self, address: str) -> frozenset[str]:
        """Return the firms whose web site is at the domain of an e-mail address."""
        domain = address.rpartition("@")[2].casefold()
        return frozenset() if domain in _COMMON or not domain else frozenset(self._sites.get(domain, ()))

    def _name_at(self, text: str, at: int) -> str:
        """Return the longest known name that begins here, a Latin one only as whole words."""
        for length in sorted(self._lengths.get(text[at : at + 2], ()), reverse=True):
            name = text[at : at + length]
            if name in self._names and not (_cuts_word(text, at) or _cuts_word(text, at + length)):
                return name
        return ""


def _is_telling(name: str) -> bool:
    return len(name) >= (_LEAST_LATIN if name.isascii() else _LEAST_HAN)


def _cuts_word(text: str, at: int) -> bool:
    around = text[max(at - 1, 0) : at + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


def _site(website: str) -> str:
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:  # what was typed is no address
        return ""
    return host.removeprefix("www.").casefold()
