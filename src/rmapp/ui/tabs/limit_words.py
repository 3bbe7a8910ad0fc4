"""How the credit tab says what can be drawn under all limits, and which of them binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.i18n import _
from rmapp.ui import line_wording

if TYPE_CHECKING:
    from rmapp.domain.amounts import LineAmounts
    from rmapp.domain.money import Money
    from rmapp.services.limits.exposure import EffectiveAvailable, GroupLimitUse, Level
    from rmapp.services.lines.line_views import FacilityView


def is_held_above(view: FacilityView, effective: EffectiveAvailable | None) -> bool:
    """Tell whether a limit above a line leaves less than the line itself has free, or leaves nobody knows what."""
    free = view.amounts.available
    if effective is None or free is None or free.is_zero:
        return False
    return effective.amount is None or effective.binding not in (None, "line")


def over_limit(amounts: LineAmounts) -> Money | None:
    """Return by how much more is used than the limit; None where it is not, or nobody knows."""
    used, limit = amounts.used, amounts.limit
    if used is None or limit is None or used.ccy != limit.ccy or used.minor <= limit.minor:
        return None
    return used - limit


def above_words(effective: EffectiveAvailable) -> str:
    """Return in a few words what the limit above leaves, such as “the group limit leaves 9.9”."""
    if effective.amount is None or effective.binding is None:
        return _("a limit above it: not known")
    left = line_wording.in_unit(effective.amount)
    return _leaving(effective.binding).format(left=left)


def free_sentence(view: FacilityView, effective: EffectiveAvailable) -> str:
    """Return the sentence for a line whose own free amount a limit above it cuts."""
    free = line_wording.in_unit(view.amounts.available)
    if effective.amount is None or effective.binding is None:
        said = _("free {free}; what a limit above it leaves is not known")
        return said.format(free=free)
    left = line_wording.in_unit(effective.amount)
    said = {
        "line": _("free {free}, bound by the line"),
        "umbrella": _("free {free}; the umbrella limit leaves {left}"),
        "product": _("free {free}; the part for this kind of credit leaves {left}"),
        "firm": _("free {free}; the part for this client leaves {left}"),
        "group": _("free {free}; the group limit leaves {left}"),
    }[effective.binding]
    return said.format(free=free, left=left)


def bound_sentence(effective: EffectiveAvailable) -> str:
    """Return what can be drawn and what binds it, as a sentence."""
    if effective.amount is None or effective.binding is None:
        return _("What can be drawn is not known.")
    said = {
        "line": _("{amount} can be drawn, bound by the line."),
        "umbrella": _("{amount} can be drawn, bound by the umbrella limit."),
        "product": _("{amount} can be drawn, bound by the part for this kind of credit."),
        "firm": _("{amount} can be drawn, bound by the part for this client."),
        "group": _("{amount} can be drawn, bound by the group limit."),
    }[effective.binding]
    return said.format(amount=line_wording.amount(effective.amount))


def split_words(used: GroupLimitUse) -> str:
    """Return how a group limit is split: over-allocated by how much, or that nobody has told."""
    if used.limit.split == "unknown":
        return _("split not known")
    if used.over_allocated is not None:
        over = line_wording.amount(used.over_allocated)
        return _("parts over-allocated by {over}, they share the room").format(over=over)
    if used.limit.split == "divided":
        return _("divided into parts")
    return _("shared by its parts") if used.sub_limits else _("shared")


def _leaving(level: Level) -> str:
    return {
        "line": _("{left} can be drawn"),
        "umbrella": _("the umbrella limit leaves {left}"),
        "product": _("the part for the kind leaves {left}"),
        "firm": _("the client's part leaves {left}"),
        "group": _("the group limit leaves {left}"),
    }[level]
