"""Limits that a whole group shares, and their parts for one firm or one family of credit (domain reference, 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain.code_checks import amount_problems, code_problems, order_problems
from rmapp.domain.exposure import over_allocation, part_sums
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money, format_money
from rmapp.domain.ownership import GroupLimit, SubLimit
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.storage.store import Store


class LimitParts(NamedTuple):
    """A group limit with its parts; `over_allocated` is by how much these exceed it, None if they do not."""

    limit: GroupLimit
    parts: tuple[SubLimit, ...]
    over_allocated: Money | None


def limit_parts(store: Store, limit_id: str) -> LimitParts:
    """Return a group limit with its parts. Raises NotFoundError."""
    limit = store.get(GroupLimit, limit_id)
    parts = store.all(SubLimit, group_limit_id=limit_id)
    return LimitParts(limit, tuple(parts), over_allocation(limit, parts))


def add_group_limit(store: Store, limit: GroupLimit, parts: Iterable[SubLimit] = ()) -> GroupLimit:
    """Write a limit that the firms of a group share, with its parts. Raises InputError beside the fields.

    A `divided` limit whose parts exceed it is refused with RuleError.
    """
    store.get(Firm, limit.firm_id)
    mine = [part.model_copy(update={"group_limit_id": limit.id}) for part in parts]
    _check(store, limit, mine)
    written = store.add(limit)
    store.add_many(mine)
    return written


def change_group_limit(store: Store, limit_id: str, **fields: Any) -> GroupLimit:
    """Change some fields of a group limit, under the same rules."""
    changed = store.get(GroupLimit, limit_id).model_copy(update=fields)
    _check(store, changed, store.all(SubLimit, group_limit_id=limit_id))
    return store.change(GroupLimit, limit_id, **fields)


def remove_group_limit(store: Store, limit_id: str) -> None:
    """Take a group limit and its parts out of the book; lines booked under it stay, under no group limit."""
    for part in store.all(SubLimit, group_limit_id=limit_id):
        store.remove(SubLimit, part.id)
    for line in store.all(Facility, group_limit_id=limit_id):
        store.change(Facility, line.id, group_limit_id=None)
    store.remove(GroupLimit, limit_id)


def add_sub_limit(store: Store, part: SubLimit) -> SubLimit:
    """Write the part of a group limit for one firm or one family. Raises InputError beside the fields, RuleError."""
    limit = store.get(GroupLimit, part.group_limit_id)
    _check(store, limit, [*store.all(SubLimit, group_limit_id=limit.id), part])
    return store.add(part)


def change_sub_limit(store: Store, part_id: str, **fields: Any) -> SubLimit:
    """Change some fields of a part, under the same rules."""
    changed = store.get(SubLimit, part_id).model_copy(update=fields)
    limit = store.get(GroupLimit, changed.group_limit_id)
    others = [one for one in store.all(SubLimit, group_limit_id=limit.id) if one.id != part_id]
    _check(store, limit, [*others, changed])
    return store.change(SubLimit, part_id, **fields)


def set_sub_limits(store: Store, limit_id: str, parts: Sequence[SubLimit]) -> None:
    """Let a group limit have exactly these parts; stored ones that are not among them are removed."""
    limit = store.get(GroupLimit, limit_id)
    mine = [part.model_copy(update={"group_limit_id": limit_id}) for part in parts]
    _check(store, limit, mine)
    _replace_parts(store, limit_id, mine)


def save_group_limit(store: Store, limit: GroupLimit, parts: Sequence[SubLimit]) -> GroupLimit:
    """Write a group limit, new or stored, with exactly these parts; both are checked together, once.

    Raises InputError beside the fields, and RuleError for a `divided` limit that its parts exceed.
    """
    stored = store.find(GroupLimit, limit.id)
    if stored is None:
        return add_group_limit(store, limit, parts)
    mine = [part.model_copy(update={"group_limit_id": limit.id}) for part in parts]
    _check(store, limit, mine)
    fields = {name: getattr(limit, name) for name in GroupLimit.model_fields}
    changed = {name: value for name, value in fields.items() if value != getattr(stored, name)}
    written = store.change(GroupLimit, limit.id, **changed) if changed else stored
    _replace_parts(store, limit.id, mine)
    return written


def _replace_parts(store: Store, limit_id: str, mine: Sequence[SubLimit]) -> None:
    stored = {part.id: part for part in store.all(SubLimit, group_limit_id=limit_id)}
    for part_id in stored.keys() - {part.id for part in mine}:
        store.remove(SubLimit, part_id)
    for part in mine:
        if part.id in stored:
            store.change(SubLimit, part.id, firm_id=part.firm_id, family=part.family, limit=part.limit)
        else:
            store.add(part)


def limit_problems(limit: GroupLimit) -> dict[str, str]:
    """Return a sentence for each field of a group limit that is wrong."""
    problems = code_problems(limit) | amount_problems(limit)
    return problems | order_problems(limit, (("valid_from", "valid_to"),))


def part_problems(part: SubLimit, limit: GroupLimit, others: Iterable[SubLimit] = ()) -> dict[str, str]:
    """Return a sentence for each field of a part that is wrong beside its limit and the other parts."""
    problems = code_problems(part) | amount_problems(part)
    ccy = limit.limit.ccy if limit.limit else None
    if bool(part.firm_id) == bool(part.family):
        problems["firm_id"] = _("Choose a client or a kind of credit for this part, one of the two.")
    elif any((one.firm_id, one.family) == (part.firm_id, part.family) for one in others if one.id != part.id):
        problems["firm_id" if part.firm_id else "family"] = _("This limit has such a part already. Change that one.")
    if part.limit is None:
        problems.setdefault("limit", _("Write how much of the limit this part may use."))
    elif ccy is not None and part.limit.ccy != ccy:
        problems.setdefault("limit", _("Write this part in {ccy}, as the whole limit is.").format(ccy=ccy))
    return problems


def divided_problem(limit: GroupLimit, parts: Iterable[SubLimit]) -> str:
    """Return a sentence where the parts of a divided limit exceed it, naming the sums; else an empty text."""
    given = list(parts)
    over = over_allocation(limit, given) if limit.split == "divided" else None
    if over is None or limit.limit is None:
        return ""
    sentence = _(
        "The parts add up to {sum}, {over} more than the limit of {limit}. Lower a part, raise the limit, or say "
        "that the parts share it."
    )
    return sentence.format(
        sum=format_money(max(part_sums(limit, given))), over=format_money(over), limit=format_money(limit.limit)
    )


def _check(store: Store, limit: GroupLimit, parts: Sequence[SubLimit]) -> None:
    problems = limit_problems(limit)
    for part in parts:
        problems = part_problems(part, limit, parts) | problems
        if part.firm_id:
            store.get(Firm, part.firm_id)
    if problems:
        raise InputError(problems)
    if sentence := divided_problem(limit, parts):
        raise RuleError(sentence)
