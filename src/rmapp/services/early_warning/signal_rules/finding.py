"""What a rule is, and what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rmapp.storage.store import Store


class Finding(NamedTuple):
    """A reason for one signal (`code` of `warning_signals`) about a firm.

    `subject` is the id of what it speaks of, empty for the firm itself; `cause` tells this occasion from
    the next one. `evidence` is a sentence with figures and days.
    """

    firm_id: str
    code: str
    subject: str
    cause: str
    evidence: str


class Rule(NamedTuple):
    """A rule: the codes it raises, the tables it reads, and how it looks at some firms.

    `name` is that of the question in `storage/signal_rows.py` which firms it may find something of today.
    """

    name: str
    codes: frozenset[str]
    tables: frozenset[str]
    find: Callable[[Store, Sequence[str]], Iterator[Finding]]
