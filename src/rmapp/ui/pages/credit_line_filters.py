"""The filters that a list of credit lines offers: which fields, in which words, with which choices."""

from __future__ import annotations

from functools import partial

from rmapp.domain import reference
from rmapp.domain.line_query import BUCKETS, bucket_text, over_text, own_text, umbrella_text, use_text
from rmapp.domain.wording import format_days
from rmapp.i18n import _, pgettext
from rmapp.ui.filters import Filter, Options

MATURING_DAYS = (30, 60, 90, 180, 365)
_USES = ("in_use", "approved", "proposed", "mentioned", "ended")


def main_filters() -> tuple[Filter, ...]:
    """Return the filters that stand beside the filter box, the most wanted first."""
    return (
        Filter("uses", pgettext("use of a credit line", "Use"), "any", _uses),
        Filter("maturing_within_days", _("Maturing"), "days", _days),
        Filter("families", _("Family"), "any", partial(_labels, "facility_family")),
        Filter("own", _("Lender"), "yes_no", _own),
        Filter("over_limit", _("Over limit"), "yes_no", _over),
    )


def more_filters() -> tuple[Filter, ...]:
    """Return the filters behind “More”."""
    return (
        Filter("statuses", _("Status"), "any", partial(_labels, "line_status")),
        Filter("securities", _("Security"), "any", partial(_labels, "security_type")),
        Filter("currencies", _("Currency"), "any", _currencies),
        Filter("bucket", _("Maturity"), "one", _buckets),
        Filter("umbrella", _("Umbrella limits"), "yes_no", _umbrella),
    )


def _labels(name: str) -> Options:
    return tuple((code, label.text()) for code, label in reference.choices(name).items())


def _uses() -> Options:
    return tuple((use, use_text(use)) for use in _USES)


def _currencies() -> Options:
    return tuple(
        (code, _("{code}, {name}").format(code=code, name=label.text()))
        for code, label in reference.choices("currency").items()
    )


def _buckets() -> Options:
    return tuple((bucket, bucket_text(bucket)) for bucket in BUCKETS)


def _own() -> Options:
    return (("yes", own_text(own=True)), ("no", own_text(own=False)))


def _over() -> Options:
    return (("yes", over_text(over=True)), ("no", over_text(over=False)))


def _umbrella() -> Options:
    return (("yes", umbrella_text(only=True)), ("no", umbrella_text(only=False)))


def _days() -> Options:
    return tuple((str(days), format_days(days)) for days in MATURING_DAYS)
