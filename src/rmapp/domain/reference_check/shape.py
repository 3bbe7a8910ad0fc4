"""Whether a file of code lists is what it should be by itself: readable, complete, both languages, codes once."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference_items as kinds
from rmapp.domain.listing_boards import IpoStatus, IpoStep, ListingBoard, Metric
from rmapp.domain.offers import ConditionField, ProductEntry, Scenario
from rmapp.domain.reference_check import rows
from rmapp.domain.reference_check.entries import SPOKEN, entry_problems, form_wanted
from rmapp.domain.reference_check.found import FileProblem, place_of
from rmapp.domain.written_value import shown
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERSION = 1
_FREE = frozenset({"notes", "sources", "title"})
"""Keys at the top of a file that may be missing."""

_MODELS: Mapping[tuple[str, str], type[kinds.Item]] = MappingProxyType(
    {
        ("stages", "stages"): kinds.Stage,
        ("stages", "evidence"): kinds.Evidence,
        ("stages", "transitions"): kinds.Transition,
        ("stages", "tiers"): kinds.Tier,
        ("stages", "ipo_statuses"): IpoStatus,
        ("facility_types", "facility_types"): kinds.FacilityType,
        ("credit_lists", "covenant_metrics"): kinds.CovenantMetric,
        ("credit_lists", "pledge_grounds"): kinds.PledgeGround,
        ("enums", "warning_signals"): kinds.WarningSignal,
        ("designations", "items"): kinds.Designation,
        ("industries", "divisions"): rows.DivisionRow,
        ("currencies", "currencies"): kinds.Currency,
        ("currencies", "lpr"): kinds.BaseRate,
        ("regions", "regions"): kinds.Region,
        ("listing_boards", "boards"): ListingBoard,
        ("listing_boards", "metrics"): Metric,
        ("condition_fields", "fields"): ConditionField,
        ("products", "products"): ProductEntry,
        ("scenarios", "scenarios"): Scenario,
        ("lifecycle_lists", "ipo_steps"): IpoStep,
        ("lifecycle_lists", "three_tests"): rows.TestWords,
        ("lifecycle_lists", "stage_tasks"): rows.StageTasks,
        ("lifecycle_lists", "evidence_conditions"): rows.EvidenceRule,
        ("lifecycle_lists", "stage_words"): rows.EvidenceWords,
        ("stages", "ipo_transitions"): rows.Move,
        ("enums", "line_status_transitions"): rows.Move,
        ("enums", "loan_class_minimum_by_overdue_days"): rows.OverdueRow,
        ("industries", "sections"): rows.Sections,
        ("industries", "size_class_rules.rules"): rows.SizeRow,
        ("industries", "size_class_rules.classes"): kinds.Coded,
        ("currencies", "fx_demo_rates"): rows.DemoRate,
    }
)
"""What the entries of a list are read as; every other list of codes is read as plain codes with labels."""


def shape_problems(name: str, content: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[FileProblem]:
    """Yield what is wrong with a file by itself, held against the shipped one of the same name."""
    yield from _head(name, content)
    yield from _labels(name, content, "")
    yield from _doubles(name, content, "")
    yield from form_problems(name, content, shipped)
    yield from _removed(name, content, shipped, "")


def form_problems(name: str, content: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[FileProblem]:
    """Yield what keeps a file from being held against the others: parts and entries of another form."""
    yield from _parts(name, content, shipped)
    for key, entries in _lists(content):
        kind = _MODELS.get((name, key)) or (kinds.Coded if _is_coded(key, entries, shipped) else None)
        if kind is not None:
            yield from entry_problems(name, key, entries, kind, dict(_lists(shipped)).get(key, ()))


def _head(name: str, content: Mapping[str, Any]) -> Iterator[FileProblem]:
    if content.get("schema_version") != VERSION:
        sentence = _("{value} is not {wanted}, the form of files that this program reads.")
        value = shown(content.get("schema_version"))
        yield FileProblem(name, "schema_version", sentence.format(value=value, wanted=VERSION))
    if name == "scorecard_v1":
        return
    try:
        date.fromisoformat(content.get("as_of", ""))
    except (TypeError, ValueError):
        sentence = _("{value} is not a day such as 2026-01-31.")
        yield FileProblem(name, "as_of", sentence.format(value=shown(content.get("as_of"))))


def _parts(name: str, content: Mapping[str, Any], shipped: Mapping[str, Any], place: str = "") -> Iterator[FileProblem]:
    """Yield each part of the shipped file that is missing or of another form; inside parts, lists and objects only."""
    for key, value in shipped.items():
        if not place and (key in ("schema_version", "as_of") or key in _FREE):
            continue
        here = f"{place}.{key}" if place else key
        if place and not isinstance(value, list | dict):
            continue
        if key not in content:
            yield FileProblem(name, here, _("This part is missing."))
        elif type(content[key]) is not type(value):
            yield FileProblem(name, here, form_wanted(is_list=isinstance(value, list)))
        elif isinstance(value, dict):
            yield from _parts(name, content[key], value, here)


def _labels(name: str, node: object, place: str) -> Iterator[FileProblem]:
    """Yield each name that lacks one of the two languages."""
    if isinstance(node, list):
        for at, one in enumerate(node):
            yield from _labels(name, one, place_of(place, at, one))
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        here = f"{place}.{key}" if place else key
        if key in SPOKEN and isinstance(value, dict):
            for lang in ("en", "zh"):
                text = value.get(lang)
                if not isinstance(text, str) or not text.strip():
                    language = _("English") if lang == "en" else _("Chinese")
                    yield FileProblem(
                        name, f"{here}.{lang}", _("The {language} text is missing.").format(language=language)
                    )
        else:
            yield from _labels(name, value, here)


def _doubles(name: str, node: object, place: str) -> Iterator[FileProblem]:
    """Yield each code that stands twice in its list."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _doubles(name, value, f"{place}.{key}" if place else key)
    if not isinstance(node, list):
        return
    seen: set[str] = set()
    for at, one in enumerate(node):
        code = one.get("code") if isinstance(one, dict) else None
        if isinstance(code, str):
            if code in seen:
                yield FileProblem(name, place, _("The code “{code}” stands twice.").format(code=code))
            seen.add(code)
        yield from _doubles(name, one, place_of(place, at, one))


