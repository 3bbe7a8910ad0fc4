"""How screens say what secures a line: chips of charges, sums in words, guarantors, patents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.money import format_compact
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.patent_rules import right_end
from rmapp.domain.wording import format_date, format_number, format_partial, format_percent
from rmapp.i18n import _, ngettext
from rmapp.services.collateral.patents import right_name

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.collateral import Collateral
    from rmapp.services.collateral.patents import PatentView
    from rmapp.services.collateral.security import ChargeView, GuaranteeView, LineSecurity
    from rmapp.services.lines.lendable import Thing


def thing_name(thing: Thing) -> str:
    """Return how a thing is called: a right by its title, anything else as described."""
    return right_name(thing.right) if thing.right is not None else collateral_name(thing.collateral)


def collateral_name(collateral: Collateral) -> str:
    """Return the description of a thing, or else its type."""
    return collateral.description.strip() or reference.text("security_type", collateral.type)


def charge_chip(view: ChargeView) -> tuple[str, str]:
    """Return tone and word of a charge: what is wrong with it, else that it holds."""
    said = {
        "right_ended": ("danger", _("Right ended")),
        "registration_ended": ("danger", _("Registration ended")),
        "not_registered": ("neutral", _("Not registered")),
        "lapsed": ("warning", _("Valuation due")),
        "valuation_due": ("warning", _("Valuation due")),
        "ends_soon": ("warning", _("Registration ends")),
    }
    return said.get(view.warning) or ("accent", _held(view.collateral.type))


def charge_sentence(view: ChargeView) -> str:
    """Return all about a charge in one sentence, for a tooltip and a screen reader."""
    charge, valuation = view.charge, view.thing.valuation
    said = [thing_name(view.thing), charge_chip(view)[1]]
    if view.thing.right is not None:
        said.append(view.thing.right.number or _("Number not reported"))
    if valuation is None:
        said.append(_("never valued"))
    else:
        words = _("valued {amount} on {date}")
        said.append(words.format(amount=format_compact(valuation.value), date=format_date(valuation.valued_on)))
    if charge.registration_no:
        said.append(_("registration {number}").format(number=charge.registration_no))
    if charge.registered_to is not None:
        said.append(_("registered until {date}").format(date=format_date(charge.registered_to)))
    if charge.ranking > 1:
        said.append(_("rank {n}").format(n=charge.ranking))
    return ", ".join(said)


def expiry(view: ChargeView) -> str:
    """Return the year in which a right ends, or the registration of another thing; empty where unknown."""
    end = right_end(view.thing.right) if view.thing.right is not None else None
    if end is not None:
        return str(end.first_day().year)
    return str(view.charge.registered_to.year) if view.charge.registered_to is not None else "–"


def valued(security: LineSecurity) -> str:
    """Return the note in the head of the card: what the things are worth and what part of it is lent."""
    if security.valued is None:
        return _("not valued") if security.charges else ""
    worth = format_compact(security.valued)
    if security.lendable_bp is not None:
        said = _("{amount} valued, {share} lendable")
        return said.format(amount=worth, share=format_percent(security.lendable_bp, places=0))
    if security.lendable is None:
        return _("{amount} valued, lendable share not agreed").format(amount=worth)
    return _("{amount} valued, {lendable} lendable").format(amount=worth, lendable=format_compact(security.lendable))


def coverage(security: LineSecurity) -> list[tuple[str, str]]:
    """Return tone and sentence for what the collateral carries of the line, and for what is missing."""
    if not security.charges:
        return []
    said = []
    lendable, limit = security.lendable, security.line.limit
    if lendable is None:
        said.append(("secondary", _("What it carries is not known: no value or no lendable share is recorded.")))
    elif limit is not None and security.uncovered is not None:
        if security.uncovered.is_zero:
            words = _("Carries {lendable}, enough for the limit of {limit}.")
            said.append(("secondary", words.format(lendable=format_compact(lendable), limit=format_compact(limit))))
        else:
            words = _("Carries {lendable} of the limit of {limit}; {missing} is not covered today.")
            said.append(
                (
                    "warning",
                    words.format(
                        lendable=format_compact(lendable),
                        limit=format_compact(limit),
                        missing=format_compact(security.uncovered),
                    ),
                )
            )
    if security.shortfall is not None and limit is not None and security.shortfall.minor > 0 and security.is_owed:
        words = _("The line owes {amount} more than the collateral carries.")
        said.append(("danger", words.format(amount=format_compact(security.shortfall))))
    if security.unvalued and lendable is not None:
        words = ngettext(
            "{n} thing adds nothing: it has no value or no lendable share.",
            "{n} things add nothing: they have no value or no lendable share.",
            security.unvalued,
        )
        said.append(("warning", words.format(n=security.unvalued)))
    return said


def guarantee_words(view: GuaranteeView, today: date) -> str:
    """Return what a guarantee is for: its kind, its amount, its share, and until when."""
    one = view.guarantee
    said = [reference.text("security_type", one.type)]
    said.append(format_compact(one.amount) if one.amount is not None else _("the whole line"))
    if one.share_bp is not None:
        said.append(_("{share} of each loss").format(share=format_percent(one.share_bp, places=0)))
    if one.valid_to is not None:
        over = one.valid_to < today
        words = _("ended {date}") if over else _("until {date}")
        said.append(words.format(date=format_date(one.valid_to)))
    return " · ".join(said)


def pledge_chip(view: PatentView) -> tuple[str, str]:
    """Return tone and word for who holds a right, or whether it could be pledged."""
    if view.pledge == "ours":
        return "accent", _("Pledged")
    if view.pledge == "elsewhere":
        return "neutral", _("Pledged elsewhere")
    if view.pledge == "marked":
        return "neutral", _("Marked as pledged")
    if view.pledgeable.answer:
        return "success", _("Pledgeable")
    return ("neutral", _("Not pledgeable")) if view.pledgeable.answer is False else ("neutral", _("To be checked"))


def life(view: PatentView) -> tuple[str, str]:
    """Return tone and words for the life that a right has left, against the maturity of its line."""
    if view.years_left is None:
        return "tertiary", _("not known")
    years = _("{years} years").format(years=format_number(view.years_left, 1))
    if view.outlives_line is False:
        return "danger", _("{years}, less than the debt").format(years=years)
    return "primary", years


def fee(view: PatentView, today: date) -> tuple[str, str]:
    """Return tone and words for the next annual fee; one that is reckoned says so."""
    found = view.next_fee
    if found is None:
        return "tertiary", "–"
    day = format_date(found.on)
    if not found.is_entered:
        return "secondary", _("about {date}").format(date=day)
    if found.on < today:
        return "danger", _("{date}, late").format(date=day)
    return ("warning" if (found.on - today).days <= 90 else "primary"), day


def checklist_chip(view: PatentView) -> tuple[str, str]:
    """Return tone and words for how far the twelve grounds are answered."""
    tone = {"clear": "success", "obstacle": "danger", "open": "neutral"}[view.state]
    return tone, progress(view.clear, len(view.grounds))


def progress(clear: int, of: int) -> str:
    """Return how many of the grounds are clear."""
    return _("{n} of {of} clear").format(n=clear, of=of)


def valuation_age(view: PatentView) -> str:
    """Return when a right was valued, or that it never was."""
    if view.valuation is None:
        return _("not valued")
    day = PartialDate.of(view.valuation.valued_on.year, view.valuation.valued_on.month)
    said = _("{date}, lapsed") if view.valuation_lapsed else "{date}"
    return said.format(date=format_partial(day))


def _held(security_type: str) -> str:
    if security_type.startswith("mortgage"):
        return _("Mortgaged")
    if security_type.startswith("pledge"):
        return _("Pledged")
    return _("In force")
