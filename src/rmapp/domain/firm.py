"""A client firm or prospect, its names, identifiers and listings (domain reference, 1.1 and 1.2)."""

from __future__ import annotations

from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity, Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced

SUMMARY_LIMIT = 400

Nature = Literal["client", "sample", "public_facts"]


class OtherId(Value):
    """An identifier of another register, as text: the register's name and the number."""

    register_name: str
    number: str


class FirmFields(Value):
    """All that can be typed about a firm itself; its names are apart."""

    nature: Nature = "client"
    summary: str = ""
    country: str = "CN"
    uscc: str | None = None
    uscc_unverified: bool = False
    lei: str | None = None
    lei_unverified: bool = False
    other_ids: tuple[OtherId, ...] = ()
    org_form: Annotated[str | None, CodeOf("org_form")] = None
    ownership_type: Annotated[str | None, CodeOf("ownership_type")] = None
    established_on: PartialDate | None = None
    registered_capital: Money | None = None
    paid_in_capital: Money | None = None
    region_code: Annotated[str | None, CodeOf("region")] = None
    city: str = ""
    registered_address: str = ""
    operating_address: str = ""
    website: str = ""
    industry_gb: Annotated[str | None, CodeOf("industry_gb")] = None
    industry_isic: str | None = None
    sei_codes: tuple[str, ...] = ()
    size_class: Annotated[str | None, CodeOf("size_class")] = None
    size_class_reason: str = ""
    tier: Annotated[str | None, CodeOf("tier")] = None
    relationship_status: Annotated[str, CodeOf("relationship_status")] = "prospect"
    watch_status: Annotated[str, CodeOf("watch_status")] = "none"
    watch_reason: str = ""
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    owner: str = ""
    deputies: tuple[str, ...] = ()
    end_state: Annotated[str, CodeOf("end_state")] = "operating"
    pinned_note: str = ""


class Firm(FirmFields, Entity):
    """One firm; its stage is derived from its stage history and is not kept here.

    `nature` tells a real client from a fictional sample firm and from a named firm of which the book
    holds published facts only. `merged_into` is the id of the firm this record was merged into.
    """

    merged_into: str | None = None


class NameFields(Value):
    """A name in one language, with the time it was in use."""

    kind: Annotated[str, CodeOf("name_kind")] = "legal"
    lang: Literal["en", "zh", "other"] = "zh"
    text: str
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None


class FirmName(NameFields, Entity):
    """One of a firm's names."""

    firm_id: str


class Listing(Sourced):
    """A listing of a firm's shares on an exchange; `code` is normalised with its suffix (`09863.HK`)."""

    firm_id: str
    exchange: str
    code: str = ""
    board: Annotated[str | None, CodeOf("board")] = None
    listed_on: PartialDate | None = None
    delisted_on: PartialDate | None = None
