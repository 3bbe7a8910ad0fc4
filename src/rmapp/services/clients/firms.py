"""Firms added, changed, removed and brought back, with the checks of their fields (domain reference, 1.1, 1.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import reference
from rmapp.domain.code_checks import amount_problems, code_problems, future_problems, order_problems
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.firm import SUMMARY_LIMIT, Firm, FirmName, Listing
from rmapp.domain.firm_draft import FirmDraft, NameDraft
from rmapp.domain.identifiers import check_lei, check_uscc
from rmapp.domain.names import display_name as choose_name
from rmapp.domain.personal_data import personal_data_in
from rmapp.domain.signal import is_watched_less
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import current_stage, stage_since
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.i18n import _
from rmapp.services.clients import cards
from rmapp.services.clients.duplicates import SameName, same_identifier, same_name
from rmapp.services.clients.rhythm import next_touch
from rmapp.services.lines.credit import firm_credit
from rmapp.storage import firm_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.money import Money
    from rmapp.domain.partial_date import PartialDate
    from rmapp.services.clients.rhythm import Touch
    from rmapp.services.lines.credit import FirmCredit, NextMaturity
    from rmapp.storage.store import Store

_FIRSTS = """SELECT
    (SELECT min(starts_at) FROM meeting WHERE firm_id = ? AND status = 'held' AND deleted_at IS NULL),
    (SELECT min(signed_on) FROM facility WHERE firm_id = ? AND deleted_at IS NULL)"""
_GRADE = """SELECT c.grade || iif(a.provisional AND c.score IS NOT NULL, 'p', '') FROM firm_card c
    JOIN assessment a ON a.firm_id = c.firm_id AND a.deleted_at IS NULL
    WHERE c.firm_id = ? AND c.grade IS NOT NULL ORDER BY a.as_of DESC, a.created_at DESC, a.id DESC LIMIT 1"""
_LONGEST_NAME = 400
_FREE_TEXTS = ("summary", "pinned_note", "watch_reason")
_MOST_ALIKE = 5


class Designated(NamedTuple):
    """A designation that holds today, and until when."""

    code: str
    label: str
    until: PartialDate | None


class LastChange(NamedTuple):
    """The last change of anything about a firm: the UTC moment and who made it."""

    at: str
    by: str


class FirmHeader(NamedTuple):
    """What stands at the head of a firm's page; money is in CNY and None where it is not known.

    `watch` is the watch status that its open signals make, or a person chose, whichever is higher (5.6).
    `lead_days` is the time from the first contact to the first credit, the relationship lead time (1.1).
    `next_touch` is when it is to be met next, None for a firm without a rhythm (4.4).
    `grade` is that of the newest assessment as it counts now, with a p where it is provisional; empty without one
    (domain reference, 5.2).
    """

    firm: Firm
    name: str
    second_name: str
    monogram: str
    stage: str | None
    stage_since: PartialDate | None
    watch: str
    designations: tuple[Designated, ...]
    credit: FirmCredit
    outstanding: Money | None
    limit: Money | None
    free: Money | None
    waiting: Money | None
    utilisation_bp: int | None
    next_maturity: NextMaturity | None
    first_contact_on: date | None
    first_credit_on: date | None
    lead_days: int | None
    last_change: LastChange | None
    next_touch: Touch | None
    grade: str = ""


class FirmCheck(NamedTuple):
    """What is wrong with a draft (`errors` block saving), what looks wrong, and firms with the same name."""

    errors: dict[str, str]
    warnings: dict[str, str]
    same_name: tuple[SameName, ...]


class RemovedFirm(NamedTuple):
    """A firm taken out of the book, with the UTC moment."""

    id: str
    name: str
    removed_at: str


def firm_page(store: Store, firm_id: str) -> FirmHeader:
    """Return the head of a firm's page; a merged firm leads to the one it was merged into.

    Raises NotFoundError.
    """
    firm = store.get(Firm, _living_id(store, firm_id))
    card = cards.card(store, firm.id)
    events = store.all(StageEvent, firm_id=firm.id)
    credit = firm_credit(store, firm.id)
    contact, signed = store.rows(_FIRSTS, (firm.id, firm.id))[0]
    first_contact = date.fromisoformat(contact[:10]) if contact else None
    first_credit = date.fromisoformat(signed) if signed else None
    known, changed = bool(credit.counted), firm_rows.last_change(store, firm.id)
    return FirmHeader(
        firm=firm,
        name=card.name,
        second_name=card.second_name,
        monogram=card.monogram,
        stage=current_stage(events),
        stage_since=stage_since(events),
        watch=card.watch,
        designations=_designations(store, firm.id),
        credit=credit,
        outstanding=credit.outstanding if known else None,
        limit=credit.limit if known else None,
        free=credit.free if known else None,
        waiting=credit.waiting if known else None,
        utilisation_bp=credit.utilisation_bp,
        next_maturity=credit.next_maturity,
        first_contact_on=first_contact,
        first_credit_on=first_credit,
        lead_days=(first_credit - first_contact).days if first_contact and first_credit else None,
        last_change=LastChange(*changed) if changed else None,
        next_touch=next_touch(store, firm.id),
        grade=next((row[0] for row in store.rows(_GRADE, (firm.id,))), ""),
    )


def firm_draft(store: Store, firm_id: str) -> FirmDraft:
    """Return a stored firm as a draft, to fill the form. Raises NotFoundError."""
    firm = store.get(Firm, firm_id)
    shared = {name: getattr(firm, name) for name in FirmDraft.model_fields if name != "names"}
    stored = names(store, firm_id)
    return FirmDraft(
        **shared, names=tuple(NameDraft(**{key: getattr(one, key) for key in NameDraft.model_fields}) for one in stored)
    )


def check_firm(store: Store, draft: FirmDraft, firm_id: str | None = None) -> FirmCheck:
    """Check a draft while it is typed; `firm_id` is the stored firm it will change.

    Only names that are new are compared with those of other firms.
    """
    errors = code_problems(draft) | amount_problems(draft)
    errors |= future_problems(draft, ("established_on",), store.clock.today())
    errors |= _name_errors(draft.names)
    if len(draft.summary) > SUMMARY_LIMIT:
        sentence = _("At most {n} characters; this has {count}.")
        errors["summary"] = sentence.format(n=SUMMARY_LIMIT, count=len(draft.summary))
    if len(draft.country) != 2 or not draft.country.isascii() or not draft.country.isupper():
        errors["country"] = _("Write the country as two letters, for example CN.")
    if "watch_status" not in errors:
        errors |= _watch_problem(store, draft, firm_id)
    warnings = _text_warnings(draft)
    _check_identifiers(store, draft, firm_id, errors, warnings)
    if draft.size_class and not draft.size_class_reason.strip():
        warnings["size_class_reason"] = _("Say why the size class differs from the one that follows from the figures.")
    known = {name.text for name in names(store, firm_id)} if firm_id else set[str]()
    fresh = [name.text for name in draft.names if name.text not in known]
    return FirmCheck(errors, warnings, tuple(same_name(store, fresh, firm_id))[:_MOST_ALIKE])


def add_firm(store: Store, draft: FirmDraft, *, confirmed: bool = False) -> Firm:
    """Write a new firm; without an owner the user is it.

    Raises InputError beside the fields; a firm with the same name is refused on `names` unless confirmed.
    """
    _refuse(check_firm(store, draft), confirmed=confirmed)
    fields = _fields(draft)
    firm = store.add(Firm(**{**fields, "owner": draft.owner.strip() or store.actor}))
    set_names(store, firm.id, draft.names)
    return firm


def save_firm(store: Store, firm_id: str, draft: FirmDraft, *, confirmed: bool = False) -> Firm:
    """Change a firm to what the draft says, its names too; the same checks as for a new one."""
    _refuse(check_firm(store, draft, firm_id), confirmed=confirmed)
    set_names(store, firm_id, draft.names)
    return store.change(Firm, firm_id, **_fields(draft))


def change_firm(store: Store, firm_id: str, *, confirmed: bool = False, **fields: Any) -> Firm:
    """Change some fields of a firm (`names` too); only the changed ones are checked.

    Raises InputError, NotFoundError.
    """
    draft = FirmDraft.model_validate({**dict(firm_draft(store, firm_id)), **fields})
    checked = check_firm(store, draft, firm_id)
    asked = {*fields, "watch_reason"} if "watch_status" in fields else fields.keys()
    touched = {field: sentence for field, sentence in checked.errors.items() if field in asked}
    _refuse(checked._replace(errors=touched), confirmed=confirmed)
    if "names" in fields:
        set_names(store, firm_id, draft.names)
    changed = {name: value for name, value in _fields(draft).items() if name.removesuffix("_unverified") in fields}
    return store.change(Firm, firm_id, **changed)


def names(store: Store, firm_id: str) -> list[FirmName]:
    """Return a firm's names in the order they were written."""
    return store.all(FirmName, firm_id=firm_id)


