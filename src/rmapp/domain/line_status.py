"""The steps a credit line took on its way: asked for, sent back, approved, signed (domain reference, 3.8)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity


class LineStatusEvent(Entity):
    """One move of a line from a status to the next, on the business day it took place."""

    facility_id: str
    from_status: Annotated[str, CodeOf("line_status")]
    to_status: Annotated[str, CodeOf("line_status")]
    on: date
    note: str = ""
