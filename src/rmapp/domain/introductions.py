"""Which partners of a firm it can best introduce us to, and the page that asks for them (product paper, 2 (14)).

The order is a proposal of this project: whom a person marked, then direct partners, then the larger share.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.brief import Names
from rmapp.domain.entity import Value
from rmapp.domain.money import format_compact
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.wording import format_percent
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rmapp.domain.money import Money

MOST_ASKED = 5
"""For how many introductions one asks at a time."""

OURS = frozenset({"client", "onboarding", "dormant"})
"""States of a relation (`relationship_status`) in which a firm needs no introduction."""

_NEVER = "blocked"
_OPEN = ("to_ask", "none")
_STATES = (*_OPEN, "asked", "introduced", "declined")


class Partner(Value):
    """A trading partner of a firm; `names` and `status` are those of the firm of the book, where it is one.

    `status` is a code of `relationship_status`, empty for a firm that is not in the book. `has_line` tells of a
    line of ours that is in use or approved.
    """

    link: SupplyLink
    names: Names | None = None
    status: str = ""
    has_line: bool = False

    @property
    def is_ours(self) -> bool:
        """Tell whether it is a client of ours."""
        return self.status in OURS

    @property
    def is_wanted(self) -> bool:
        """Tell whether an introduction is to be asked for: it is no client yet, and nobody has asked."""
        return not self.is_ours and self.status != _NEVER and self.link.introduction in _OPEN

    def name(self, language: str) -> str:
        """Return its name in a language (en or zh) as the book has it, else as it was told."""
        return (self.names.first(language) if self.names else "") or self.link.name


class IntroductionsPaper(Value):
    """The page "Introductions to ask for" of one firm; `wanted` are the best, `waiting` those asked for already.

    `known` counts all partners on file, `clients` and `lines` those that are clients and that have a line.
    """

    names: Names
    code: str
    nature: str
    owner: str
    as_of: date
    wanted: tuple[Partner, ...]
    waiting: tuple[Partner, ...]
    known: int
    clients: int
    lines: int
    confidentiality: str = "client_confidential"


def ranked(partners: Iterable[Partner]) -> list[Partner]:
    """Return partners with the best introductions first, then those asked for, and clients of ours last."""
    return sorted(partners, key=_rank)


def best(partners: Iterable[Partner], most: int = MOST_ASKED) -> list[Partner]:
    """Return the partners to ask for, the best first; at most so many."""
    return [one for one in ranked(partners) if one.is_wanted][:most]


def share_text(link: SupplyLink, write: Callable[[Money], str] = format_compact) -> str:
    """Return the share and the yearly amount in words; empty where neither is known. Paper has its own `write`."""
    said = []
    if link.share_bp is not None:
        pattern = _("{share} of purchases") if link.relation == "supplier" else _("{share} of sales")
        said.append(pattern.format(share=format_percent(link.share_bp)))
    if link.yearly is not None:
        said.append(_("{amount} a year").format(amount=write(link.yearly)))
    return " · ".join(said)


def relation_text(link: SupplyLink) -> str:
    """Return what the partner is to the firm and on which tier it stands."""
    relation = reference.text("supply_relation", link.relation)
    if link.tier == 1:
        return _("{relation}, direct").format(relation=relation)
    return _("{relation}, tier {n}").format(relation=relation, n=link.tier)


def standing_text(partner: Partner) -> str:
    """Return what the partner is to us: a client, with a line or without, or not in the book."""
    if not partner.status:
        return _("Not in our book")
    status = reference.text("relationship_status", partner.status)
    return _("{status}, has a line").format(status=status) if partner.has_line else status


def _rank(partner: Partner) -> tuple[bool, bool, int, int, bool, int, int, str]:
    link = partner.link
    yearly = link.yearly.minor if link.yearly is not None and link.yearly.ccy == "CNY" else 0
    return (
        not partner.is_wanted,
        partner.is_ours,
        _STATES.index(link.introduction),
        link.tier,
        link.share_bp is None,
        -(link.share_bp or 0),
        -yearly,
        link.name,
    )
