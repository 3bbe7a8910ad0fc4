"""Which credit lines a list shows and in which order: filters, sort order and their wording as chips."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from rmapp.domain import reference
from rmapp.domain.list_query import ListQuery
from rmapp.domain.query import Chip
from rmapp.domain.wording import format_days
from rmapp.i18n import _, listed, pgettext

Sort = Literal[
    "firm",
    "type",
    "status",
    "limit",
    "outstanding",
    "utilisation",
    "price",
    "maturity",
    "lender",
    "number",
]
Bucket = Literal["past", "d30", "d90", "d180", "d365", "later", "unknown"]

BUCKETS: tuple[Bucket, ...] = ("past", "d30", "d90", "d180", "d365", "later", "unknown")
"""The steps of the maturity ladder (domain reference, 3.5); every line stands on exactly one."""

_ENDS: dict[Bucket, tuple[int | None, int | None]] = {
    "past": (None, -1),
    "d30": (0, 30),
    "d90": (31, 90),
    "d180": (91, 180),
    "d365": (181, 365),
    "later": (366, None),
}
_NOT_FILTERS = frozenset({"sort", "descending", "columns"})


class DayRange(NamedTuple):
    """The first and last day of a range; None is open."""

    first: date | None
    last: date | None


class LineQuery(ListQuery):
    """A list of credit lines: every filter that is set must hold, and of the values of one filter any may.

    `uses` are in_use, approved, proposed, mentioned and ended. `own` True means lines of our own bank,
    False those of other lenders; `umbrella` False leaves umbrella limits out, which are not drawn
    themselves. `maturing_within_days` counts from today; `bucket` is one step of the
    maturity ladder. `columns` are those to show, in order; none means that the list chooses by its room.
    """

    text: str = ""
    uses: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    securities: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    maturing_within_days: Annotated[int, Field(ge=0, le=36_500)] | None = None
    bucket: Bucket | None = None
    own: bool | None = None
    over_limit: bool | None = None
    umbrella: bool | None = None
    sort: Sort = "firm"
    descending: bool = False
    columns: tuple[str, ...] = ()


def chips(query: LineQuery) -> tuple[Chip, ...]:
    """Return a chip for each filter that is set; text and order have their own controls."""
    within = query.maturing_within_days
    named = (
        Chip("uses", pgettext("use of a credit line", "Use"), listed(use_text(use) for use in query.uses)),
        Chip("statuses", _("Status"), _labels("line_status", query.statuses)),
        Chip("families", _("Family"), _labels("facility_family", query.families)),
        Chip("securities", _("Security"), _labels("security_type", query.securities)),
        Chip("currencies", _("Currency"), listed(query.currencies)),
        Chip("maturing_within_days", _("Maturing"), "" if within is None else format_days(within)),
        Chip("bucket", _("Maturity"), "" if query.bucket is None else bucket_text(query.bucket)),
        Chip("own", _("Lender"), "" if query.own is None else own_text(own=query.own)),
        Chip("over_limit", _("Over limit"), "" if query.over_limit is None else over_text(over=query.over_limit)),
        Chip("umbrella", _("Umbrella limits"), "" if query.umbrella is None else umbrella_text(only=query.umbrella)),
    )
    return tuple(chip for chip in named if chip.value)


def without(query: LineQuery, field: str) -> LineQuery:
    """Return the query with one filter dropped."""
    return query.model_copy(update={field: LineQuery.model_fields[field].default})


def is_narrow(query: LineQuery) -> bool:
    """Tell whether anything keeps lines out of the list."""
    return bool(set(query.model_dump(exclude_defaults=True)) - _NOT_FILTERS)


def use_text(use: str) -> str:
    """Return how lines of a use are called."""
    return {
        "in_use": _("In use"),
        "approved": _("Approved, not in use"),
        "proposed": pgettext("use of a credit line", "Proposed"),
        "mentioned": _("Drafted or talked about"),
        "ended": _("Ended"),
    }[use]


def own_text(*, own: bool) -> str:
    """Return whose lines are meant."""
    return _("our own bank") if own else _("other lenders")


def over_text(*, over: bool) -> str:
    """Return on which side of its limit a line is."""
    return _("over the limit") if over else _("within the limit")


def umbrella_text(*, only: bool) -> str:
    """Return whether umbrella limits are all that is listed, or left out."""
    return _("only these") if only else _("left out")


def bucket_text(bucket: Bucket) -> str:
    """Return the name of a step of the maturity ladder."""
    return {
        "past": _("Past maturity"),
        "d30": _("Up to 30 days"),
        "d90": _("31 to 90 days"),
        "d180": _("91 to 180 days"),
        "d365": _("181 to 365 days"),
        "later": _("More than 365 days"),
        "unknown": _("Maturity not known"),
    }[bucket]


def bucket_days(bucket: Bucket, today: date) -> DayRange | None:
    """Return the days of a step of the ladder; None for lines whose maturity is not known."""
    if bucket == "unknown":
        return None
    first, last = _ENDS[bucket]
    return DayRange(
        None if first is None else today + timedelta(days=first), None if last is None else today + timedelta(days=last)
    )


def bucket_of(maturity_on: date | None, today: date) -> Bucket:
    """Return the step of the ladder on which a line stands."""
    if maturity_on is None:
        return "unknown"
    days = (maturity_on - today).days
    return next(step for step, (_first, last) in _ENDS.items() if last is None or days <= last)


def _labels(enum_name: str, codes: tuple[str, ...]) -> str:
    return listed(reference.text(enum_name, code) for code in codes)
