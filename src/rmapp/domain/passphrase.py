"""How hard a passphrase is to guess, in a sentence, and what is asked of a new one."""

from __future__ import annotations

import math

from rmapp.errors import InputError
from rmapp.i18n import _

WEAK_BELOW = 45.0
"""Bits; with the dear key derivation that is out of reach for one machine."""
STRONG_FROM = 70.0
_FEWEST_DIFFERENT = 5


def bits(passphrase: str) -> float:
    """Return a rough upper bound of the tries, as bits: length times the variety of the characters used."""
    pool = sum(size for size, used in _pools(passphrase) if used)
    return len(passphrase) * math.log2(pool) if pool else 0.0


def is_enough(passphrase: str) -> bool:
    """Tell whether a passphrase may protect a book."""
    return bits(passphrase) >= WEAK_BELOW and len(set(passphrase)) >= _FEWEST_DIFFERENT


def describe(passphrase: str) -> str:
    """Return a sentence about a passphrase as it is typed; empty for nothing typed."""
    if not passphrase:
        return ""
    if not is_enough(passphrase):
        return _("Easy to guess. Four words that do not belong together are better.")
    if bits(passphrase) < STRONG_FROM:
        return _("Good enough. One word more makes it strong.")
    return _("Strong. Can you remember it?")


def check_new_passphrase(passphrase: str, again: str) -> str:
    """Return the passphrase; raises InputError with the fields `passphrase` and `again`."""
    problems: dict[str, str] = {}
    if not is_enough(passphrase):
        problems["passphrase"] = _("Too easy to guess. Please use four words or ten mixed characters.")
    if passphrase != again:
        problems["again"] = _("The two are not the same. Please type it again.")
    if problems:
        raise InputError(problems)
    return passphrase


def _pools(text: str) -> list[tuple[int, bool]]:
    return [
        (26, any(char.isascii() and char.islower() for char in text)),
        (26, any(char.isascii() and char.isupper() for char in text)),
        (10, any(char.isascii() and char.isdigit() for char in text)),
        (33, any(char.isascii() and not char.isalnum() for char in text)),
        (2500, any(not char.isascii() for char in text)),
    ]
