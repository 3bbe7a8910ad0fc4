"""How screens say a covenant: its state, its headroom and where a value comes from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.covenant_wording import state_text
from rmapp.domain.wording import format_date, format_percent, format_period
from rmapp.i18n import _
from rmapp.ui.widgets.chips import Chip

if TYPE_CHECKING:
    from rmapp.domain.financials import FinancialSnapshot

_TONES = MappingProxyType(
    {
        "passed": ("success", "check"),
        "close": ("warning", "triangle-alert"),
        "failed": ("danger", "circle-alert"),
        "late": ("danger", "clock"),
        "waived": ("info", ""),
        "cured": ("success", "check"),
    }
)


def state_chip(state: str) -> Chip:
    """Return the chip of a state, with its word."""
    tone, icon = _TONES.get(state, ("neutral", ""))
    return Chip(state_text(state), tone=tone, icon=icon)


def headroom_text(headroom_bp: int | None, *, unlimited: bool = False) -> str:
    """Return the headroom as a share of the threshold; a dash where it is not known."""
    if unlimited:
        return _("no cash burnt")
    return "–" if headroom_bp is None else format_percent(headroom_bp)


def statement_text(snapshot: FinancialSnapshot) -> str:
    """Return which statement a value comes from: period, scope, audited or not, and when it came."""
    scopes = {"consolidated": _("consolidated"), "single": _("single firm")}
    said = [format_period(snapshot.period_type, snapshot.period_end), scopes[snapshot.scope]]
    if snapshot.audited is not None:
        said.append(_("audited") if snapshot.audited else _("not audited"))
    if snapshot.received_on is not None:
        said.append(_("received {day}").format(day=format_date(snapshot.received_on)))
    said.append(snapshot.citation.strip() or reference.text("info_source", snapshot.source))
    return " · ".join(said)