def _lists(content: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the lists of entries at the top of a file, and those of the enumerations."""
    for key, value in content.items():
        if isinstance(value, list) and key not in _FREE:
            yield key, value
    for key, value in _inner(content, "enumerations"):
        entries = value.get("values") if isinstance(value, dict) else None
        yield f"enumerations.{key}.values", entries if isinstance(entries, list) else []
    for key, value in _inner(content, "size_class_rules"):
        if key in ("rules", "classes"):
            yield f"size_class_rules.{key}", value if isinstance(value, list) else []


def _inner(content: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    found = content.get(key)
    return list(found.items()) if isinstance(found, dict) else []


def _is_coded(key: str, entries: list[Any], shipped: Mapping[str, Any]) -> bool:
    """Say whether a list without a model of its own is one of codes, here or in the shipped file."""
    before = shipped.get(key)
    both = [*entries, *(before if isinstance(before, list) else ())]
    return key.startswith("enumerations.") or any(isinstance(one, dict) and "code" in one for one in both)


def _removed(name: str, content: object, shipped: object, place: str) -> Iterator[FileProblem]:
    """Yield each code of the shipped file that is gone: what a book has stored must keep its name."""
    if isinstance(shipped, dict) and isinstance(content, dict):
        for key, value in shipped.items():
            yield from _removed(name, content.get(key), value, f"{place}.{key}" if place else key)
    if isinstance(shipped, list) and isinstance(content, list):
        left = [one.get("code") for one in content if isinstance(one, dict)]
        for one in shipped:
            code = one.get("code") if isinstance(one, dict) else None
            if code is not None and code not in left:
                sentence = _('The code “{code}” is gone, and books may hold it. Keep it with "retired": true.')
                yield FileProblem(name, place, sentence.format(code=code))
