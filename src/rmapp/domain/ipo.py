"""A firm's way to the stock exchange: the application, the steps it reached, and what the bank does meanwhile.

An announced listing is public, a planned one is inside information: all of it is restricted unless a person
says otherwise (domain reference, 2.4).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rmapp.domain.entity import CodeOf
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced

Track = Literal["a_share", "hkex"]


class IpoApplication(Sourced):
    """One application for a listing; a firm has one open application at a time, closed ones stay.

    `market_value` is what the user assumes for the tests of the board, `market_value_on` when.
    `closed_on` is the day of the final status.
    """

    firm_id: str
    track: Track = "a_share"
    board: Annotated[str | None, CodeOf("board")] = None
    sponsor: str = ""
    auditor: str = ""
    counsel: str = ""
    planned_raise: Money | None = None
    market_value: Money | None = None
    market_value_on: date | None = None
    milestone_reached: bool | None = None
    closed_on: date | None = None
    note: str = ""
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "restricted"


class IpoEvent(Sourced):
    """A status that an application reached; `inquiry` comes in rounds, counted from 1."""

    firm_id: str
    ipo_application_id: str
    status: Annotated[str, CodeOf("ipo_status")]
    reached_on: PartialDate
    round: int | None = Field(default=None, ge=1)
    recorded_at: str = ""
    recorded_by: str = ""
    note: str = ""
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "restricted"


class IpoAction(Sourced):
    """Something the bank itself does along an application: advice, the proceeds account, its investment arm."""

    firm_id: str
    ipo_application_id: str
    kind: Annotated[str, CodeOf("ipo_action")]
    status: Annotated[str, CodeOf("ipo_action_status")] = "planned"
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None
    note: str = ""
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "restricted"
