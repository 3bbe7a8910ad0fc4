"""A firm as it is typed, with its names, before the book accepts it."""

from __future__ import annotations

from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Value
from rmapp.domain.firm import Nature, OtherId
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate


class NameDraft(Value):
    """One of a firm's names; `id` is that of the stored name, or None for a new one."""

    id: str | None = None
    kind: Annotated[str, CodeOf("name_kind")] = "legal"
    lang: Literal["en", "zh", "other"] = "zh"
    text: str
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None


class FirmDraft(Value):
    """All that can be typed about a firm; the fields are those of `Firm`."""

    names: tuple[NameDraft, ...] = ()
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
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    owner: str = ""
    deputies: tuple[str, ...] = ()
    end_state: Annotated[str, CodeOf("end_state")] = "operating"
    pinned_note: str = ""
