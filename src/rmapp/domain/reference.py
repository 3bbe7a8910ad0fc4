"""The code lists: stages, moves, facility types, designations and all other codes with their labels.

They are read once, on first use, from `resources/reference/*.json` or the bank's own files in their place. A code
that a book has stored stays resolvable: an item that is no longer offered is marked `retired` in its file and
still has its label.
"""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from rmapp.domain import reference_files, reference_kept
from rmapp.domain.reference_items import (
    BaseRate,
    Board,
    Coded,
    CovenantMetric,
    Currency,
    Designation,
    Division,
    Evidence,
    FacilityType,
    Item,
    Label,
    PledgeGround,
    Region,
    SizeRule,
    Stage,
    Tier,
    Transition,
    WarningSignal,
)
from rmapp.errors import RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


_T = TypeVar("_T", bound=Item)
_C = TypeVar("_C", bound=Coded)


@cache
def file(name: str) -> dict[str, Any]:
    """Return the content of a file of code lists. Raises RmappError if it cannot be read."""
    try:
        content = json.loads(reference_files.content(name).decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _unreadable(name) from error
    if not isinstance(content, dict):
        raise _unreadable(name)
    kept = _kept().get(name)
    return reference_kept.with_kept(content, kept) if kept else content


@cache
def _kept() -> reference_kept.Kept:
    return reference_kept.read_kept()


def _unreadable(name: str) -> RmappError:
    return RmappError(
        _("The code list {name}.json cannot be read. Your book was not touched. Install rmapp again.").format(name=name)
    )


def forget() -> None:
    """Read every list anew: own files were checked at the start, before anything looked at them."""
    reference_files.in_use.cache_clear()
    for one in (file, _kept, currencies, stages):
        one.cache_clear()


def read(kind: type[_T], name: str, key: str) -> tuple[_T, ...]:
    """Return the entries under a key of a file. Raises RmappError if they are not what they should be."""
    try:
        return TypeAdapter(tuple[kind, ...]).validate_python(file(name)[key])  # type: ignore[valid-type]
    except (KeyError, ValidationError) as error:
        raise _unreadable(name) from error


def coded(kind: type[_C], name: str, key: str) -> Mapping[str, _C]:
    """Return the entries under a key of a file by their code, in the order of the file."""
    return MappingProxyType({item.code: item for item in read(kind, name, key)})


@cache
def stages() -> Mapping[str, Stage]:
    """Return the eight lifecycle stages, earliest first."""
    return coded(Stage, "stages", "stages")


@cache
def evidence() -> Mapping[str, Evidence]:
    """Return the kinds of stage evidence."""
    return coded(Evidence, "stages", "evidence")


@cache
def transitions() -> Mapping[tuple[str, str], Transition]:
    """Return the allowed stage moves by (from, to)."""
    return MappingProxyType({(t.from_stage, t.to_stage): t for t in read(Transition, "stages", "transitions")})


@cache
def tiers() -> Mapping[str, Tier]:
    """Return the client tiers, highest first."""
    return coded(Tier, "stages", "tiers")


@cache
def facility_types() -> Mapping[str, FacilityType]:
    """Return the types of credit."""
    return coded(FacilityType, "facility_types", "facility_types")


@cache
def covenant_metrics() -> Mapping[str, CovenantMetric]:
    """Return what financial covenants can look at."""
    return coded(CovenantMetric, "credit_lists", "covenant_metrics")


@cache
def pledge_grounds() -> Mapping[str, PledgeGround]:
    """Return the twelve grounds on which a pledge of a patent is refused, in the order of the measures."""
    return coded(PledgeGround, "credit_lists", "pledge_grounds")


@cache
def warning_signals() -> Mapping[str, WarningSignal]:
    """Return the early-warning signals."""
    return coded(WarningSignal, "enums", "warning_signals")


@cache
def undrawn_factors_bp() -> tuple[int, int]:
    """Return what of an undrawn commitment counts as exposure, in basis points: committed, uncommitted (3.5)."""
    factors = file("facility_types")["undrawn_commitment_factor_bp"]
    return factors["committed"], factors["uncommitted"]


@cache
def class_floors() -> tuple[tuple[int, str], ...]:
    """Return (more than so many days overdue, at least this class) pairs, mildest first (domain 3.10)."""
    rows = file("enums")["loan_class_minimum_by_overdue_days"]
    return tuple((row["overdue_days_gt"], row["at_least"]) for row in rows)


@cache
def designations() -> Mapping[str, Designation]:
    """Return the designations."""
    return coded(Designation, "designations", "items")


@cache
def industry_divisions() -> Mapping[str, Division]:
    """Return the divisions of GB/T 4754-2017 by their stored form, for example `C39`."""
    return MappingProxyType({item.full_code: item for item in read(Division, "industries", "divisions")})


@cache
def size_rules() -> tuple[SizeRule, ...]:
    """Return the size-class rules in the order of their file."""
    rules = file("industries")["size_class_rules"]["rules"]
    return tuple(SizeRule.model_validate({**rule, **rule["applies_to"]}) for rule in rules)


@cache
def currencies() -> Mapping[str, Currency]:
    """Return the currencies by ISO 4217 code."""
    return coded(Currency, "currencies", "currencies")


@cache
def base_rates() -> tuple[BaseRate, ...]:
    """Return the published loan prime rates, oldest first."""
    return tuple(sorted(read(BaseRate, "currencies", "lpr"), key=lambda rate: rate.date))


@cache
def boards() -> Mapping[str, Board]:
    """Return the listing venues."""
    return coded(Board, "listing_boards", "boards")


@cache
def regions() -> Mapping[str, Region]:
    """Return the provinces and the larger cities by six-digit code of GB/T 2260."""
    return coded(Region, "regions", "regions")


@cache
def line_moves() -> Mapping[str, tuple[str, ...]]:
    """Return, for each credit-line status, the statuses it may move to (domain 3.8)."""
    rows = file("enums")["line_status_transitions"]
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
        "visit_purpose": ("visit_lists", "visit_purposes"),
        "answer_source": ("visit_lists", "answer_sources"),
        "site_sight": ("visit_lists", "site_sights"),
        "credit_topic": ("visit_lists", "credit_topics"),
        "judged_change": ("visit_lists", "judged_changes"),
        "likelihood": ("visit_lists", "likelihoods"),
        "need_step": ("visit_lists", "need_steps"),
        "attachment_kind": ("visit_lists", "attachment_kinds"),
        "paper_document": ("visit_lists", "paper_documents"),
        "paper_fate": ("visit_lists", "paper_fates"),
        "technology_phase": ("lifecycle_lists", "technology_phases"),
        "degree": ("lifecycle_lists", "degrees"),
        "talent_level": ("lifecycle_lists", "talent_levels"),
        "venture_record": ("lifecycle_lists", "venture_records"),
        "supply_relation": ("lifecycle_lists", "supply_relations"),
        "introduction": ("lifecycle_lists", "introductions"),
        "investor_kind": ("lifecycle_lists", "investor_kinds"),
        "option_kind": ("lifecycle_lists", "option_kinds"),
        "option_status": ("lifecycle_lists", "option_statuses"),
        "ipo_action": ("lifecycle_lists", "ipo_actions"),
        "ipo_action_status": ("lifecycle_lists", "ipo_action_statuses"),
        "three_tests": ("lifecycle_lists", "three_tests"),
        "hard_stop": ("scorecard_v1", "hard_stops"),
        "product": ("products", "products"),
        "product_document": ("products", "documents"),
        "scenario": ("scenarios", "scenarios"),
    }
)


