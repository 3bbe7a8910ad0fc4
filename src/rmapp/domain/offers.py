"""The products and scenarios that a bank offers, with their conditions (domain reference, 6)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.condition import Condition, FieldType, parse_condition
from rmapp.domain.money import Money
from rmapp.domain.reference_items import Coded, Item, Label
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping


class ConditionField(Coded):
    """A field that conditions of products look at; `values_from` names the file of its codes."""

    type: FieldType
    values_from: str = ""


class Guidance(Item):
    """What a product is usually like; never an offer. Tenors in months, spreads in basis points over the LPR."""

    max_limit: Money | None = None
    tenor_months: tuple[int, int] | None = None
    security: tuple[str, ...] = ()
    spread_bp: tuple[int, int] | None = None


class Scenario(Coded):
    """A situation in a firm's life in which some products help."""

    key: str
    name_origin: str
    stages: tuple[str, ...]
    description: str
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """A condition that makes a product fit better, and by how many points of 100."""

    when: Condition
    points: int


@dataclass(frozen=True, slots=True)
class Product:
    """A product: when it may be offered (`eligibility`), what makes it fit, and what it takes.

    `facility_type` is that of the line it becomes, None for a service without credit.
    """

    code: str
    key: str
    label: Label
    name_origin: str
    credit: bool
    facility_type: str | None
    scenarios: tuple[str, ...]
    stages: tuple[str, ...]
    eligibility: Condition
    preferred: tuple[Preference, ...]
    guidance: Guidance
    documents: tuple[str, ...]
    pitch: Label
    retired: bool


class ProductEntry(Coded):
    """A product as its file has it, conditions not read yet."""

    key: str
    name_origin: str
    credit: bool
    facility_type: str | None = None
    scenarios: tuple[str, ...]
    stages: tuple[str, ...]
    eligibility: dict[str, Any]
    preferred: tuple[dict[str, Any], ...] = ()
    guidance: Guidance = Guidance()
    documents: tuple[str, ...] = ()
    pitch: Label


@cache
def condition_fields() -> Mapping[str, ConditionField]:
    """Return the fields that conditions of products may look at."""
    return reference.coded(ConditionField, "condition_fields", "fields")


@cache
def products() -> Mapping[str, Product]:
    """Return the products in the order of their file, retired ones too. Raises RmappError for a bad file."""
    types: dict[str, FieldType] = {code: field.type for code, field in condition_fields().items()}
    try:
        return MappingProxyType(
            {one.code: _parsed(one, types) for one in reference.read(ProductEntry, "products", "products")}
        )
    except InputError as error:
        raise RmappError(
            _("The code list {name}.json cannot be used: {what}").format(name="products", what=error.message)
        ) from error


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Return the scenarios in the order of their file."""
    return reference.coded(Scenario, "scenarios", "scenarios")


@cache
def catalogue_version() -> str:
    """Return the day of the product file with eight characters of its hash: what a decision was made on."""
    content = reference.file("products")
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return f"{content['as_of']} {digest[:8]}"


def _parsed(one: ProductEntry, types: Mapping[str, FieldType]) -> Product:
    preferred = tuple(
        Preference(parse_condition(item.get("when"), types, f"{one.code}.preferred[{n}]"), int(item.get("points", 0)))
        for n, item in enumerate(one.preferred, 1)
    )
    return Product(
        code=one.code,
        key=one.key,
        label=one.label,
        name_origin=one.name_origin,
        credit=one.credit,
        facility_type=one.facility_type,
        scenarios=one.scenarios,
        stages=one.stages,
        eligibility=parse_condition(one.eligibility, types, f"{one.code}.eligibility"),
        preferred=preferred,
        guidance=one.guidance,
        documents=one.documents,
        pitch=one.pitch,
        retired=one.retired,
    )
