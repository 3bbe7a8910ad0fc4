"""A firm's whole record as a value: everything the book says of it, with every note in full."""

from __future__ import annotations

from datetime import date

from rmapp.domain.attachment import Attachment
from rmapp.domain.brief import Names
from rmapp.domain.claim import Claim
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.entity import Value
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.funding import FundingEvent
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.ipo import IpoApplication, IpoEvent
from rmapp.domain.money import Money
from rmapp.domain.note_content import NoteContent
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import KeptRate, Promise
from rmapp.domain.record import PaperRecord
from rmapp.domain.stage import StageEvent


class RecordPerson(Value):
    """A person in one role at the firm."""

    person: Person
    role: Role


class RecordLine(Value):
    """A credit line with its amounts of today; unknown is None. `use` is that of the list of lines."""

    facility_type: str
    reference_no: str
    status: str
    use: str
    lender: str
    limit: Money | None
    outstanding: Money | None
    free: Money | None
    maturity_on: date | None
    confidentiality: str


class FirmRecord(Value):
    """Everything about a firm, for the house only.

    `notes` are newest first, with the firms named in `other_firms` where a meeting was about several.
    `confidentiality` is the strictest class of all that stands in it; `with_restricted` tells that a person let
    restricted things in.
    """

    names: Names
    all_names: tuple[FirmName, ...]
    code: str
    firm: Firm
    as_of: date
    confidentiality: str
    with_restricted: bool = False
    people: tuple[RecordPerson, ...] = ()
    stages: tuple[StageEvent, ...] = ()
    listings: tuple[IpoApplication, ...] = ()
    listing_steps: tuple[IpoEvent, ...] = ()
    lines: tuple[RecordLine, ...] = ()
    promises: tuple[Promise, ...] = ()
    kept: KeptRate
    designations: tuple[DesignationHolding, ...] = ()
    ip_counts: tuple[IpCountClaim, ...] = ()
    rights: tuple[IpRight, ...] = ()
    rounds: tuple[FundingEvent, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[NoteContent, ...] = ()
    other_firms: dict[str, Names] = {}
    attachments: tuple[Attachment, ...] = ()
    papers: tuple[PaperRecord, ...] = ()