def place_of_list(enum_name: str) -> tuple[str, str]:
    """Return the file of a code list and its key there; an enumeration stands in `enums` under its own name."""
    return _LISTS.get(enum_name, ("enums", enum_name))


@cache
def items(enum_name: str) -> Mapping[str, Coded]:
    """Return every entry of a code list, retired ones too; KeyError for a list that does not exist."""
    if enum_name in _LISTS:
        return coded(Coded, *_LISTS[enum_name])
    if enum_name == "industry_gb":
        return MappingProxyType({**items("industry_section"), **industry_divisions()})
    if enum_name == "grade":
        card = file("scorecard_v1")
        values = [*card["grades"], card["grade_x"]]
    elif enum_name == "size_class":
        values = file("industries")["size_class_rules"]["classes"]
    else:
        values = file("enums")["enumerations"][enum_name]["values"]
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


def text_beside(code: str, offered: Collection[str]) -> str | None:
    """Return the name of a code in the list that the offered codes are from, or None where that does not have it."""
    lists = (*_LISTS, *file("enums")["enumerations"])
    shared = {name: len(choices(name).keys() & offered) for name in lists if code in labels(name)}
    nearest = max(shared, key=lambda name: shared[name], default=None)
    return text(nearest, code) if nearest is not None and shared[nearest] else None
