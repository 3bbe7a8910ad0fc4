"""Finding personal numbers that must not be kept, in text that a user typed (domain reference, 8.2)."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from rmapp.i18n import _

FindingKind = Literal["identity_number", "mobile", "card_number"]

_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_DAY = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PATTERNS: tuple[tuple[FindingKind, re.Pattern[str]], ...] = (
    ("identity_number", re.compile(rf"{_BEFORE}[1-9]\d{{5}}{_DAY}\d{{3}}[\dXx]{_AFTER}", re.ASCII)),
    ("card_number", re.compile(rf"{_BEFORE}\d(?:[ -]?\d){{15,18}}{_AFTER}", re.ASCII)),
    ("mobile", re.compile(rf"{_BEFORE}1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_AFTER}", re.ASCII)),
)


class Finding(NamedTuple):
    """A place in a text that looks like a personal number, and a sentence about it."""

    kind: FindingKind
    start: int
    end: int
    sentence: str


def personal_data_in(text: str) -> list[Finding]:
    """Return what looks like an identity, bank card or mobile number, in the order of the text."""
    found: list[Finding] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= other.start or match.start() >= other.end for other in found):
                found.append(Finding(kind, match.start(), match.end(), _sentence(kind, match[0])))
    return sorted(found, key=lambda finding: finding.start)


def without_personal_data(text: str) -> str:
    """Return the text with everything that `personal_data_in` finds taken out."""
    for finding in reversed(personal_data_in(text)):
        text = text[: finding.start] + text[finding.end :]
    return text


def _sentence(kind: FindingKind, number: str) -> str:
    sentence = {
        "identity_number": _("“{number}” looks like an identity number. Identity numbers are not kept: remove it."),
        "card_number": _("“{number}” looks like a bank card number. Personal accounts are not kept: remove it."),
        "mobile": _("“{number}” looks like a mobile number. Keep work numbers only, in the person's phone field."),
    }[kind]
    return sentence.format(number=number)
