"""The code lists: stages, moves, facility types, designations and all other codes with their labels.

They are read once, on first use, from `resources/reference/*.json`. A code that a book has stored stays
resolvable: an item that is no longer offered is marked `retired` in its file and still has its label.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from rmapp import i18n, paths
from rmapp.errors import RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Label(_Item):
    """The name of a code in both languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def text(self, lang: str | None = None) -> str:
        """Return the name in a language, or in the current one."""
        return self.zh if (lang or i18n.current()).startswith("zh") else self.en


class Coded(_Item):
    """An entry of a code list; `retired` ones are shown but no longer offered."""

    code: str
    label: Label
    note: str = ""
    retired: bool = False


class Stage(Coded):
    """A lifecycle stage (domain 2.1); the cadence is in days."""

    ordinal: int
    regulatory_stage: str
    description: str
    entry_evidence: tuple[str, ...]
    min_evidence: int
    base_contact_cadence_days: int


class Evidence(Coded):
    """A kind of evidence for a stage, with its rule in words."""

    rule: str


class Transition(_Item):
    """An allowed stage move (domain 2.2); `kind` is forward, skip or back.

    `requires` lists evidence of which all, `requires_any` evidence of which one must be there.
    """

    from_stage: str = Field(alias="from")
    to_stage: str = Field(alias="to")
    kind: str
    reason_required: bool
    allowed_reasons: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    requires_any: tuple[str, ...] = ()
    note: str = ""


class Tier(Coded):
    """A client tier; the multiplier stretches the contact cadence."""

    cadence_multiplier: float


class FacilityType(Coded):
    """A type of credit (domain 3.2); tenors are in months, factors in basis points."""

    family: str
    draw_unit: str
    revolving_default: bool
    committed_default: bool
    balance_sheet: str
    counts_as_loan: bool
    exposure_factor_bp: int
    typical_tenor_months: tuple[int, int] | None = None
    max_tenor_months: int | None = None
    typical_security: tuple[str, ...] = ()
    typical_use: tuple[str, ...] = ()


class CovenantMetric(Coded):
    """What a financial covenant looks at; `unit` is percent, months, days, money or count."""

    unit: str


class PledgeGround(Coded):
    """A ground on which a pledge of a patent is not registered; a `soft` one yields to an informed wish."""

    soft: bool = False


class WarningSignal(Coded):
    """An early-warning signal (domain 5.6)."""

    default_severity: str


class Designation(Coded):
    """A designation that a firm can hold (domain 1.5); validity `None` means no fixed term."""

    level: str
    issuer: str
    validity_months: int | None
    validity_verified: bool
    rank: int
    reminder_days_before_expiry: tuple[int, ...] = ()


class Division(Coded):
    """A division of GB/T 4754-2017; `full_code` is the stored form, for example `C39`."""

    full_code: str
    section: str
    isic_primary: str
    technology_focus: bool


class SizeRule(_Item):
    """Lower bounds of the size classes for some industries (domain 1.4), in persons and CNY 10,000."""

    sections: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    metrics: tuple[str, ...]
    large: tuple[int, ...]
    medium: tuple[int, ...]
    small: tuple[int, ...]


class Currency(Coded):
    """A currency of ISO 4217 with the number of digits of its minor unit."""

    minor_digits: int
    symbol: str


class BaseRate(_Item):
    """The loan prime rate from a day on, in basis points a year (domain 3.7)."""

    date: date
    lpr_1y_bp: int
    lpr_5y_bp: int


class Board(Coded):
    """A listing venue; `code_pattern` is the shape of its stock codes."""

    exchange: str | None
    code_pattern: str | None
    currency: str | None


class Region(Coded):
    """An administrative region of GB/T 2260; `level` is province or city."""

    level: str


_T = TypeVar("_T", bound=_Item)
_C = TypeVar("_C", bound=Coded)


@cache
def _file(name: str) -> dict[str, Any]:
    path = paths.resources() / "reference" / f"{name}.json"
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(name) from error
    if not isinstance(content, dict):
        raise _unreadable(name)
    return content


def _unreadable(name: str) -> RmappError:
    return RmappError(
        _("The code list {name}.json cannot be read. Your book was not touched. Install rmapp again.").format(name=name)
    )


def _read(kind: type[_T], file: str, key: str) -> tuple[_T, ...]:
    try:
        return TypeAdapter(tuple[kind, ...]).validate_python(_file(file)[key])  # type: ignore[valid-type]
    except (KeyError, ValidationError) as error:
        raise _unreadable(file) from error


def _coded(kind: type[_C], file: str, key: str) -> Mapping[str, _C]:
    return MappingProxyType({item.code: item for item in _read(kind, file, key)})


@cache
def stages() -> Mapping[str, Stage]:
    """Return the eight lifecycle stages, earliest first."""
    return _coded(Stage, "stages", "stages")


@cache
def evidence() -> Mapping[str, Evidence]:
    """Return the kinds of stage evidence."""
    return _coded(Evidence, "stages", "evidence")


@cache
def transitions() -> Mapping[tuple[str, str], Transition]:
    """Return the allowed stage moves by (from, to)."""
    return MappingProxyType({(t.from_stage, t.to_stage): t for t in _read(Transition, "stages", "transitions")})


@cache
def tiers() -> Mapping[str, Tier]:
    """Return the client tiers, highest first."""
    return _coded(Tier, "stages", "tiers")


@cache
def facility_types() -> Mapping[str, FacilityType]:
    """Return the types of credit."""
    return _coded(FacilityType, "facility_types", "facility_types")


