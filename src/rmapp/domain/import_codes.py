"""Codes of reference data behind the words that people write: labels in both languages, and near misses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.import_fields import code_words
from rmapp.domain.import_problem import Choice, Finding
from rmapp.domain.import_titles import similarity
from rmapp.i18n import _

_ALIKE = 0.6
_MOST_CHOICES = 40
_NOISE = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[/()（）“”]")
_SEVERAL = re.compile(r"\s*[;；、,，/|\n]+\s*")
_TAILS = re.compile(
    r"(?:企业|客户|阶段|类型|级|类|档|期|型|市|省|自治区|壮族|回族|维吾尔|特别行政区|stage|tier|client)$"
)
_INDUSTRY = re.compile(r"([A-T])?(\d{2})(\d{0,2})")


def _fold(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def _stem(text: str) -> str:
    folded = _fold(text)
    while (shorter := _TAILS.sub("", folded)) != folded and len(shorter) > 1:
        folded = shorter
    return folded


@cache
def _words(codes: str) -> Mapping[str, str]:
    """Return every folded word for a code; words that mean two codes are left out."""
    exact: dict[str, str] = {}
    loose: dict[str, set[str]] = {}
    for code, label in reference.labels(codes).items():
        for text in (code, label.en, label.zh):
            exact[_fold(text)] = code
            for part in (text, *_PARTS.split(text)):
                loose.setdefault(_stem(part), set()).add(code)
                loose.setdefault(_fold(part), set()).add(code)
    exact |= {_fold(word): code for word, code in code_words(codes).items()}
    unique = {word: next(iter(found)) for word, found in loose.items() if word and len(found) == 1}
    return {**unique, **exact}


@cache
def _hints(codes: str) -> Mapping[str, str]:
    """Return words that only make a code likely: a round of funding is not a stage."""
    return {_fold(word): code for word, code in code_words(codes, sure=False).items()}


def _label(codes: str, code: str) -> str:
    label = reference.labels(codes).get(code)
    return code if label is None else f"{label.en} {label.zh}"


def choices(codes: str) -> tuple[Choice, ...]:
    """Return the codes of a list with labels in the current language, at most forty."""
    found = [Choice(code, label.text()) for code, label in reference.labels(codes).items()]
    return tuple(found[:_MOST_CHOICES])


def _industry(text: str) -> str | None:
    """Return the stored form of a typed industry code; three- and four-digit codes are kept."""
    found = _INDUSTRY.fullmatch(text.strip().upper())
    if found is None:
        return None
    for code in reference.industry_divisions():
        if code[1:] == found[2] and found[1] in (None, code[0]):
            return code + found[3]
    return None


def _region(text: str) -> str | None:
    """Return the code of the smallest region that an address names, or None."""
    folded = _fold(text)
    names = {_stem(label.zh): code for code, label in reference.labels("region").items()}
    found = [(code.endswith("0000"), code) for name, code in names.items() if len(name) > 1 and name in folded]
    return min(found)[1] if found else None


def find_code(codes: str, text: str) -> str | None:
    """Return the code that a text means without any doubt, else None."""
    if codes == "industry_gb" and (industry := _industry(text)):
        return industry
    if codes == "region" and re.fullmatch(r"\d{6}(?:\.0)?", text):
        return text[:6] if f"{text[:2]}0000" in reference.regions() else None
    words = _words(codes)
    found = words.get(_fold(text)) or words.get(_stem(text))
    return _region(text) if found is None and codes == "region" else found


@cache
def _read(codes: str, text: str, _language: str) -> Finding:
    code = find_code(codes, text)
    if code is not None:
        return Finding(code)
    parts = [part for part in _SEVERAL.split(text) if part]
    known = [found for part in parts if (found := find_code(codes, part))]
    if len(parts) > 1 and known:
        return Finding(known[0], _("Several values. The first one is kept"), "look", known[0], choices(codes))
    folded = _fold(text)
    rated = ((similarity(folded, word), found) for word, found in _words(codes).items())
    score, nearest = max(rated, default=(0.0, ""))
    likely = _hints(codes).get(folded) or (nearest if score >= _ALIKE else None)
    if likely:
        cause = _("Unknown value. Did you mean {label}?").format(label=_label(codes, likely))
        return Finding(likely, cause, "look", likely, choices(codes))
    return Finding(None, _("Unknown value. Choose one from the list"), choices=choices(codes))


def read_code(codes: str, text: str) -> Finding:
    """Read one code; a near miss is a look with the nearest code, everything else an error with choices."""
    return _read(codes, text, i18n.current())


def read_codes(codes: str, text: str) -> Finding:
    """Read several codes, written one after another; the value is a tuple without repeats.

    What is proposed or chosen for one of them keeps the others.
    """
    whole = find_code(codes, text)
    if whole is not None:
        return Finding((whole,))
    parts = [(part, read_code(codes, part)) for part in _SEVERAL.split(text) if part]
    known = tuple(dict.fromkeys(str(one.value) for _part, one in parts if one.value))
    doubts = [f"{part}: {one.cause}" for part, one in parts if one.cause]
    if not doubts:
        return Finding(known)
    if any(one.value is None for _part, one in parts):
        offered = tuple(Choice("; ".join((*known, choice.value)), choice.label) for choice in choices(codes))
        return Finding(None, " ".join(doubts), fix="; ".join(known) or None, choices=offered)
    return Finding(known, " ".join(doubts), "look", "; ".join(known), choices(codes))
