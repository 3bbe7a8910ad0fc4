"""A credit line moved through its status, with what each step needs (domain reference, 3.8)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.facility import Facility
from rmapp.domain.money import format_money
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.line_views import facility_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.store import Store

STATUS_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "proposed": ("use_of_proceeds",),
        "in_approval": ("submitted_on",),
        "approved": ("limit", "tenor_months", "pricing", "security", "approver", "approval_expires_on"),
        "signed": ("contract_no", "signed_on"),
        "active": ("available_from",),
        "suspended": ("status_reason",),
    }
)
"""What a line must say before it can take a status (domain reference, 3.8)."""


def set_status(store: Store, facility_id: str, to: str, **fields: object) -> Facility:
    """Move a line to its next status; `fields` carry what the move needs (signed_on, status_reason …).

    Raises RuleError for a move that does not exist, InputError for what the status still lacks (3.8).
    """
    facility = store.get(Facility, facility_id)
    if to not in reference.line_moves()[facility.status]:
        raise RuleError(
            _("A line that is “{old}” cannot become “{new}”.").format(
                old=reference.text("line_status", facility.status), new=reference.text("line_status", to)
            )
        )
    changed = facility.model_copy(update=fields)
    missing = _missing_for(store, changed, to)
    if missing:
        raise InputError(missing)
    return store.change(Facility, facility_id, status=to, **fields)


def _missing_for(store: Store, facility: Facility, to: str) -> dict[str, str]:
    sentence = _("Needed before the line can become “{status}”.").format(status=reference.text("line_status", to))
    missing = {field: sentence for field in STATUS_NEEDS.get(to, ()) if not getattr(facility, field)}
    if to == "closed":
        outstanding = facility_view(store, facility.id).amounts.outstanding
        if outstanding is not None and not outstanding.is_zero:
            missing["status"] = _("{amount} is still drawn under this line.").format(amount=format_money(outstanding))
    return missing
