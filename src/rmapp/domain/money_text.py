"""Reading amounts as people type them: 12000000, 12,000,000, 12m, 1.2bn, 1200万, 1.2亿, USD 1m."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from types import MappingProxyType

from rmapp.domain import reference
from rmapp.errors import InputError
from rmapp.i18n import _

_LONGEST = 60
_LATIN_SCALES = MappingProxyType(
    {
        "k": 10**3,
        "thousand": 10**3,
        "m": 10**6,
        "mn": 10**6,
        "mio": 10**6,
        "million": 10**6,
        "b": 10**9,
        "bn": 10**9,
        "billion": 10**9,
        "tn": 10**12,
        "trillion": 10**12,
    }
)
_CHINESE_SCALES = MappingProxyType(
    {
        "万亿": 10**12,
        "千亿": 10**11,
        "百亿": 10**10,
        "十亿": 10**9,
        "亿": 10**8,
        "千万": 10**7,
        "百万": 10**6,
        "十万": 10**5,
        "万": 10**4,
        "千": 10**3,
    }
)
_MORE_WORDS = MappingProxyType(
    {"元": "CNY", "人民币": "CNY", "RMB": "CNY", "¥": "CNY", "美金": "USD", "港币": "HKD", "$": "USD"}
)
_SHARED_SYMBOLS = ("¥", "$")
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|\.\d+"
_PLAIN = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<scale>[a-z]+|[十百千万亿]+)?", re.IGNORECASE)
_COMPOUND = re.compile(r"(?:(\d[\d,]*)亿)?(?:(\d[\d,]*)万)?(\d[\d,]*)?")
_TWO_MEANINGS = re.compile(r"[\d.,' ]*\d[\d.,' ]*")
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "\uff0d": "-", "\u3000": " "})


def read_amount(text: str, ccy: str = "CNY") -> tuple[Decimal, str, bool]:
    """Return the amount, its currency, and whether the text itself says the unit (万, m, 元).

    `ccy` is the currency where the text names none. Raises InputError on the field `amount`.
    """
    typed = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    typed = " ".join(typed.split())
    if not typed:
        raise _refusal(_("Type an amount, for example 12000000, 12m, 1.2bn, 1200万 or 1.2亿."))
    if len(typed) > _LONGEST:
        raise _unreadable(typed[:_LONGEST] + "…")
    negative, rest = _take_sign(typed)
    rest, named = _take_currencies(rest)
    if not negative:
        negative, rest = _take_sign(rest)
    if len({code for code, _word in named}) > 1:
        raise _refusal(_("“{text}” names two currencies. Keep one.").format(text=typed))
    code, word = named[0] if named else (ccy, "")
    own = reference.currencies().get(ccy)
    if word in _SHARED_SYMBOLS and own and own.symbol.endswith(word):
        code = ccy
    amount, scaled = _read_number(rest, typed)
    says_unit = scaled or any(word == "元" for _code, word in named)
    return (-amount if negative else amount), code, says_unit


def _take_sign(text: str) -> tuple[bool, str]:
    return (True, text[1:].lstrip()) if text.startswith("-") else (False, text.removeprefix("+").lstrip())


def _take_currencies(text: str) -> tuple[str, list[tuple[str, str]]]:
    words = {code: code for code in reference.currencies()} | dict(_MORE_WORDS)
    for code, currency in reference.currencies().items():
        words[currency.symbol] = words[currency.label.zh] = code
    found: list[tuple[str, str]] = []
    for word in sorted(words, key=len, reverse=True):
        folded = text.upper()
        if folded.startswith(word.upper()):
            found.append((words[word], word))
            text = text[len(word) :].strip()
        elif folded.endswith(word.upper()) and text[: -len(word)].strip():
            found.append((words[word], word))
            text = text[: -len(word)].strip()
    return text, found


def _read_number(rest: str, typed: str) -> tuple[Decimal, bool]:
    plain = _PLAIN.fullmatch(rest)
    if plain:
        scale = _scale(plain["scale"])
        if scale is None:
            raise _unreadable(typed)
        return Decimal(re.sub("[, ]", "", plain["number"])) * scale, plain["scale"] is not None
    compound = _COMPOUND.fullmatch(rest.replace(" ", ""))
    if compound and any(compound.groups()[:2]):
        parts = [int(part.replace(",", "")) if part else 0 for part in compound.groups()]
        if parts[1] < 10**4 and parts[2] < 10**4:
            return Decimal(parts[0] * 10**8 + parts[1] * 10**4 + parts[2]), True
    if _TWO_MEANINGS.fullmatch(rest):
        raise _refusal(
            _(
                "“{text}” can be read in two ways. Write thousands with commas and decimals with a point, "
                "for example 1,000.50."
            ).format(text=typed)
        )
    raise _unreadable(typed)


def _scale(word: str | None) -> int | None:
    if word is None:
        return 1
    return _LATIN_SCALES.get(word.lower()) or _CHINESE_SCALES.get(word)


def _unreadable(typed: str) -> InputError:
    return _refusal(
        _("“{text}” is not an amount. Type for example 12000000, 12m, 1.2bn, 1200万 or 1.2亿.").format(text=typed)
    )


def _refusal(sentence: str) -> InputError:
    return InputError({"amount": sentence})
