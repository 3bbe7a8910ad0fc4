"""Official and market designations a firm holds, and until when (domain reference, 1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from rmapp.domain.entity import CodeOf
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced

if TYPE_CHECKING:
    from datetime import date


LADDER = ("innovative_sme", "srdi_sme", "little_giant")
"""The steps of the national ladder, the lowest first (domain reference, 1.5)."""


class DesignationHolding(Sourced):
    """One designation of a firm with its certificate and validity."""

    firm_id: str
    designation: Annotated[str, CodeOf("designation")]
    level_text: str = ""
    batch: str = ""
    certificate_no: str = ""
    granted_on: PartialDate | None = None
    expires_on: PartialDate | None = None
    revoked_on: PartialDate | None = None
    evidence: str = ""

    def is_active(self, on: date) -> bool | None:
        """Tell whether the designation holds on a day; None where its start is not known.

        A partial date counts from the first to the last day it can mean. Source: domain reference, 1.5.
        """
        if self.revoked_on is not None and self.revoked_on.first_day() <= on:
            return False
        if self.expires_on is not None and self.expires_on.last_day() < on:
            return False
        if self.granted_on is None:
            return None
        return self.granted_on.first_day() <= on
