"""The printed key that opens a book whose passphrase was forgotten.

Six groups of five characters from an alphabet without I, L, O and U: 140 random bits and 10 bits of
checksum, so that a slip of the pen is told from a wrong key.
"""

from __future__ import annotations

import hashlib
import secrets

from rmapp import errors
from rmapp.i18n import _

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_BODY = 28
_GROUP = 5


def make_key() -> str:
    """Return a new key as it is printed: `7K3QM-…`, six groups of five."""
    body = "".join(secrets.choice(_ALPHABET) for _place in range(_BODY))
    text = body + _checksum(body)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read_key(typed: str) -> str:
    """Return the key's 28 characters from what was typed, in any case and grouping.

    Raises `InputError` if characters are missing or mistyped.
    """
    text = "".join(typed.upper().replace("-", "").split()).translate(_READ_AS)
    if len(text) != _BODY + 2:
        raise errors.InputError(
            {"recovery_key": _("A recovery key has six groups of five characters. Please compare with the paper.")}
        )
    body, check = text[:_BODY], text[_BODY:]
    if not set(body) <= set(_ALPHABET) or _checksum(body) != check:
        raise errors.InputError(
            {"recovery_key": _("This recovery key has a typing mistake. Please compare it with the paper.")}
        )
    return body


def _checksum(body: str) -> str:
    number = int.from_bytes(hashlib.sha256(body.encode("ascii", "replace")).digest()[:2]) % 1024
    return _ALPHABET[number >> 5] + _ALPHABET[number & 31]
