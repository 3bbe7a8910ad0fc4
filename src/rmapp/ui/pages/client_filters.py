"""The filters a list of clients offers: which fields, in which words, with which choices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.query import nature_text
from rmapp.domain.wording import format_days
from rmapp.i18n import _
from rmapp.ui.filters import Filter, Options

if TYPE_CHECKING:
    from collections.abc import Sequence

MATURING_DAYS = (30, 60, 90, 180, 365)
QUIET_DAYS = (30, 60, 90, 180)


def main_filters() -> tuple[Filter, ...]:
    """Return the filters that stand beside the filter box, the most wanted first."""
    return (
        Filter("tiers", _("Tier"), "any", _tiers),
        Filter("stages", _("Stage"), "any", partial(_labels, "stage")),
        Filter("maturing_within_days", _("Maturing"), "days", partial(_days, MATURING_DAYS)),
    )


def more_filters() -> tuple[Filter, ...]:
    """Return the filters behind “More”."""
    return (
        Filter("statuses", _("Relationship"), "any", partial(_labels, "relationship_status")),
        Filter("designations", _("Designation"), "any", partial(_labels, "designation")),
        Filter("regions", _("Region"), "any", _regions),
        Filter("industries", _("Industry"), "any", partial(_labels, "industry_gb")),
        Filter("quiet_days", _("No contact"), "days", partial(_days, QUIET_DAYS)),
        Filter("natures", _("Kind"), "any", _natures),
        Filter("watch", _("Watch list"), "any", partial(_labels, "watch_status")),
        Filter("grades", _("Grade"), "any", partial(_labels, "grade")),
        Filter("has_line", _("Credit line"), "yes_no", _yes_no),
    )


def _labels(name: str) -> Options:
    return tuple((code, label.text()) for code, label in reference.choices(name).items())


def _tiers() -> Options:
    return tuple(
        (code, _("{tier}, {meaning}").format(tier=code, meaning=label.text()))
        for code, label in reference.choices("tier").items()
    )


def _regions() -> Options:
    """Return the regions by the beginning of their codes: two digits for a province, four for a city."""
    return tuple((_beginning(code), label.text()) for code, label in reference.choices("region").items())


def _beginning(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _natures() -> Options:
    return tuple((code, nature_text(code)) for code in ("client", "public_facts", "sample"))


def _yes_no() -> Options:
    return (("yes", _("Has a line")), ("no", _("No line")))


def _days(lengths: Sequence[int]) -> Options:
    return tuple((str(days), format_days(days)) for days in lengths)