@cache
def covenant_metrics() -> Mapping[str, CovenantMetric]:
    """Return what financial covenants can look at."""
    return _coded(CovenantMetric, "credit_lists", "covenant_metrics")


@cache
def pledge_grounds() -> Mapping[str, PledgeGround]:
    """Return the twelve grounds on which a pledge of a patent is refused, in the order of the measures."""
    return _coded(PledgeGround, "credit_lists", "pledge_grounds")


@cache
def warning_signals() -> Mapping[str, WarningSignal]:
    """Return the early-warning signals."""
    return _coded(WarningSignal, "enums", "warning_signals")


@cache
def undrawn_factors_bp() -> tuple[int, int]:
    """Return what of an undrawn commitment counts as exposure, in basis points: committed, uncommitted (3.5)."""
    factors = _file("facility_types")["undrawn_commitment_factor_bp"]
    return factors["committed"], factors["uncommitted"]


@cache
def class_floors() -> tuple[tuple[int, str], ...]:
    """Return (more than so many days overdue, at least this class) pairs, mildest first (domain 3.10)."""
    rows = _file("enums")["loan_class_minimum_by_overdue_days"]
    return tuple((row["overdue_days_gt"], row["at_least"]) for row in rows)


@cache
def designations() -> Mapping[str, Designation]:
    """Return the designations."""
    return _coded(Designation, "designations", "items")


@cache
def industry_divisions() -> Mapping[str, Division]:
    """Return the divisions of GB/T 4754-2017 by their stored form, for example `C39`."""
    return MappingProxyType({item.full_code: item for item in _read(Division, "industries", "divisions")})


@cache
def size_rules() -> tuple[SizeRule, ...]:
    """Return the size-class rules in the order of their file."""
    rules = _file("industries")["size_class_rules"]["rules"]
    return tuple(SizeRule.model_validate({**rule, **rule["applies_to"]}) for rule in rules)


@cache
def currencies() -> Mapping[str, Currency]:
    """Return the currencies by ISO 4217 code."""
    return _coded(Currency, "currencies", "currencies")


@cache
def base_rates() -> tuple[BaseRate, ...]:
    """Return the published loan prime rates, oldest first."""
    return tuple(sorted(_read(BaseRate, "currencies", "lpr"), key=lambda rate: rate.date))


@cache
def boards() -> Mapping[str, Board]:
    """Return the listing venues."""
    return _coded(Board, "listing_boards", "boards")


@cache
def regions() -> Mapping[str, Region]:
    """Return the provinces and the larger cities by six-digit code of GB/T 2260."""
    return _coded(Region, "regions", "regions")


@cache
def line_moves() -> Mapping[str, tuple[str, ...]]:
    """Return, for each credit-line status, the statuses it may move to (domain 3.8)."""
    rows = _file("enums")["line_status_transitions"]
    return MappingProxyType({row["from"]: tuple(row["to"]) for row in rows})


_LISTS = MappingProxyType(
    {
        "stage": ("stages", "stages"),
        "regulatory_stage": ("stages", "regulatory_stages"),
        "evidence": ("stages", "evidence"),
        "transition_reason": ("stages", "transition_reasons"),
        "end_state": ("stages", "firm_end_states"),
        "tier": ("stages", "tiers"),
        "ipo_status": ("stages", "ipo_statuses"),
        "facility_type": ("facility_types", "facility_types"),
        "facility_family": ("facility_types", "families"),
        "draw_unit": ("facility_types", "draw_units"),
        "use_of_proceeds": ("facility_types", "use_of_proceeds"),
        "security_type": ("facility_types", "security_types"),
        "designation": ("designations", "items"),
        "industry_section": ("industries", "sections"),
        "sei": ("industries", "strategic_emerging_2018"),
        "currency": ("currencies", "currencies"),
        "board": ("listing_boards", "boards"),
        "region": ("regions", "regions"),
        "warning_signal": ("enums", "warning_signals"),
        "fee_kind": ("credit_lists", "fee_kinds"),
        "day_count": ("credit_lists", "day_counts"),
        "limit_split": ("credit_lists", "limit_splits"),
        "covenant_metric": ("credit_lists", "covenant_metrics"),
        "pledge_ground": ("credit_lists", "pledge_grounds"),
    }
)


@cache
def items(enum_name: str) -> Mapping[str, Coded]:
    """Return every entry of a code list, retired ones too; KeyError for a list that does not exist."""
    if enum_name in _LISTS:
        return _coded(Coded, *_LISTS[enum_name])
    if enum_name == "industry_gb":
        return MappingProxyType({**items("industry_section"), **industry_divisions()})
    if enum_name == "size_class":
        values = _file("industries")["size_class_rules"]["classes"]
    else:
        values = _file("enums")["enumerations"][enum_name]["values"]
    entries = TypeAdapter(tuple[Coded, ...]).validate_python(values)
    return MappingProxyType({item.code: item for item in entries})


@cache
def labels(enum_name: str) -> Mapping[str, Label]:
    """Return the labels of a code list, retired codes too; KeyError for a list that does not exist.

    Beside the names in `enums.json`, the lists of the other files have the names in `_LISTS`, and
    `industry_gb` (sections and divisions) and `size_class`.
    """
    return MappingProxyType({code: item.label for code, item in items(enum_name).items()})


@cache
def choices(enum_name: str) -> Mapping[str, Label]:
    """Return the labels of the codes that are still offered to choose from."""
    return MappingProxyType({code: item.label for code, item in items(enum_name).items() if not item.retired})


def text(enum_name: str, code: str, lang: str | None = None) -> str:
    """Return the name of a code in a language, or the code itself where the list does not know it."""
    found = labels(enum_name).get(code)
    return found.text(lang) if found else code
