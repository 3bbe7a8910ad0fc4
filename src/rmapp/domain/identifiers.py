"""Checking the numbers that registers give: credit codes, LEIs, stock codes, patent applications."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rmapp.domain import reference
from rmapp.domain.reference_items import Board
from rmapp.i18n import _

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_SHAPE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_USCC_WEIGHTS = tuple(3**position % 31 for position in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LEI_SHAPE = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_MAINLAND = ("sse_star", "szse_chinext", "bse", "a_main")
_PATENT_SHAPE = re.compile(r"(?:19|20)[0-9]{2}[12389][0-9]{7}\.?[0-9X]")
_PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class IdCheck:
    """A number in its normal form; `problem` blocks saving as verified, warnings do not."""

    normal: str
    problem: str | None = None
    warnings: tuple[str, ...] = ()


UsccCheck = IdCheck


def normalise_uscc(text: str) -> str:
    """Return a credit code in half-width capitals without spaces and hyphens."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", unicodedata.normalize("NFKC", text)).upper()


def check_uscc(text: str) -> UsccCheck:
    """Check a Unified Social Credit Code (domain 1.2, GB 32100-2015).

    A wrong shape or check character is a problem; a wrong check inside the organisation code or an
    unknown region is a warning.
    """
    normal = normalise_uscc(text)
    if len(normal) != 18:
        sentence = _("A credit code has 18 characters; this one has {n}.").format(n=len(normal))
        return UsccCheck(normal, sentence)
    if not _USCC_SHAPE.fullmatch(normal):
        return UsccCheck(normal, _("This is not the shape of a credit code. Compare it with the business licence."))
    if uscc_check_character(normal) != normal[17]:
        return UsccCheck(
            normal,
            _("The last character does not fit the others. One character is wrong or two are swapped."),
        )
    warnings: list[str] = []
    if organisation_check_character(normal[8:16]) != normal[16]:
        warnings.append(_("The check character of the organisation code (position 17) does not fit."))
    if normal[2:4] + "0000" not in reference.regions():
        warnings.append(_("The region {code} is not known.").format(code=normal[2:8]))
    return UsccCheck(normal, None, tuple(warnings))


def uscc_check_character(code: str) -> str:
    """Return the character that position 18 must be, from the 17 before it (domain 1.2)."""
    total = sum(
        _USCC_ALPHABET.index(character) * weight for character, weight in zip(code[:17], _USCC_WEIGHTS, strict=True)
    )
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def organisation_check_character(code: str) -> str:
    """Return the character that follows the eight of an organisation code (GB 11714; domain 1.2)."""
    total = sum(int(character, 36) * weight for character, weight in zip(code, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def check_lei(text: str) -> IdCheck:
    """Check a Legal Entity Identifier (ISO 17442; ISO 7064 MOD 97-10)."""
    normal = normalise_uscc(text)
    if not _LEI_SHAPE.fullmatch(normal):
        sentence = _("An LEI has 18 letters or digits and then 2 digits; this one has {n} characters.")
        return IdCheck(normal, sentence.format(n=len(normal)))
    if int("".join(str(int(character, 36)) for character in normal)) % 97 != 1:
        return IdCheck(normal, _("The last two digits do not fit the others. Compare the LEI with its source."))
    return IdCheck(normal)


def check_stock_code(text: str, board: str | None = None) -> IdCheck:
    """Bring a stock code to its stored form (`688001.SH`, `09863.HK`) and compare it with a board.

    A mismatch with the board is a warning; an empty code is a problem.
    """
    normal = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if not normal:
        return IdCheck(normal, _("Type the stock code, for example 688001.SH."))
    if found := re.fullmatch(r"(?:HK[.:]?)?([0-9]{1,5})(?:\.HK)?", normal):
        if "HK" in normal or (board or "").startswith("hkex"):
            normal = found[1].zfill(5) + ".HK"
    elif found := re.fullmatch(r"(SH|SZ|BJ|NQ)[.:]?([0-9]{6})", normal):
        normal = f"{found[2]}.{found[1]}"
    known = reference.boards().get(board or "")
    if re.fullmatch(r"[0-9]{6}", normal):
        normal = _with_suffix(normal, known)
    if known and known.code_pattern and not re.fullmatch(known.code_pattern, normal):
        sentence = _("{code} does not look like a code of {board}.")
        return IdCheck(normal, None, (sentence.format(code=normal, board=known.label.text()),))
    return IdCheck(normal)


def _with_suffix(digits: str, board: Board | None) -> str:
    """Return the code with the suffix that fits its board, or the only mainland board that it fits."""
    candidates = [board] if board else [reference.boards()[code] for code in _MAINLAND]
    fitting = {
        f"{digits}.{suffix}"
        for candidate in candidates
        for suffix in ("SH", "SZ", "BJ", "NQ")
        if candidate.code_pattern and re.fullmatch(candidate.code_pattern, f"{digits}.{suffix}")
    }
    return fitting.pop() if len(fitting) == 1 else digits


def check_patent_number(text: str) -> IdCheck:
    """Check a Chinese patent application number, for example `201911209274.0` (domain 1.7)."""
    normal = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    normal = re.sub(r"^(?:CN|ZL)", "", normal)
    if not _PATENT_SHAPE.fullmatch(normal):
        sentence = _("A Chinese application number has 12 digits, a dot and a check character, as in {example}.")
        return IdCheck(normal, sentence.format(example="201911209274.0"))
    digits = normal.replace(".", "")
    normal = f"{digits[:12]}.{digits[12]}"
    if patent_check_character(digits[:12]) != digits[12]:
        return IdCheck(normal, _("The check character does not fit. One digit is wrong or two are swapped."))
    return IdCheck(normal)


def patent_check_character(digits: str) -> str:
    """Return the check character of the twelve digits of an application number (domain 1.7)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _PATENT_WEIGHTS, strict=True))
    return "0123456789X"[total % 11]