def set_names(store: Store, firm_id: str, drafts: Sequence[NameDraft]) -> list[FirmName]:
    """Let a firm have exactly these names; stored ones that are not among them are removed."""
    if errors := _name_errors(drafts):
        raise InputError(errors)
    kept = {draft.id for draft in drafts}
    for name in names(store, firm_id):
        if name.id not in kept:
            store.remove(FirmName, name.id)
    for draft in drafts:
        fields = {**draft.model_dump(exclude={"id"}), "text": " ".join(draft.text.split())}
        if draft.id:
            store.change(FirmName, draft.id, **fields)
        else:
            store.add(FirmName(firm_id=firm_id, **fields))
    return names(store, firm_id)


def display_name(store: Store, firm_id: str, lang: str | None = None) -> str:
    """Return the name to show, in a language or the current one; empty where there is none."""
    return choose_name(names(store, firm_id), lang)


def listings(store: Store, firm_id: str) -> list[Listing]:
    """Return a firm's listings, the newest first."""
    return sorted(store.all(Listing, firm_id=firm_id), key=lambda one: str(one.listed_on or ""), reverse=True)


def remove_firm(store: Store, firm_id: str) -> None:
    """Take a firm with all its records out of the book; refused while it owes money."""
    store.get(Firm, firm_id)
    owed = store.rows("SELECT outstanding FROM firm_card WHERE firm_id = ?", (firm_id,))
    if owed and owed[0][0]:
        raise RuleError(_("This firm still owes money. Record the repayments and close its lines first."))
    firm_rows.take_out(store, firm_id)


