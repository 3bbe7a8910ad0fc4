"""The list of firms: ids in order, rows for painting, sums, counts, and why a list is empty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp import i18n
from rmapp.domain import query as firm_query
from rmapp.domain import reference
from rmapp.domain.card import EmptyHint, FirmCard, ListTotals
from rmapp.domain.money import Money
from rmapp.domain.query import Chip, FirmQuery
from rmapp.errors import NotFoundError
from rmapp.i18n import _
from rmapp.services.clients.views import views
from rmapp.storage import card_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.storage.store import Store

_COLUMNS = (
    *("monogram", "stage", "stage_since", "tier", "status", "nature", "watch", "owner", "outstanding"),
    *("limit_minor", "utilisation_bp", "mixed", "next_kind", "next_type", "next_text", "next_at"),
    *("last_contact", "next_maturity", "region", "city", "industry"),
    *("last_touch", "next_touch", "touch_days", "touch_kind", "grade", "score", "scored_on"),
)
_LINE_STATES = ("approved", "signed", "active", "suspended", "matured")


class PageCounts(NamedTuple):
    """The numbers beside the pages of the rail."""

    firms: int
    lines: int
    notes: int
    briefs: int


class Counts(NamedTuple):
    """All numbers beside pages and lists; `views` is by the id of the view."""

    firms: int
    mine: int
    lines: int
    notes: int
    briefs: int
    views: dict[str, int]


def ids(store: Store, query: FirmQuery) -> list[str]:
    """Return the ids of the firms of a list, in order; names are sorted for the current language."""
    return card_list.ids(store, query, i18n.current())


def cards(store: Store, ids: Sequence[str]) -> list[FirmCard]:
    """Return the rows of some firms in the order asked, in the current language; unknown ids are left out.

    Made for windows of about 200 rows.
    """
    language = "zh" if i18n.current().startswith("zh") else "en"
    found = card_list.window(store, (f"name_{language}", f"second_{language}", *_COLUMNS), ids)
    holdings = card_list.active_designations(store, ids, store.clock.today())
    return [_card(id, found[id], holdings.get(id, [])) for id in ids if id in found]


def card(store: Store, firm_id: str) -> FirmCard:
    """Return the row of one firm. Raises NotFoundError."""
    found = cards(store, [firm_id])
    if not found:
        raise NotFoundError(_("This firm is no longer in the book. The list shows what is there."))
    return found[0]


def totals(store: Store, query: FirmQuery) -> ListTotals:
    """Return the number of firms of a list and the sums, in CNY, of what is known."""
    count, outstanding, undrawn = card_list.sums(store, query)
    return ListTotals(count, Money(minor=outstanding), Money(minor=undrawn))


def count(store: Store, query: FirmQuery) -> int:
    """Return how many firms a list has."""
    return card_list.count(store, query)


def hints(store: Store, query: FirmQuery) -> list[EmptyHint]:
    """Return, for a list without firms, the filters to drop: most firms first, useless ones left out."""
    text = (Chip("text", _("Text"), query.text),) if query.text.strip() else ()
    scope = (Chip("scope", _("Scope"), _("Mine")),) if query.scope == "mine" else ()
    tried = [
        EmptyHint(chip, count(store, firm_query.without(query, chip.field)))
        for chip in (*text, *scope, *firm_query.chips(query))
    ]
    return sorted((hint for hint in tried if hint.count), key=lambda hint: -hint.count)


def page_counts(store: Store) -> PageCounts:
    """Return the numbers of the rail; quick in a book of any size."""
    states = ", ".join(f"'{state}'" for state in _LINE_STATES)
    lines, notes, briefs = store.rows(
        f"""SELECT (SELECT count(*) FROM facility WHERE deleted_at IS NULL AND status IN ({states})),
            (SELECT count(*) FROM meeting WHERE deleted_at IS NULL AND status = 'held'),
            (SELECT count(DISTINCT copy_no || kind) FROM paper_record WHERE deleted_at IS NULL AND ended_on IS NULL
                AND (audience <> 'client' OR destroy_by IS NOT NULL))
            + (SELECT count(*) FROM table_export WHERE deleted_at IS NULL AND ended_on IS NULL)"""  # noqa: S608 - own constants
    )[0]
    return PageCounts(count(store, FirmQuery()), lines, notes, briefs)


def counts(store: Store) -> Counts:
    """Return the numbers of pages, lists and saved views; this reads much of a large book."""
    pages = page_counts(store)
    return Counts(
        firms=pages.firms,
        mine=count(store, FirmQuery(scope="mine")),
        lines=pages.lines,
        notes=pages.notes,
        briefs=pages.briefs,
        views={view.id: count(store, view.query) for view in views(store)},
    )


def _card(id: str, row: Sequence[Any], codes: Sequence[str]) -> FirmCard:
    name, second, monogram, stage, since, tier, status, nature, watch, owner, outstanding, *rest = row
    limit, utilisation, mixed, kind, type_, text, at, contact, maturity, region, city, industry, *touch = rest
    last_touch, next_touch, touch_days, touch_kind, grade, score, scored_on = touch
    ranks = reference.designations()
    return FirmCard(
        id=id,
        name=name,
        second_name=second,
        monogram=monogram,
        stage=stage,
        stage_since=since or "",
        tier=tier,
        status=status,
        nature=nature,
        watch=watch,
        owner=owner,
        outstanding=_money(outstanding),
        limit=_money(limit),
        utilisation_bp=utilisation,
        mixed=bool(mixed),
        next_kind=kind or "",
        next_text=_plan_text(type_, text, at) if kind == "meeting" else text or "",
        next_on=_day(at),
        last_contact=_day(contact),
        next_maturity=_day(maturity),
        region_code=region,
        city=city,
        industry=industry,
        designations=tuple(sorted(set(codes), key=lambda code: (-ranks[code].rank if code in ranks else 0, code))),
        last_touch=_day(last_touch),
        next_touch=_day(next_touch),
        touch_days=touch_days or 0,
        touch_kind=touch_kind,
        grade=grade or "",
        score=score,
        scored_on=_day(scored_on),
    )


def _plan_text(type_: str, purpose: str, at: str) -> str:
    """Return a planned meeting in a few words: its time, and what it is for or else of what kind it is."""
    what, time = purpose or reference.text("meeting_type", type_), at[11:16]
    return _("{time} {what}").format(time=time, what=what) if time else what


def _money(minor: int | None) -> Money | None:
    return None if minor is None else Money(minor=minor)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
