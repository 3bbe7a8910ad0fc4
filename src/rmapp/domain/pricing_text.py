"""The price of a credit line as people type it and as screens say it: LPR 1Y + 35 bp, 3.45%."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from rmapp.domain import reference
from rmapp.domain.facility import Pricing
from rmapp.domain.wording import format_basis_points, format_rate
from rmapp.errors import InputError
from rmapp.i18n import _

_YEAR = r"-?y(?:ears?)?"
_OVER = r"(?:over-?)?"
_BASE_WORDS = (
    ("lpr_5y", rf"{_OVER}5{_YEAR}-?lpr|lpr\(?{_OVER}5{_YEAR}\)?|5年期?(?:以上)?lpr|lpr5年期?(?:以上)?"),
    ("lpr_1y", rf"1{_YEAR}-?lpr|lpr\(?1{_YEAR}\)?|1年期?lpr|lpr1年期?|lpr"),
    ("sofr", "sofr"),
    ("euribor", "euribor"),
    ("hibor", "hibor"),
)
_SPREAD = re.compile(r"([+\-])(\d+(?:\.\d+)?)(bps?|个?基点|%)?", re.IGNORECASE)
_FIXED = re.compile(r"(?:fixed(?:rate)?|固定(?:利率)?)?(\d+(?:\.\d+)?)%(?:fixed)?", re.IGNORECASE)
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-"})


def parse_pricing(text: str, known: Pricing | None = None) -> Pricing | None:
    """Return the price that was typed, None for nothing; floor, cap and repricing stay as in `known`.

    Raises InputError on the field `pricing`.
    """
    typed = "".join(unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES).split())
    if not typed:
        return None
    rest = known or Pricing()
    fixed = _FIXED.fullmatch(typed)
    if fixed:
        rate = _basis_points(fixed[1], "%")
        return rest.model_copy(update={"base": "fixed", "fixed_bp": rate, "spread_bp": None})
    for base, words in _BASE_WORDS:
        found = re.match(rf"(?:{words})(?![a-z])", typed, re.IGNORECASE)
        if found:
            spread = _spread(typed[found.end() :])
            return rest.model_copy(update={"base": base, "fixed_bp": None, "spread_bp": spread})
    raise _unreadable()


def write_pricing(pricing: Pricing | None) -> str:
    """Return a price in the short form that `parse_pricing` reads again; empty without a price."""
    if pricing is None:
        return ""
    if pricing.base == "fixed":
        return "" if pricing.fixed_bp is None else format_rate(pricing.fixed_bp)
    base = {"lpr_1y": _("LPR 1Y"), "lpr_5y": _("LPR 5Y")}.get(pricing.base)
    base = base or reference.text("rate_base", pricing.base)
    if pricing.spread_bp is None:
        return base
    spread = format_basis_points(abs(pricing.spread_bp))
    return f"{base} {'+' if pricing.spread_bp >= 0 else '−'} {spread}"


def _spread(rest: str) -> int:
    if not rest:
        return 0
    found = _SPREAD.fullmatch(rest)
    if found is None:
        raise _unreadable()
    points = _basis_points(found[2], "%" if found[3] == "%" else "bp")
    return -points if found[1] == "-" else points


def _basis_points(number: str, unit: str) -> int:
    points = Decimal(number) * (100 if unit == "%" else 1)
    if points != points.to_integral_value() or points > 10_000:
        raise _unreadable()
    return int(points)


def _unreadable() -> InputError:
    return InputError({"pricing": _("Write the price as “LPR 1Y + 35 bp”, “LPR 5Y − 20 bp” or “3.45%”.")})
