"""Which firms a list shows and in which order: filters, sort order and their wording as chips."""

from __future__ import annotations

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from rmapp.domain import reference
from rmapp.domain.list_query import ListQuery
from rmapp.i18n import _, ngettext

Sort = Literal[
    "name",
    "stage",
    "stage_since",
    "tier",
    "outstanding",
    "limit",
    "utilisation",
    "next_action",
    "contact",
    "maturity",
    "industry",
    "watch",
    "next_touch",
    "touch_rank",
    "grade",
]

_Days = Annotated[int, Field(ge=0, le=36_500)]
_NOT_FILTERS = frozenset({"scope", "sort", "descending", "columns"})


class FirmQuery(ListQuery):
    """A list of firms: every filter that is set must hold, and of the values of one filter any may.

    `scope` mine means that the user is owner or deputy. `maturing_within_days` counts from today;
    `quiet_days` is the time without a held meeting, and firms never met count.
    `regions` and `industries` are beginnings of codes (`33` is Zhejiang, `C39` one division).
    `columns` are those to show, in order; none means that the list chooses by the room it has.
    """

    text: str = ""
    stages: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    scope: Literal["mine", "all"] = "all"
    maturing_within_days: _Days | None = None
    quiet_days: _Days | None = None
    designations: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    has_line: bool | None = None
    sort: Sort = "name"
    descending: bool = False
    columns: tuple[str, ...] = ()


class Chip(NamedTuple):
    """A filter in words: the field to reset, its name and what it asks for."""

    field: str
    label: str
    value: str


def chips(query: FirmQuery) -> tuple[Chip, ...]:
    """Return a chip for each filter that is set; text, scope and order have their own controls."""
    named = (
        Chip("stages", _("Stage"), _listed("stage", query.stages)),
        Chip("tiers", _("Tier"), _join(query.tiers)),
        Chip("statuses", _("Relationship"), _listed("relationship_status", query.statuses)),
        Chip("maturing_within_days", _("Maturing"), _within(query.maturing_within_days)),
        Chip("quiet_days", _("No contact"), _for_days(query.quiet_days)),
        Chip("designations", _("Designation"), _listed("designation", query.designations)),
        Chip("natures", _("Kind"), _join(tuple(nature_text(code) for code in query.natures))),
        Chip("regions", _("Region"), _join(tuple(_region(code) for code in query.regions))),
        Chip("industries", _("Industry"), _join(tuple(_industry(code) for code in query.industries))),
        Chip("watch", _("Watch list"), _listed("watch_status", query.watch)),
        Chip("grades", _("Grade"), _join(query.grades)),
        Chip("has_line", _("Credit line"), _yes_no(query.has_line)),
    )
    return tuple(chip for chip in named if chip.value)


def without(query: FirmQuery, field: str) -> FirmQuery:
    """Return the query with one filter dropped."""
    return query.model_copy(update={field: FirmQuery.model_fields[field].default})


def is_narrow(query: FirmQuery) -> bool:
    """Tell whether anything but the scope keeps firms out of the list."""
    return bool(set(query.model_dump(exclude_defaults=True)) - _NOT_FILTERS)


def searchable(text: str) -> str:
    """Return a typed text without the characters that no book can hold: NUL and halves of surrogate pairs."""
    return re.sub("[\0\ud800-\udfff]", "", text)


def nature_text(nature: str) -> str:
    """Return what kind of record a firm is, in words."""
    return {"client": _("Client record"), "sample": _("Sample firm"), "public_facts": _("Public facts only")}[nature]


def _join(parts: tuple[str, ...]) -> str:
    return _(", ").join(parts)


def _listed(enum_name: str, codes: tuple[str, ...]) -> str:
    return _join(tuple(reference.text(enum_name, code) for code in codes))


def _within(days: int | None) -> str:
    return "" if days is None else ngettext("within {n} day", "within {n} days", days).format(n=days)


def _for_days(days: int | None) -> str:
    return "" if days is None else ngettext("for {n} day", "for {n} days", days).format(n=days)


def _yes_no(has_line: bool | None) -> str:  # noqa: FBT001 - the value of a filter, not a switch
    if has_line is None:
        return ""
    return _("yes") if has_line else _("none")


def _region(code: str) -> str:
    return reference.text("region", code.ljust(6, "0"))


def _industry(code: str) -> str:
    return reference.text("industry_gb", code)
