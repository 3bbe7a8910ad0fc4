"""Where a firm is present outside its home country (domain reference, 1.9)."""

from __future__ import annotations

from typing import Annotated

from rmapp.domain.entity import CodeOf
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced


class OverseasPresence(Sourced):
    """A place abroad: the country's ISO code, the city as text and what kind of presence it is."""

    firm_id: str
    country: str
    city: str = ""
    kind: Annotated[str, CodeOf("overseas_kind")]
    since: PartialDate | None = None
    entity_id: str | None = None
    note: str = ""