def restore_firm(store: Store, firm_id: str) -> Firm:
    """Bring back a removed firm with the records that were removed with it."""
    found = store.rows("SELECT deleted_at, merged_into FROM firm WHERE id = ?", (firm_id,))
    if not found or found[0][0] is None or found[0][1] is not None:
        raise NotFoundError(_("There is no removed firm with this id."))
    firm_rows.bring_back(store, firm_id, found[0][0])
    return store.get(Firm, firm_id)


def removed_firms(store: Store) -> list[RemovedFirm]:
    """Return the firms that can be brought back, the last removed first."""
    found = store.rows(
        """SELECT firm.id, coalesce((SELECT text FROM firm_name n WHERE n.firm_id = firm.id LIMIT 1), ''),
            firm.deleted_at FROM firm
        WHERE deleted_at IS NOT NULL AND merged_into IS NULL ORDER BY deleted_at DESC"""
    )
    return [RemovedFirm(*row) for row in found]


def _living_id(store: Store, firm_id: str) -> str:
    seen: set[str] = set()
    while firm_id not in seen:
        seen.add(firm_id)
        found = store.rows("SELECT merged_into FROM firm WHERE id = ? AND merged_into IS NOT NULL", (firm_id,))
        firm_id = found[0][0] if found else firm_id
    return firm_id


