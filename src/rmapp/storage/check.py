"""Looking a book over: pages, indexes, the change log's triggers and chain, references, records, attachments."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.domain.catalogue import ENTITIES
from rmapp.i18n import _, ngettext
from rmapp.storage import capture, commands, driver
from rmapp.storage.discreet import candid
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found, each as one sentence; `rows` is how many records were read."""

    problems: tuple[str, ...]
    rows: int

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems


def check_book(store: Store) -> CheckReport:
    """Read the whole book and report what is wrong, in what is restricted too; changes nothing."""
    with candid(store):
        return _checked(store)


def _checked(store: Store) -> CheckReport:
    try:
        damaged = len(driver.damaged_pages(store.connection))
        if damaged:  # what is read after this cannot be trusted
            return CheckReport((_damage(damaged),), 0)
        problems = [*_capture(store), *_chain(store), *_references(store)]
    except errors.BookDamaged as error:
        return CheckReport((error.message,), 0)
    rows = 0
    for entity in ENTITIES:
        try:
            rows += len(store.all(entity))
        except errors.BookDamaged as error:
            problems.append(error.message)
    problems += _files(store)
    return CheckReport(tuple(problems), rows)


def business_digest(store: Store, *, with_removed: bool = False) -> str:
    """Return a SHA-256 over all business data, the same for two books that say the same.

    Rows that are gone count only with `with_removed`.
    """
    digest = hashlib.sha256()
    condition = "" if with_removed else " WHERE deleted_at IS NULL"
    for table, names in capture.logged_tables(store.connection).items():
        selected = ", ".join(f'"{name}"' for name in names)
        digest.update(f"\n{table} {selected}\n".encode())
        for row in store.rows(f'SELECT {selected} FROM "{table}"{condition} ORDER BY id'):
            digest.update(json.dumps(row, ensure_ascii=False).encode())
    return digest.hexdigest()


def _damage(count: int) -> str:
    return ngettext(
        "{n} place in the book's file is damaged. Restore the newest sound backup.",
        "{n} places in the book's file are damaged. Restore the newest sound backup.",
        count,
    ).format(n=count)


def _capture(store: Store) -> Iterator[str]:
    for name in capture.missing(store.connection):
        yield _("A part of the change log is missing or was altered: {name}.").format(name=name)


def _chain(store: Store) -> Iterator[str]:
    for command_id in commands.broken_links(store):
        yield _("The log of command {id} was altered after it was written.").format(id=command_id)
    loose = commands.loose_changes(store)
    if loose:
        yield ngettext(
            "{n} change in the log belongs to no command.", "{n} changes in the log belong to no command.", loose
        ).format(n=loose)
    lost = commands.gaps(store)
    if lost:
        yield ngettext("{n} entry is missing from the log.", "{n} entries are missing from the log.", lost).format(
            n=lost
        )


def _files(store: Store) -> Iterator[str]:
    """Read the file of every attachment."""
    named = store.rows("SELECT sha256, min(name) FROM attachment WHERE deleted_at IS NULL GROUP BY sha256")
    for sha256, name in named:
        state = store.files.state(sha256)
        if state == "spare":
            said = _(
                "The file of the attachment “{name}” is missing or damaged. A whole copy lies among the backups; it is "
                "put back when the attachment is opened."
            )
            yield said.format(name=name)
        elif state == "lost":
            said = _(
                "The file of the attachment “{name}” is missing or damaged, and no copy of it is whole. Put it in "
                "again from where it came."
            )
            yield said.format(name=name)


def _references(store: Store) -> Iterator[str]:
    """Follow every column `<table>_id` to its table; a row that is gone still counts as there."""
    tables = {table_of(entity).name for entity in ENTITIES}
    for entity in ENTITIES:
        table = table_of(entity)
        for column in table.names:
            target = column.removesuffix("_id")
            if target == column or target not in tables:
                continue
            for (row_id,) in store.rows(
                f'SELECT id FROM "{table.name}" o WHERE deleted_at IS NULL AND "{column}" IS NOT NULL'
                f' AND NOT EXISTS (SELECT 1 FROM "{target}" t WHERE t.id = o."{column}")'
            ):
                yield _("{table} {id} belongs to a {target} that is not in the book.").format(
                    table=table.name, id=row_id, target=target
                )
