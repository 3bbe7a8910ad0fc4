"""Where the words of a search stand in a text: all places to mark, and the part of a long text to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.names_search import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BEFORE = 24
_EARLY = 40
"""A word that stands further on is brought to the front, so that a narrow column shows it."""

_SNIPPET = 80
_CUT = "…"


class Span(NamedTuple):
    """A part of a text to mark, from `start` up to but not including `end`."""

    start: int
    end: int


class Snippet(NamedTuple):
    """A part of a text on one line, with the places to mark in it."""

    text: str
    spans: tuple[Span, ...]


def holds(text: str, terms: Iterable[str]) -> bool:
    """Tell whether a text holds all words; `terms` are those of `names_search.search_terms`."""
    plain = bare(text)
    return all(term in plain for term in terms)


def spans(text: str, terms: Iterable[str]) -> tuple[Span, ...]:
    """Return every place of every word in a text, in order; places that touch are one.

    Full-width and half-width letters, capitals and accents count as the same, as in the index.
    """
    plain, places = _with_places(text)
    found: list[Span] = []
    for term in filter(None, terms):
        at = plain.find(term)
        while at >= 0:
            found.append(Span(places[at], places[at + len(term) - 1] + 1))
            at = plain.find(term, at + len(term))
    return _joined(sorted(found))


def snippet(text: str, terms: Sequence[str], length: int = _SNIPPET) -> Snippet:
    """Return about `length` characters around the first word found, on one line; the beginning where none is."""
    line = " ".join(text.split())
    found = spans(line, terms)
    start = found[0].start - _BEFORE if found and found[0].start > _EARLY else 0
    cut = line[start : start + length]
    shown = (_CUT if start else "") + cut + (_CUT if start + length < len(line) else "")
    return Snippet(shown, spans(shown, terms))


def _with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the text as the index holds it, and for each of its characters the place in the text as typed."""
    if text.isascii() and "'" not in text:
        return text.lower(), range(len(text))
    plain: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for sign in bare(char):
            plain.append(sign)
            places.append(at)
    return "".join(plain), places


def _joined(found: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for one in found:
        if joined and one.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return tuple(joined)