def _designations(store: Store, firm_id: str) -> tuple[Designated, ...]:
    today = store.clock.today()
    held = [one for one in store.all(DesignationHolding, firm_id=firm_id) if one.is_active(today)]
    ranks = reference.designations()
    held.sort(key=lambda one: -ranks[one.designation].rank if one.designation in ranks else 0)
    return tuple(
        Designated(one.designation, reference.text("designation", one.designation), one.expires_on) for one in held
    )


def _fields(draft: FirmDraft) -> dict[str, Any]:
    fields = {name: getattr(draft, name) for name in FirmDraft.model_fields if name != "names"}
    fields["uscc"] = check_uscc(draft.uscc).normal if draft.uscc and draft.uscc.strip() else None
    fields["lei"] = check_lei(draft.lei).normal if draft.lei and draft.lei.strip() else None
    fields["uscc_unverified"] = bool(fields["uscc"] and check_uscc(fields["uscc"]).problem)
    fields["lei_unverified"] = bool(fields["lei"] and check_lei(fields["lei"]).problem)
    return fields


def _refuse(checked: FirmCheck, *, confirmed: bool) -> None:
    if checked.errors:
        raise InputError(checked.errors)
    if checked.same_name and not confirmed:
        like = checked.same_name[0]
        sentence = _("“{name}” has the same name. Open that firm, or confirm that this is another one.")
        raise InputError({"names": sentence.format(name=like.name)})


def _name_errors(drafts: Sequence[NameDraft]) -> dict[str, str]:
    if not any(draft.text.strip() for draft in drafts):
        return {"names": _("Give the firm at least one name.")}
    for draft in drafts:
        problems = code_problems(draft) | order_problems(draft, (("valid_from", "valid_to"),))
        if not draft.text.strip():
            return {"names": _("One of the names is empty. Write it or take it out.")}
        if len(draft.text) > _LONGEST_NAME:
            return {"names": _("This name is too long: at most {n} characters.").format(n=_LONGEST_NAME)}
        if problems:
            return {"names": next(iter(problems.values()))}
    return {}


def _watch_problem(store: Store, draft: FirmDraft, firm_id: str | None) -> dict[str, str]:
    """Return what is missing when a firm is watched less than before: a closing note (5.6)."""
    before = store.get(Firm, firm_id) if firm_id else None
    if before is None or not is_watched_less(before.watch_status, draft.watch_status):
        return {}
    said = draft.watch_reason.strip()
    if said and said != before.watch_reason.strip():
        return {}
    return {"watch_reason": _("Say why the client is watched less than before.")}


def _check_identifiers(
    store: Store, draft: FirmDraft, firm_id: str | None, errors: dict[str, str], warnings: dict[str, str]
) -> None:
    normal: dict[str, str | None] = {"uscc": None, "lei": None}
    for field, text, check, is_unverified in (
        ("uscc", draft.uscc, check_uscc, draft.uscc_unverified),
        ("lei", draft.lei, check_lei, draft.lei_unverified),
    ):
        if not text or not text.strip():
            continue
        checked = check(text)
        normal[field] = checked.normal
        if checked.problem:
            (warnings if is_unverified else errors)[field] = checked.problem
        elif checked.warnings:
            warnings[field] = checked.warnings[0]
    for field, other_id in same_identifier(store, normal["uscc"], normal["lei"], firm_id).items():
        sentence = _("“{name}” has this number already. Open that firm, or merge the two records.")
        errors[field] = sentence.format(name=display_name(store, other_id))


def _text_warnings(draft: FirmDraft) -> dict[str, str]:
    found = {field: personal_data_in(getattr(draft, field)) for field in _FREE_TEXTS}
    return {field: findings[0].sentence for field, findings in found.items() if findings}
