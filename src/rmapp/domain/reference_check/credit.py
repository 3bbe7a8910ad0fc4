"""Whether types of credit, their factors and tenors, line statuses and currencies fit together."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference_files
from rmapp.domain.written_value import shown
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.reference_check.found import Findings

_WHOLE = 10_000
_SIDES = ("on", "off")
_UNITS = ("percent", "months", "days", "money", "count")
_MOST_DIGITS = 4
_LONGEST_TENOR = 600
_HIGHEST_RATE = 5000
_RANKED = ("signal_severity", "watch_status")
"""Lists whose codes the program itself puts in order; names in them may be others, codes may not be added."""


def check_facility_types(found: Findings) -> None:
    """Look at the types of credit: family, unit, security, use, factor and tenors."""
    name = "facility_types"
    for place, one in found.entries(name, "facility_types"):
        for key, among in (
            ("family", "families"),
            ("draw_unit", "draw_units"),
            ("typical_security", "security_types"),
            ("typical_use", "use_of_proceeds"),
        ):
            value = one.get(key) or ()
            codes = [value] if isinstance(value, str) else value
            found.known(name, f"{place}.{key}", codes, found.codes(name, among), f"{name}.json, {among}")
        found.known(name, f"{place}.balance_sheet", [one["balance_sheet"]], _SIDES, ", ".join(_SIDES))
        found.between(name, f"{place}.exposure_factor_bp", one["exposure_factor_bp"], 0, _WHOLE)
        if one.get("max_tenor_months") is not None:
            found.between(name, f"{place}.max_tenor_months", one["max_tenor_months"], 1, _LONGEST_TENOR)
        check_tenor(found, name, f"{place}.typical_tenor_months", one.get("typical_tenor_months"), one)
    factors = found.contents[name]["undrawn_commitment_factor_bp"]
    for key in ("committed", "uncommitted"):
        found.between(name, f"undrawn_commitment_factor_bp.{key}", factors.get(key), 0, _WHOLE)


def check_tenor(found: Findings, file: str, place: str, tenor: Any, kind: Mapping[str, Any] | None) -> None:  # noqa: ANN401
    """Look at a shortest and longest tenor in months; the longest of a type of credit is its limit."""
    if tenor is None:
        return
    least, most = tenor
    if least < 0 or least > most:
        found.say(file, place, _("{value} is not a shorter and a longer tenor.").format(value=shown(tenor)))
    limit = (kind or {}).get("max_tenor_months")
    if limit is not None and most > limit:
        sentence = _("{value} months are more than the {limit} months that {code} may last.")
        found.say(file, place, sentence.format(value=most, limit=limit, code=(kind or {}).get("code")))


def check_enums(found: Findings) -> None:
    """Look at the moves of a credit line, the warning signals and the classes by days overdue."""
    name = "enums"
    for key in ("line_status", "signal_severity", "loan_class"):
        if not found.enumeration(key):
            found.say(name, f"enumerations.{key}", _("This part is missing."))
    _check_ranked(found)
    seen: set[str] = set()
    for at, move in enumerate(found.contents[name]["line_status_transitions"]):
        place = f"line_status_transitions[{at + 1}]"
        codes = [move["from"], *move["to"]]
        found.known(name, place, codes, found.enumeration("line_status"), "enums.json, line_status")
        if move["from"] in seen:
            found.say(name, f"{place}.from", _("{value} stands twice.").format(value=shown(move["from"])))
        seen.add(move["from"])
    for code in sorted(found.enumeration("line_status") - seen):
        what = _("A row for {value} is missing; a status that nothing may follow has an empty list.")
        found.say(name, "line_status_transitions", what.format(value=shown(code)))
    for place, signal in found.entries(name, "warning_signals"):
        severities = found.enumeration("signal_severity")
        where = "enums.json, signal_severity"
        found.known(name, f"{place}.default_severity", [signal["default_severity"]], severities, where)
    floors = found.contents[name]["loan_class_minimum_by_overdue_days"]
    for at, row in enumerate(floors):
        place = f"loan_class_minimum_by_overdue_days[{at + 1}].at_least"
        found.known(name, place, [row["at_least"]], found.enumeration("loan_class"), "enums.json, loan_class")
    for at, (one, after) in enumerate(pairwise(floors)):
        if after["overdue_days_gt"] <= one["overdue_days_gt"]:
            place = f"loan_class_minimum_by_overdue_days[{at + 2}].overdue_days_gt"
            found.say(
                name, place, _("{value} is not more than in the row before.").format(value=after["overdue_days_gt"])
            )


def _check_ranked(found: Findings) -> None:
    shipped = json.loads(reference_files.shipped("enums"))["enumerations"]
    for key in _RANKED:
        for code in sorted(found.enumeration(key) - {entry["code"] for entry in shipped[key]["values"]}):
            what = _("Rules of the program decide by this list, so {value} cannot be added to it.")
            found.say("enums", f"enumerations.{key}.values.{code}", what.format(value=shown(code)))


def check_currencies(found: Findings) -> None:
    """Look at the digits of currencies, the base rates, and the rates of exchange of the sample book."""
    name = "currencies"
    for place, one in found.entries(name, "currencies"):
        code = one["code"]
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            found.say(name, f"{place}.code", _("{value} is not three capital letters.").format(value=shown(code)))
        found.between(name, f"{place}.minor_digits", one["minor_digits"], 0, _MOST_DIGITS)
    for at, rate in enumerate(found.contents[name]["lpr"]):
        for key in ("lpr_1y_bp", "lpr_5y_bp"):
            found.between(name, f"lpr[{at + 1}].{key}", rate[key], 0, _HIGHEST_RATE)
    for at, rate in enumerate(found.contents[name]["fx_demo_rates"]):
        codes = [rate["base"], rate["quote"]]
        found.known(name, f"fx_demo_rates[{at + 1}]", codes, found.codes(name, "currencies"), "currencies.json")


def check_metrics(found: Findings) -> None:
    """Look at the units of covenant figures."""
    for place, one in found.entries("credit_lists", "covenant_metrics"):
        found.known("credit_lists", f"{place}.unit", [one["unit"]], _UNITS, ", ".join(_UNITS))
