"""Editions of the scorecard in a book: taken in as drafts, put into force for days, ended; never changed.

The shipped version is always there: it is used on every day that no edition holds.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference_files
from rmapp.domain.assessment import Assessment, ScorecardEdition
from rmapp.domain.reference_files import fingerprint
from rmapp.domain.scorecard import shipped_scorecard
from rmapp.domain.scorecard_edition import read_edition
from rmapp.domain.wording import format_date
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.i18n import _
from rmapp.services.scoring.scorecards import active_scorecard, scorecard_of

if TYPE_CHECKING:
    from rmapp.domain.scorecard_items import Scorecard
    from rmapp.storage.store import Store

_SHIPPED = "scorecard_v1"


class EditionView(NamedTuple):
    """A version of the scorecard; no `edition` for the shipped one, `holds` for the one that is used today."""

    card: Scorecard
    edition: ScorecardEdition | None
    holds: bool

    @property
    def status(self) -> str:
        """Return draft, active, retired or shipped."""
        return "shipped" if self.edition is None else self.edition.status


def editions(store: Store) -> tuple[EditionView, ...]:
    """Return the shipped version, then the editions of this book from the oldest on."""
    now = active_scorecard(store, store.clock.today())
    shipped = shipped_scorecard()
    found = [EditionView(shipped, None, holds=now == shipped)]
    for one in sorted(store.all(ScorecardEdition), key=_taken_in):
        card = scorecard_of(store, one.code, one.version)
        if card is not None:
            found.append(EditionView(card, one, holds=now == card))
    return tuple(found)


def edition_of(store: Store, version: str) -> ScorecardEdition:
    """Return an edition by its version or its id. Raises NotFoundError."""
    for one in store.all(ScorecardEdition):
        if version in (one.version, one.id):
            return one
    raise NotFoundError(_("This book has no edition {version} of the scorecard.").format(version=version))


def take_in(store: Store, data: bytes) -> ScorecardEdition:
    """Take a file in as a draft, which nothing uses yet. Raises InputError that names every fault with its place.

    A draft of the same version is replaced; a version that was in force once never is.
    """
    card = read_edition(data)
    shipped = shipped_scorecard()
    same = next((one for one in store.all(ScorecardEdition) if one.version == card.version), None)
    if card.version == shipped.version or (same is not None and _is_published(store, same)):
        sentence = _("Version {version} is published and never changes. Give the changed scorecard a new version.")
        raise InputError({"scorecard.version": sentence.format(version=card.version)})
    if same is not None:
        store.remove(ScorecardEdition, same.id)
    made = ScorecardEdition(
        code=card.code,
        version=card.version,
        effective_from=card.effective_from,
        effective_to=card.effective_to,
        content=data.decode("utf-8-sig"),
        sha256=fingerprint(data),
    )
    return store.add(made)


def activate(store: Store, edition_id: str, first: date, last: date | None = None) -> ScorecardEdition:
    """Put a draft into force from a day on, through `last` or without end.

    Raises InputError beside the days where they lie in the past or another edition holds one of them, RuleError for
    an edition that is no draft.
    """
    edition = store.get(ScorecardEdition, edition_id)
    if edition.status != "draft":
        raise RuleError(_("Only a draft is put into force; version {version} was.").format(version=edition.version))
    problems = {}
    if first < store.clock.today():
        problems["first"] = _("Choose today or a later day: what was scored before keeps its version.")
    if last is not None and last < first:
        problems["last"] = _("The last day lies before the first one.")
    for one in store.all(ScorecardEdition):
        if one.status != "draft" and _overlap(one, first, last):
            sentence = _("Version {version} holds from {first} to {last}. End it first or choose other days.")
            end = format_date(one.effective_to) if one.effective_to else _("no set end")
            said = sentence.format(version=one.version, first=format_date(one.effective_from), last=end)
            problems.setdefault("first", said)
    if problems:
        raise InputError(problems)
    return store.change(ScorecardEdition, edition_id, status="active", effective_from=first, effective_to=last)


def retire(store: Store, edition_id: str, last: date | None = None) -> ScorecardEdition:
    """End an edition with a last day, yesterday without one; it stays for what was scored with it.

    Raises InputError for a last day that lies too far back, RuleError for an edition that is not in force.
    """
    edition = store.get(ScorecardEdition, edition_id)
    if edition.status != "active":
        raise RuleError(_("Version {version} is not in force.").format(version=edition.version))
    yesterday = store.clock.today() - timedelta(days=1)
    day = last or yesterday
    if day < yesterday:
        raise InputError({"last": _("The last day may be yesterday at the earliest.")})
    if edition.effective_to is not None and day > edition.effective_to:
        raise InputError({"last": _("It ends before that day already.")})
    return store.change(ScorecardEdition, edition_id, status="retired", effective_to=day)


def discard(store: Store, edition_id: str) -> None:
    """Take a draft out of the book again. Raises RuleError for one that was in force."""
    edition = store.get(ScorecardEdition, edition_id)
    if _is_published(store, edition):
        raise RuleError(_("Version {version} was in force; it stays in the book.").format(version=edition.version))
    store.remove(ScorecardEdition, edition_id)


def exported(store: Store, version: str) -> bytes:
    """Return the file of a version as it was taken in, or of the shipped one. Raises NotFoundError."""
    if version == shipped_scorecard().version:
        return reference_files.shipped(_SHIPPED)
    return edition_of(store, version).content.encode()


def _is_published(store: Store, edition: ScorecardEdition) -> bool:
    """Say whether an edition was in force, or firms were scored with it before that was undone."""
    scored = store.count(Assessment, scorecard=edition.code, version=edition.version)
    return edition.status != "draft" or scored > 0


def _overlap(edition: ScorecardEdition, first: date, last: date | None) -> bool:
    if edition.effective_to is not None and edition.effective_to < edition.effective_from:
        return False  # ended before its first day
    begins_in_time = last is None or edition.effective_from <= last
    return begins_in_time and (edition.effective_to is None or first <= edition.effective_to)


def _taken_in(edition: ScorecardEdition) -> str:
    return edition.id
