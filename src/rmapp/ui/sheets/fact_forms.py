"""The forms of the reported facts: which fields each kind has, and how they become the entity's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.assessment import InnovationPoints
from rmapp.domain.claim import Claim
from rmapp.domain.classes import USUAL
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.firm import Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.technology import TechnologyStep
from rmapp.domain.technology_wording import HIGHEST
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui.sheets.claim_form import claim_specs
from rmapp.ui.sheets.form_values import NO, YES, answer_code, answer_of
from rmapp.ui.sheets.innovation_form import innovation_specs
from rmapp.ui.sheets.investor_lines import investors_of, investors_text
from rmapp.ui.sheets.link_forms import investment_specs, partner_picks, partner_specs
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmapp.domain.provenance import Sourced
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.pick_field import PickSource


@dataclass(frozen=True, slots=True)
class FactForm:
    """A kind of fact: its code, its name in the list, its entity and its own fields."""

    code: str
    title: str
    entity: type[Sourced]
    specs: tuple[FieldSpec, ...]
    by_kind: Callable[[str], tuple[FieldSpec, ...]] | None = None
    """The fields for what the field `kind` says, where they depend on it."""
    of_firm: Callable[[UiContext, str], tuple[FieldSpec, ...]] | None = None
    """The fields for a firm by its id, where they offer what the firm has."""
    picks: Callable[[UiContext], Mapping[str, PickSource]] | None = None
    """Where the fields that find one thing among many look for it."""
    usual: tuple[tuple[str, object], ...] = ()
    """What fields of something new begin with."""


def fact_forms() -> tuple[FactForm, ...]:
    """Return every kind of fact, the usual ones first."""
    return (
        FactForm("designation", _("Designation"), DesignationHolding, _designation()),
        FactForm("ip_count", _("Count of rights"), IpCountClaim, _ip_count()),
        FactForm("ip_right", _("Single patent or right"), IpRight, _ip_right()),
        FactForm("funding", _("Funding round"), FundingEvent, _funding()),
        FactForm("funding_total", _("Money raised in all"), FundingTotalClaim, _funding_total()),
        FactForm("overseas", _("Place abroad"), OverseasPresence, _overseas()),
        FactForm("listing", _("Listing"), Listing, _listing()),
        FactForm("technology", _("State of the technology"), TechnologyStep, _technology()),
        FactForm("innovation_points", _("Innovation points"), InnovationPoints, innovation_specs()),
        FactForm(
            "supply", _("Supplier or dealer"), SupplyLink, partner_specs(), picks=partner_picks, usual=(("tier", 1),)
        ),
        FactForm("investment", _("Investment and loan"), InvestmentLink, (), of_firm=investment_specs),
        FactForm("claim", _("Other reported fact"), Claim, claim_specs(), by_kind=claim_specs),
    )


_SHARES = frozenset({"share_bp", "option_share_bp"})
_ANSWERS = frozenset({"answer", "redemption_clause"})
_INVESTORS = "investors"

USUAL_VALUES = {"confidentiality": USUAL}
"""What the field of the class of something new begins with."""


def source_specs() -> tuple[FieldSpec, ...]:
    """Return the fields that every fact has: who said it, when, and where it stands."""
    return (
        FieldSpec("source", _("Source"), "choice", options=codes("info_source"), required=True),
        FieldSpec("as_of", _("As of"), "partial_date", placeholder=_("2025, 2025-12 or a day")),
        FieldSpec("citation", _("Citation"), span=2, placeholder=_("Publication, title, date")),
    )


def origin_specs() -> tuple[FieldSpec, ...]:
    """Return the fields of the source and, after them, the class of the fact."""
    return (*source_specs(), class_spec())


def class_spec() -> FieldSpec:
    """Return the field of the class of a fact; a form begins it with `USUAL_VALUES`."""
    hint = _("What is restricted stays off paper and out of files. A lower class needs a reason.")
    return FieldSpec(
        "confidentiality", _("Confidentiality"), "choice", options=codes("confidentiality"), required=True, hint=hint
    )


def codes(name: str) -> tuple[tuple[str, str], ...]:
    """Return the codes of a list with their names in the current language."""
    return tuple((code, label.text()) for code, label in reference.choices(name).items())


def to_fields(entity: type[Sourced], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a form as fields of an entity: empty texts for None, basis points for percent."""
    fields: dict[str, Any] = {}
    for name, value in values.items():
        if name in _SHARES and value is not None:
            fields[name] = _basis_points(name, value)
        elif name in _ANSWERS:
            fields[name] = answer_of(value)
        elif name == _INVESTORS:
            fields[name] = investors_of(str(value or ""))
        elif name == "readiness":
            fields[name] = int(value) if value else None
        elif value is None and entity.model_fields[name].default == "":
            fields[name] = ""
        else:
            fields[name] = value
    return fields


def from_fact(fact: Sourced, specs: tuple[FieldSpec, ...]) -> dict[str, object]:
    """Return the fields of a fact as values for its form."""
    values = {spec.name: getattr(fact, spec.name) for spec in specs}
    for name in _SHARES & values.keys():
        if values[name] is not None:
            values[name] = Decimal(values[name]) / 100
    if values.get("readiness") is not None:
        values["readiness"] = str(values["readiness"])
    for name in _ANSWERS & values.keys():
        values[name] = answer_code(getattr(fact, name))
    if _INVESTORS in values:
        values[_INVESTORS] = investors_text(getattr(fact, _INVESTORS))
    return values


