"""Whether industries, regions and designations are what the standards they follow allow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmapp.domain.written_value import shown
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from rmapp.domain.reference_check.found import Findings

_ISIC = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47),
    "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82),
    "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip
"""The divisions of each section of ISIC Rev.4, first and last."""

_REGION = re.compile(r"[0-9]{6}", re.ASCII)
_LEVELS = ("province", "city")
_PROVINCE = 2
_CLASSES = ("large", "medium", "small")
_MEASURES = ("headcount", "revenue", "total_assets")


def check_industries(found: Findings) -> None:
    """Look at sections and divisions of GB/T 4754, their ISIC divisions, and the bounds of the size classes."""
    name = "industries"
    sections = found.codes(name, "sections")
    for place, one in found.entries(name, "sections"):
        found.known(name, f"{place}.isic_rev4_sections", one["isic_rev4_sections"], _ISIC, "ISIC Rev.4")
    for place, one in found.entries(name, "divisions"):
        found.known(name, f"{place}.section", [one["section"]], sections, "industries.json, sections")
        if one["full_code"] != f"{one['section']}{one['code']}":
            what = _("{value} is not section and code of the division.").format(value=shown(one["full_code"]))
            found.say(name, f"{place}.full_code", what)
        for key, codes in (("isic_primary", [one["isic_primary"]]), ("isic_rev4", one.get("isic_rev4") or ())):
            for code in codes:
                if not _is_isic(code):
                    what = _("{value} is not a division of ISIC Rev.4.").format(value=shown(code))
                    found.say(name, f"{place}.{key}", what)
    counts = found.contents[name]["counts"]
    for key in ("sections", "divisions"):
        number = len(found.contents[name][key])
        if counts.get(key) != number:
            sentence = ngettext(
                "{value} is not the count; there is {n}.", "{value} is not the count; there are {n}.", number
            )
            found.say(name, f"counts.{key}", sentence.format(value=shown(counts.get(key)), n=number))
    _sizes(found, name)


def check_regions(found: Findings) -> None:
    """Look at the codes of regions and whether the province of each city is there."""
    codes = found.codes("regions", "regions")
    for place, one in found.entries("regions", "regions"):
        found.known("regions", f"{place}.level", [one["level"]], _LEVELS, ", ".join(_LEVELS))
        if not _REGION.fullmatch(one["code"]):
            found.say("regions", f"{place}.code", _("{value} is not six digits.").format(value=shown(one["code"])))
        elif one["code"][:_PROVINCE] + "0000" not in codes:
            found.say(
                "regions", f"{place}.code", _("The province of {value} is missing.").format(value=shown(one["code"]))
            )


def check_designations(found: Findings) -> None:
    """Look at ranks, terms, days of reminder, and the designations that another one asks for."""
    codes = found.codes("designations", "items")
    for place, one in found.entries("designations", "items"):
        found.between("designations", f"{place}.rank", one["rank"], 0, 1000)
        asked = one.get("requires_any") or ()
        found.known("designations", f"{place}.requires_any", asked, codes, "designations.json, items")
        if one["validity_months"] is not None:
            found.between("designations", f"{place}.validity_months", one["validity_months"], 1, 600)
        for days in one.get("reminder_days_before_expiry", ()):
            found.between("designations", f"{place}.reminder_days_before_expiry", days, 0, 3660)


def _is_isic(code: object) -> bool:
    if not isinstance(code, str) or not re.fullmatch(r"[A-U][0-9]{2}", code, re.ASCII):
        return False
    first, last = _ISIC[code[0]]
    return first <= int(code[1:]) <= last


def _sizes(found: Findings, name: str) -> None:
    known = {
        "sections": found.codes(name, "sections"),
        "divisions": found.codes(name, "divisions"),
    }
    for at, rule in enumerate(found.contents[name]["size_class_rules"].get("rules", ())):
        place = f"size_class_rules.rules[{at + 1}]"
        for key, codes in rule["applies_to"].items():
            found.known(name, f"{place}.applies_to.{key}", codes, known.get(key, ()), f"industries.json, {key}")
        found.known(name, f"{place}.metrics", rule["metrics"], _MEASURES, ", ".join(_MEASURES))
        bounds = [rule[key] for key in _CLASSES]
        if any(len(one) != len(rule["metrics"]) for one in bounds):
            found.say(name, place, _("Each size class needs one number for each metric."))
        elif any(not large >= medium >= small >= 0 for large, medium, small in zip(*bounds, strict=True)):
            found.say(name, place, _("The bounds have to fall from large to small."))
