"""The short code of a firm on paper, by which a sheet finds its way back to the firm."""

from __future__ import annotations

import hashlib

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread (Crockford's base 32)."""

_LENGTH = 6


def firm_code(firm_id: str) -> str:
    """Return the code of a firm: six characters made of its id, the same on every device."""
    number = int.from_bytes(hashlib.sha256(firm_id.encode()).digest()[:4], "big")
    digits = [_DIGITS[number >> (5 * place) & 31] for place in range(_LENGTH)]
    return "".join(digits[:3]) + "-" + "".join(digits[3:])


def typed_code(text: str) -> str:
    """Return a code as `firm_code` writes it from what was read off a sheet: any case, O for 0, I and L for 1."""
    kept = text.strip().upper().translate(str.maketrans("OIL", "011")).replace("-", "").replace(" ", "")
    return f"{kept[:3]}-{kept[3:]}" if len(kept) == _LENGTH else ""
