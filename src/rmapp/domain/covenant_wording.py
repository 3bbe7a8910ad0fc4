"""What a covenant asks for and what was found, in the words of the current language."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.covenant_rules import unit_of
from rmapp.domain.money import Money, format_compact
from rmapp.domain.wording import format_days, format_number
from rmapp.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from rmapp.domain.covenant import Covenant

_SYMBOLS = MappingProxyType({"<=": "≤", "<": "<", ">=": "≥", ">": ">"})


def covenant_text(covenant: Covenant) -> str:
    """Return what has to be true, for example "Debt / assets at most 65%" or "Audited statements"."""
    if covenant.type != "financial":
        return covenant.name or reference.text("covenant_type", covenant.type)
    patterns = {
        "<=": _("{metric} at most {threshold}"),
        "<": _("{metric} below {threshold}"),
        ">=": _("{metric} at least {threshold}"),
        ">": _("{metric} above {threshold}"),
    }
    threshold = "…" if covenant.threshold is None else value_text(covenant, covenant.threshold)
    return patterns[covenant.operator].format(metric=metric_text(covenant), threshold=threshold)


def short_text(covenant: Covenant) -> str:
    """Return what has to be true with a sign, for narrow places: "Debt / assets ≤ 65%"."""
    if covenant.type != "financial" or covenant.threshold is None:
        return covenant_text(covenant)
    return f"{metric_text(covenant)} {threshold_text(covenant)}"


def threshold_text(covenant: Covenant) -> str:
    """Return the threshold with its sign: ≤ 65%."""
    return f"{_SYMBOLS[covenant.operator]} {value_text(covenant, covenant.threshold)}"


def covenant_sentence(covenant: Covenant) -> str:
    """Return the whole covenant as one sentence: what, how often, and by when it is proved."""
    often = reference.text("frequency", covenant.frequency)
    if covenant.frequency == "event":
        return _("{what}; tested on event.").format(what=covenant_text(covenant))
    pattern = _("{what}, {often}; proof due within {days}, {grace} grace.")
    if covenant.type == "financial":
        pattern = _("{what}, tested {often}; statements due within {days}, {grace} grace.")
    return pattern.format(
        what=covenant_text(covenant),
        often=often[:1].lower() + often[1:],
        days=format_days(covenant.days_to_deliver),
        grace=format_days(covenant.grace_days),
    )


def metric_text(covenant: Covenant) -> str:
    """Return the name of the figure that is tested: the covenant's own, else that of the metric."""
    if covenant.metric is None:
        return covenant.name or "…"
    return covenant.name if covenant.metric == "other" else reference.text("covenant_metric", covenant.metric)


def value_text(covenant: Covenant, value: Decimal | None, *, unlimited: bool = False) -> str:
    """Return a value in the unit of the covenant's metric; a dash where it is not known."""
    if unlimited:
        return _("no cash burnt")
    if value is None:
        return "–"
    unit = unit_of(covenant.metric)
    if unit == "money":
        return format_compact(Money.of(value, covenant.ccy))
    number = short_number(value)
    if unit == "percent":
        return f"{number}%"
    if unit == "months":
        return ngettext("{n} month", "{n} months", 1 if value == 1 else 2).format(n=number)
    if unit == "days":
        return ngettext("{n} day", "{n} days", 1 if value == 1 else 2).format(n=number)
    return number


def state_text(state: str) -> str:
    """Return the word of a state."""
    words = {
        "passed": pgettext("covenant", "Pass"),
        "close": pgettext("covenant", "Close"),
        "failed": pgettext("covenant", "Failed"),
        "late": pgettext("covenant", "Late"),
        "pending": pgettext("covenant", "Pending"),
        "waived": pgettext("covenant", "Waived"),
        "cured": pgettext("covenant", "Cured"),
        "not_tested": pgettext("covenant", "Not tested"),
    }
    return words[state]


def short_number(value: Decimal) -> str:
    """Return a number with as many decimals as it needs, at most two."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    exponent = rounded.as_tuple().exponent
    return format_number(rounded, max(-exponent, 0) if isinstance(exponent, int) else 0)
