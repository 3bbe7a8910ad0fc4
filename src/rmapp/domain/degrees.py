"""The degree that words about somebody's education name."""

from __future__ import annotations

import re
import unicodedata

_WORDS = (
    ("doctor", re.compile(r"博士(?!在读|生|研究生在读)|\bph\.? ?d\b|\bdoctor(?:ate|al)?\b|\bd\.?sc\b")),
    ("master", re.compile(r"硕士|研究生|\bmasters?\b|\bm\.?(?:sc|eng|phil)\b|\bmba\b|\bmaster's\b")),
    ("bachelor", re.compile(r"本科|学士|\bbachelors?\b|\bb\.?(?:sc|eng|a)\b")),
)


def degree_in(text: str) -> str | None:
    """Return the code of the highest degree (`degree`) that a text names; None where it names none."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return next((code for code, pattern in _WORDS if pattern.search(plain)), None)
