"""Introductions that a firm can give: whom to ask for, what was asked, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import introductions
from rmapp.domain.classes import USUAL, strictest
from rmapp.domain.supply_link import Introduction, SupplyLink
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import facts
from rmapp.services.clients.promises import PromiseDraft, add_promise
from rmapp.services.partners.supply_links import alike, partners

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.introductions import Partner
    from rmapp.storage.store import Store

_ASKED = frozenset({"asked", "introduced", "declined"})


def best_introductions(
    store: Store, firm_id: str, *, most: int = introductions.MOST_ASKED, restricted: bool = True
) -> tuple[Partner, ...]:
    """Return the partners of a firm to ask for, the best first; at most so many.

    One that may be a firm of the book by its name is left out until a person has said whether it is.
    """
    found = introductions.best(partners(store, firm_id, restricted=restricted), 2 * most)
    known = alike(store, firm_id, found)
    return tuple(one for one in found if one.link.id not in known)[:most]


def mark_introduction(
    store: Store,
    link_id: str,
    state: Introduction,
    *,
    asked_on: date | None = None,
    due_on: date | None = None,
    owner: str = "",
) -> SupplyLink:
    """Note how an introduction stands; one that was asked for was so today where no day is given.

    With `due_on` the client promised it for that day: a promise of theirs is written with `owner`, who will do it.
    Raises InputError beside the fields, NotFoundError.
    """
    link = facts.fact_of(store, SupplyLink, link_id)
    if due_on is not None and state != "asked":
        raise InputError({"due_on": _("A day is promised only for an introduction that was asked for.")})
    if due_on is not None and due_on < store.clock.today():
        raise InputError({"due_on": _("Choose a day that is still to come.")})
    day = asked_on or link.asked_on
    if state not in _ASKED:
        day = None
    elif state == "asked" and day is None:
        day = store.clock.today()
    done = facts.change_fact(store, SupplyLink, link_id, introduction=state, asked_on=day)
    if due_on is not None:
        draft = PromiseDraft(
            side="theirs",
            text=_("Introduce us to {name}").format(name=link.name),
            owner=owner,
            due_on=due_on,
            confidentiality=strictest([USUAL, link.confidentiality]),
        )
        add_promise(store, link.firm_id, draft)
    return done
