"""Whether products, scenarios, the fields of conditions and the tests of boards fit together."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference_files
from rmapp.domain.reference_check.conditions import check_condition
from rmapp.domain.reference_check.credit import check_tenor
from rmapp.domain.reference_check.entries import read_as
from rmapp.domain.reference_check.rows import BoardTestRow
from rmapp.domain.written_value import shown
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.condition import FieldType
    from rmapp.domain.reference_check.found import Findings

_WHOLE = 100
_OPERATORS = (
    *("eq", "ne", "in", "not_in", "gt", "gte", "lt", "lte", "between"),
    *("has_any", "has_all", "is_known"),
)


def field_types(found: Findings) -> Mapping[str, FieldType]:
    """Return the types of the fields that conditions of products may look at."""
    return {one["code"]: one["type"] for one in found.contents["condition_fields"]["fields"]}


def metric_types(found: Findings) -> Mapping[str, FieldType]:
    """Return the types of the figures that tests of boards may look at."""
    return {one["code"]: one["unit"] for one in found.contents["listing_boards"]["metrics"]}


def check_fields(found: Findings) -> None:
    """Look at the operators of conditions and the files their codes come from."""
    name = "condition_fields"
    found.known(name, "operators", found.contents[name]["operators"], _OPERATORS, ", ".join(_OPERATORS))
    for place, one in found.entries(name, "fields"):
        source = one.get("values_from")
        if source is not None:
            files = {f"{file}.json" for file in found.contents}
            found.known(name, f"{place}.values_from", [source], files, _("the files of code lists"))
    _types(found, name, "fields", "type")


def _types(found: Findings, file: str, key: str, part: str) -> None:
    """Look at the types of what conditions look at: the program gives the values, so it has the last word on them."""
    types = {one["code"]: one[part] for one in json.loads(reference_files.shipped(file))[key]}
    for place, one in found.entries(file, key):
        wanted = types.get(one["code"])
        if wanted is None:
            found.say(file, place, _("The program has no values for it, so no condition on it could ever be decided."))
        elif one[part] != wanted:
            what = _("{value} is not {wanted}, the type of the values that the program has.")
            found.say(file, f"{place}.{part}", what.format(value=shown(one[part]), wanted=shown(wanted)))


def check_products(found: Findings) -> None:
    """Look at each product: what it names, its conditions, points, tenor and limit."""
    name, types = "products", field_types(found)
    kinds = {one["code"]: one for one in found.contents["facility_types"]["facility_types"]}
    keys: set[str] = set()
    for place, one in found.entries(name, "products"):
        if one["key"] in keys:
            found.say(name, f"{place}.key", _("{value} stands twice.").format(value=shown(one["key"])))
        keys.add(one["key"])
        _names(found, place, one)
        kind = one.get("facility_type")
        if kind is not None:
            found.known(name, f"{place}.facility_type", [kind], kinds, "facility_types.json")
        if one["credit"] is not (kind is not None):
            found.say(name, f"{place}.facility_type", _("Credit needs a type of credit, and only credit has one."))
        check_condition(found, name, f"{place}.eligibility", one["eligibility"], types)
        _preferred(found, place, one, types)
        guidance = one.get("guidance") or {}
        tenor = guidance.get("tenor_months")
        check_tenor(found, name, f"{place}.guidance.tenor_months", tenor, kinds.get(kind or ""))
        spread = guidance.get("spread_bp")
        if spread is not None and spread[0] > spread[1]:
            what = _("{value} is not a lower and a higher spread.").format(value=shown(spread))
            found.say(name, f"{place}.guidance.spread_bp", what)


def check_scenarios(found: Findings) -> None:
    """Look at the stages and products of each scenario; each needs a product that is offered."""
    offered = {one["code"] for one in found.contents["products"]["products"] if not one.get("retired")}
    of_product = {one["code"]: one["scenarios"] for one in found.contents["products"]["products"]}
    for place, one in found.entries("scenarios", "scenarios"):
        stages = found.codes("stages", "stages")
        found.known("scenarios", f"{place}.stages", one["stages"], stages, "stages.json, stages")
        found.known("scenarios", f"{place}.products", one["products"], of_product, "products.json")
        if not one.get("retired") and not offered & set(one["products"]):
            found.say("scenarios", f"{place}.products", _("The scenario has no product that is offered."))
        for code in one["products"]:
            if code in of_product and one["code"] not in of_product[code]:
                what = _("The product {code} does not name this scenario.").format(code=code)
                found.say("scenarios", f"{place}.products", what)
        for code, named in of_product.items():
            if one["code"] in named and code not in one["products"]:
                what = _("The product {code} names this scenario, but is not in its list.").format(code=code)
                found.say("scenarios", f"{place}.products", what)


def check_boards(found: Findings) -> None:
    """Look at the venues of a listing: pattern of stock codes, currency, and their tests."""
    name, types = "listing_boards", metric_types(found)
    _types(found, name, "metrics", "unit")
    currencies = found.codes("currencies", "currencies")
    for place, one in found.entries(name, "boards"):
        if one.get("currency") is not None:
            found.known(name, f"{place}.currency", [one["currency"]], currencies, "currencies.json")
        try:
            re.compile(one.get("code_pattern") or "")
        except (re.error, TypeError):
            what = _("{value} is not a pattern of stock codes.").format(value=shown(one["code_pattern"]))
            found.say(name, f"{place}.code_pattern", what)
        seen: set[str] = set()
        for at, test in enumerate(one.get("tests") or ()):
            here = f"{place}.tests[{at + 1}]"
            if not _is_test(found, here, test):
                continue
            if test["test"] in seen:
                found.say(name, f"{here}.test", _("{value} stands twice.").format(value=shown(test["test"])))
            seen.add(test["test"])
            check_condition(found, name, f"{here}.conditions", test["conditions"], types)


def _is_test(found: Findings, place: str, test: object) -> bool:
    if not isinstance(test, dict):
        found.say("listing_boards", place, _("{value} is not an entry in braces.").format(value=shown(test)))
        return False
    wrong = tuple(read_as("listing_boards", place, test, BoardTestRow))
    found.problems += wrong
    return not wrong


def _names(found: Findings, place: str, one: Mapping[str, Any]) -> None:
    security = (one.get("guidance") or {}).get("security") or ()
    for key, codes, file, among in (
        ("scenarios", one["scenarios"], "scenarios", "scenarios"),
        ("stages", one["stages"], "stages", "stages"),
        ("documents", one.get("documents", ()), "products", "documents"),
        ("guidance.security", security, "facility_types", "security_types"),
    ):
        found.known("products", f"{place}.{key}", codes, found.codes(file, among), f"{file}.json, {among}")


def _preferred(found: Findings, place: str, one: Mapping[str, Any], types: Mapping[str, FieldType]) -> None:
    points = []
    for at, item in enumerate(one.get("preferred", ())):
        here = f"{place}.preferred[{at + 1}]"
        check_condition(found, "products", f"{here}.when", item.get("when"), types)
        found.between("products", f"{here}.points", item.get("points"), 1, _WHOLE, whole=True)
        points.append(item.get("points"))
    if all(isinstance(each, int | float) for each in points) and sum(points) != _WHOLE:
        what = _("The points add up to {sum}, not to 100.").format(sum=sum(points))
        found.say("products", f"{place}.preferred", what)
