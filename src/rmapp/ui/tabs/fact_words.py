"""The key facts of a firm in words, in the order of the card; an unknown one is an empty text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_date, format_days, format_partial
from rmapp.i18n import _, listed
from rmapp.services.clients.firms import listings

if TYPE_CHECKING:
    from rmapp.domain.firm import Firm
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext


def key_facts(context: UiContext, header: FirmHeader) -> list[tuple[str, str]]:
    """Return label and value of each fact; facts that seldom exist stand only where they are known."""
    firm = header.firm
    always = [
        (_("Industry"), reference.text("industry_gb", firm.industry_gb) if firm.industry_gb else ""),
        (_("Region"), _region(firm)),
        (_("Credit code (USCC)"), _marked(firm.uscc, unverified=firm.uscc_unverified)),
        (_("Founded"), format_partial(firm.established_on) if firm.established_on else ""),
        (_("Registered capital"), format_compact(firm.registered_capital) if firm.registered_capital else ""),
        (_("Account manager"), firm.owner or _("nobody yet")),
    ]
    return [*always, *((label, value) for label, value in _seldom(context, header) if value)]


def _seldom(context: UiContext, header: FirmHeader) -> list[tuple[str, str]]:
    firm = header.firm
    lead = header.lead_days
    return [
        (_("Deputies"), listed(firm.deputies)),
        (_("LEI"), _marked(firm.lei, unverified=firm.lei_unverified)),
        (_("Other numbers"), listed(f"{one.register_name} {one.number}" for one in firm.other_ids)),
        (_("Paid-in capital"), format_compact(firm.paid_in_capital) if firm.paid_in_capital else ""),
        (_("Legal form"), reference.text("org_form", firm.org_form) if firm.org_form else ""),
        (_("Ownership"), reference.text("ownership_type", firm.ownership_type) if firm.ownership_type else ""),
        (_("Size class"), reference.text("size_class", firm.size_class) if firm.size_class else ""),
        (_("Registered address"), firm.registered_address),
        (_("Where it works"), firm.operating_address),
        (_("Listed"), _listed(context, firm.id)),
        (_("First contact"), format_date(header.first_contact_on) if header.first_contact_on else ""),
        (_("From first contact to first credit"), format_days(lead) if lead is not None and lead >= 0 else ""),
    ]


def _region(firm: Firm) -> str:
    """Return where a firm is; a code below the cities of the list, a district or a county, has no name of its own."""
    entry = reference.regions().get(firm.region_code or "")
    region = entry.label.text() if entry is not None else firm.city or firm.region_code or ""
    if entry is not None and entry.level == "province" and firm.city:
        return _("{city}, {region}").format(city=firm.city, region=region)
    return region or firm.city


def _marked(number: str | None, *, unverified: bool) -> str:
    if not number:
        return ""
    return _("{number} (not verified)").format(number=number) if unverified else number


def _listed(context: UiContext, firm_id: str) -> str:
    found = context.ask(listings, firm_id)
    return listed(one.code or one.exchange for one in found)
