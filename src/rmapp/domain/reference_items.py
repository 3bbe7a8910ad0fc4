"""The entries of the code lists, as their files are read (domain reference, section 0)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field

from rmapp import i18n
from rmapp.domain.full_width import full_width


class Item(BaseModel):
    """An entry of a list; what the program does not know of it is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Label(Item):
    """The name of a code in both languages; marks of the Chinese one are full-width, however its file writes them."""

    en: str = Field(min_length=1)
    zh: Annotated[str, AfterValidator(full_width)] = Field(min_length=1)

    def text(self, lang: str | None = None) -> str:
        """Return the name in a language, or in the current one."""
        return self.zh if (lang or i18n.current()).startswith("zh") else self.en


class Coded(Item):
    """An entry of a code list; `retired` ones are shown but no longer offered."""

    code: str
    label: Label = Field(validation_alias=AliasChoices("label", "name"))
    note: str = ""
    retired: bool = False


class Stage(Coded):
    """A lifecycle stage (domain 2.1); the cadence is in days."""

    ordinal: int
    regulatory_stage: str
    description: str
    entry_evidence: tuple[str, ...]
    min_evidence: int
    base_contact_cadence_days: int


class Evidence(Coded):
    """A kind of evidence for a stage, with its rule in words."""

    rule: str


class Transition(Item):
    """An allowed stage move (domain 2.2); `kind` is forward, skip or back.

    `requires` lists evidence of which all, `requires_any` evidence of which one must be there.
    """

    from_stage: str = Field(alias="from")
    to_stage: str = Field(alias="to")
    kind: str
    reason_required: bool
    allowed_reasons: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    requires_any: tuple[str, ...] = ()
    note: str = ""


class Tier(Coded):
    """A client tier; the multiplier stretches the contact cadence."""

    cadence_multiplier: float


class FacilityType(Coded):
    """A type of credit (domain 3.2); tenors are in months, factors in basis points."""

    family: str
    draw_unit: str
    revolving_default: bool
    committed_default: bool
    balance_sheet: str
    counts_as_loan: bool
    exposure_factor_bp: int
    typical_tenor_months: tuple[int, int] | None = None
    max_tenor_months: int | None = None
    typical_security: tuple[str, ...] = ()
    typical_use: tuple[str, ...] = ()


class CovenantMetric(Coded):
    """What a financial covenant looks at; `unit` is percent, months, days, money or count."""

    unit: str


class PledgeGround(Coded):
    """A ground on which a pledge of a patent is not registered; a `soft` one yields to an informed wish."""

    soft: bool = False


class WarningSignal(Coded):
    """An early-warning signal (domain 5.6)."""

    default_severity: str


class Designation(Coded):
    """A designation that a firm can hold (domain 1.5); validity `None` means no fixed term."""

    level: str
    issuer: str
    validity_months: int | None
    validity_verified: bool
    rank: int
    reminder_days_before_expiry: tuple[int, ...] = ()
    requires_any: tuple[str, ...] = ()


class Division(Coded):
    """A division of GB/T 4754-2017; `full_code` is the stored form, for example `C39`."""

    full_code: str
    section: str
    isic_primary: str
    technology_focus: bool


class SizeRule(Item):
    """Lower bounds of the size classes for some industries (domain 1.4), in persons and CNY 10,000."""

    sections: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    metrics: tuple[str, ...]
    large: tuple[int, ...]
    medium: tuple[int, ...]
    small: tuple[int, ...]


class Currency(Coded):
    """A currency of ISO 4217 with the number of digits of its minor unit."""

    minor_digits: int
    symbol: str


class BaseRate(Item):
    """The loan prime rate from a day on, in basis points a year (domain 3.7)."""

    date: date
    lpr_1y_bp: int
    lpr_5y_bp: int


class Board(Coded):
    """A listing venue; `code_pattern` is the shape of its stock codes."""

    exchange: str | None
    code_pattern: str | None
    currency: str | None


class Region(Coded):
    """An administrative region of GB/T 2260; `level` is province or city."""

    level: str