def _technology() -> tuple[FieldSpec, ...]:
    levels = [(str(level), str(level)) for level in range(1, HIGHEST + 1)]
    return (
        FieldSpec("phase", _("How far it is"), "choice", options=codes("technology_phase")),
        FieldSpec("readiness", _("Readiness level"), "choice", options=levels, hint=_("1 an idea, 9 proven in use")),
        FieldSpec("reached_on", _("Reached"), "partial_date", required=True, placeholder=_("2025, 2025-12 or a day")),
        FieldSpec("note", _("What shows it"), "multiline", span=2),
    )


def _basis_points(name: str, percent: Decimal) -> int:
    points = percent * 100
    if points != points.to_integral_value():
        raise InputError({name: _("At most two digits after the point.")})
    return int(points)


def _qualifier(name: str = "qualifier") -> FieldSpec:
    return FieldSpec(name, _("How exact"), "choice", options=codes("count_qualifier"), required=True)


def _designation() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("designation", _("Designation"), "choice", options=codes("designation"), required=True, span=2),
        FieldSpec("granted_on", _("Granted"), "partial_date"),
        FieldSpec("expires_on", _("Ends"), "partial_date", hint=_("Left empty, the usual term is filled in.")),
        FieldSpec("level_text", _("Level as reported")),
        FieldSpec("batch", _("Batch")),
        FieldSpec("certificate_no", _("Certificate number")),
        FieldSpec("revoked_on", _("Withdrawn"), "partial_date"),
        FieldSpec("evidence", _("Evidence"), span=2),
    )


def _ip_count() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("ip_type", _("Type of right"), "choice", options=codes("ip_type"), required=True),
        FieldSpec("reported_type", _("Type in the words of the report")),
        FieldSpec("count", _("How many"), "integer", required=True),
        _qualifier(),
        FieldSpec("status", _("Status"), "choice", options=codes("ip_status")),
    )


def _ip_right() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("ip_type", _("Type of right"), "choice", options=codes("ip_type"), required=True),
        FieldSpec("number", _("Number")),
        FieldSpec("title", _("Title of the right"), span=2),
        FieldSpec("applicant", _("Holder")),
        FieldSpec("status", _("Status"), "choice", options=codes("ip_status")),
        FieldSpec("filed_on", _("Filed"), "partial_date"),
        FieldSpec("granted_on", _("Granted"), "partial_date"),
        FieldSpec("expires_on", _("Ends"), "partial_date", hint=_("Left empty, the usual term is filled in.")),
        FieldSpec("annual_fee_due_on", _("Annual fee due"), "date"),
        FieldSpec("core", _("A core right of the firm"), "check"),
        FieldSpec("pledged", _("Pledged"), "check"),
        FieldSpec("pledgee", _("Pledged to")),
        FieldSpec("pledge_registration_no", _("Number of the pledge")),
        FieldSpec("pledged_from", _("Pledge from"), "past_date"),
        FieldSpec("pledged_to", _("Pledge until"), "date"),
        FieldSpec("valuation", _("Valuation"), "money"),
        FieldSpec("valued_on", _("Valued on"), "past_date"),
        FieldSpec("valuer", _("Valuer")),
    )


def _funding() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("round", _("Round"), "choice", options=codes("funding_round"), required=True),
        FieldSpec("lead", _("Lead investor")),
        FieldSpec("amount", _("Amount"), "money"),
        _qualifier("amount_qualifier"),
        FieldSpec("announced_on", _("Announced"), "partial_date"),
        FieldSpec("closed_on", _("Closed"), "partial_date"),
        FieldSpec("pre_money", _("Value before the round"), "money"),
        FieldSpec("post_money", _("Value after the round"), "money"),
        FieldSpec("share_bp", _("Share sold"), "percent"),
        FieldSpec("redemption_clause", _("Redemption clause"), "choice", options=((YES, _("yes")), (NO, _("no")))),
        FieldSpec("redemption_text", _("Redemption clause in words"), span=2),
        _investors(),
    )


def _investors() -> FieldSpec:
    hint = _("One a line; after a comma what it is, for example “{kind}”.")
    kind = reference.text("investor_kind", "vc")
    return FieldSpec(_INVESTORS, _("Investors"), "multiline", span=2, hint=hint.format(kind=kind))


def _funding_total() -> tuple[FieldSpec, ...]:
    return (FieldSpec("amount", _("Amount"), "money", required=True), _qualifier(), _investors())


def _overseas() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("kind", _("Kind of presence"), "choice", options=codes("overseas_kind"), required=True),
        FieldSpec("country", _("Country"), required=True, hint=_("Two letters, for example AE or HU.")),
        FieldSpec("city", _("City")),
        FieldSpec("since", _("Since"), "partial_date"),
        FieldSpec("note", _("Remark"), span=2),
    )


def _listing() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("exchange", _("Exchange"), required=True),
        FieldSpec("code", _("Stock code")),
        FieldSpec("board", _("Board"), "choice", options=codes("board")),
        FieldSpec("listed_on", _("Listed"), "partial_date"),
        FieldSpec("delisted_on", _("Delisted"), "partial_date"),
    )
