"""Writing amounts: in words of scale (4,500万元, CNY 45 million), in full, and short for screens.

English counts by thousands and Chinese by ten thousands, so the two languages differ in their rule and not
only in their words. Source of the rules: domain 7.6, and for the short screen style the design, section 9.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from rmapp import i18n
from rmapp.domain import reference

_MINUS = "\u2212"
_ENGLISH = ((10**6, " million"), (10**9, " billion"), (10**12, " trillion"))
_CHINESE = ((10**4, "万"), (10**8, "亿"), (10**12, "万亿"))
_ENGLISH_SHORT = ((10**6, "m", 1), (10**9, "bn", 2), (10**12, "tn", 2))
_CHINESE_SHORT = ((10**4, "万", 1), (10**8, "亿", 2), (10**12, "万亿", 2))
_CHINESE_UNITS = MappingProxyType({"CNY": "元"})


def write_short(amount: Decimal, ccy: str, lang: str | None = None) -> str:
    """Return the amount in words of scale with at most two decimals: CNY 45 million, 4,500万元."""
    chinese = _is_chinese(lang)
    scales = _CHINESE if chinese else _ENGLISH
    if abs(amount) < scales[0][0]:
        return write_full(amount, ccy, lang)
    number, word = _scaled(abs(amount), tuple((size, word, 2) for size, word in scales))
    return _joined(_sign(amount), _trimmed(number) + word, ccy, chinese=chinese)


def write_full(amount: Decimal, ccy: str, lang: str | None = None) -> str:
    """Return the exact amount with all its digits: CNY 45,000,000.00, 45,000,000.00元."""
    number = f"{abs(amount):,.{_digits(ccy)}f}"
    return _joined(_sign(amount), number, ccy, chinese=_is_chinese(lang))


def write_number(amount: Decimal, places: int) -> str:
    """Return the bare number for a column whose head names the unit: −1,234.50."""
    rounded = _rounded(amount, places)
    return f"{_sign(rounded)}{abs(rounded):,.{places}f}"


def write_compact(amount: Decimal, ccy: str, lang: str | None = None) -> str:
    """Return the amount as screens show it: ¥58.0m and ¥1.86bn, 5,800 万元 and 1.30 亿元."""
    chinese = _is_chinese(lang)
    scales = _CHINESE_SHORT if chinese else _ENGLISH_SHORT
    if _rounded(abs(amount), 0) < scales[0][0]:
        number, word = f"{_rounded(abs(amount), 0):,f}", ""
    else:
        number, word = _scaled(abs(amount), scales)
        if word == "万":
            number = _trimmed(number)
    sign = _MINUS if amount < 0 and number != "0" else ""
    if chinese:
        return f"{sign}{number} {word}{_chinese_unit(ccy)}"
    return f"{sign}¥{number}{word}" if ccy == "CNY" else f"{sign}{ccy} {number}{word}"


def _scaled(amount: Decimal, scales: tuple[tuple[int, str, int], ...]) -> tuple[str, str]:
    """Return number and word in the largest scale that fits, or the next one where rounding reaches it."""
    fitting = max(index for index, (size, _word, _places) in enumerate(scales) if index == 0 or amount >= size)
    size, word, places = scales[fitting]
    number = _rounded(amount / size, places)
    if fitting + 1 < len(scales) and number * size >= scales[fitting + 1][0]:
        size, word, places = scales[fitting + 1]
        number = _rounded(number * scales[fitting][0] / size, places)
    return f"{number:,.{places}f}", word


def _joined(sign: str, number: str, ccy: str, *, chinese: bool) -> str:
    return f"{sign}{number}{_chinese_unit(ccy)}" if chinese else f"{sign}{ccy} {number}"


def _sign(amount: Decimal) -> str:
    return _MINUS if amount < 0 else ""


def _chinese_unit(ccy: str) -> str:
    return _CHINESE_UNITS.get(ccy) or reference.text("currency", ccy, "zh_CN")


def _digits(ccy: str) -> int:
    return reference.currencies()[ccy].minor_digits


def _is_chinese(lang: str | None) -> bool:
    return (lang or i18n.current()).startswith("zh")


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
