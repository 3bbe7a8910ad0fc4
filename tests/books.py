"""Books for tests: encrypted, in a temporary folder, with a key that is cheap to derive."""

import atexit
import shutil
import tempfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services.books import create_book, open_book
from rmapp.services.workspace import Workspace
from rmapp.storage.vault import Kdf

FAST = Kdf(memory_kib=64, iterations=1, lanes=1)
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
CLOCK = FixedClock(NOW)
PASSPHRASE = "correct horse battery staple"
INFO = {"name": "Test book", "kind": "book", "user_name": "Li Wen", "bank": "Test Bank", "branch": "Hangzhou"}

_PLACE = tempfile.mkdtemp(prefix="rmapp-tests-")
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)


def made_book(folder: Path, passphrase: str | None = PASSPHRASE, clock=CLOCK, **info: str) -> Workspace:
    """Make and open a book in `folder/book` with a key and ids of its own."""
    return create_book(folder / "book", passphrase, {**INFO, **info}, kdf=FAST, clock=clock)[0]


def new_book(folder: Path, passphrase: str | None = PASSPHRASE, clock=CLOCK, **info: str) -> Workspace:
    """Open a new book in `folder/book`: a copy, with the same key and ids, of one that is made once."""
    shutil.copytree(_pattern(passphrase, tuple(info.items())), folder / "book")
    return reopened(folder, passphrase, clock)


@cache
def _pattern(passphrase: str | None, info: tuple[tuple[str, str], ...]) -> Path:
    place = Path(tempfile.mkdtemp(dir=_PLACE))
    made_book(place, passphrase, **dict(info)).close()
    return place / "book"


def reopened(folder: Path, passphrase: str | None = PASSPHRASE, clock=CLOCK, **options) -> Workspace:
    """Open the book in `folder/book` again."""
    return open_book(folder / "book", passphrase, clock=clock, **options)


def add_firm(store, name: str = "示例科技有限公司", **fields) -> Firm:
    """Write a firm with its one legal name; a verb for `Workspace.do`."""
    firm = store.add(Firm(**fields))
    store.add(FirmName(firm_id=firm.id, text=name))
    return firm


def add_drawn_line(store, firm_id: str, limit: int, drawn: int, maturity_on: date) -> Facility:
    """Add an active working capital loan with its limit and what is drawn in millions of CNY."""
    line = store.add(
        Facility(
            firm_id=firm_id,
            facility_type="working_capital_loan",
            status="active",
            limit=Money.of(limit * 10**6),
            maturity_on=maturity_on,
        )
    )
    amount, on = Money.of(drawn * 10**6), PartialDate("2025-10-01")
    store.add(LedgerEntry(facility_id=line.id, kind="disbursement", amount=amount, value_on=on))
    return line
