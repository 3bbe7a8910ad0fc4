"""Kill -9 at random moments. `RMAPP_KILLS` sets how often; the nightly run uses thousands."""

import os
import random
import subprocess
import sys
import time

import pytest

from rmapp.domain.firm import Firm, FirmName
from rmapp.services import books
from rmapp.storage.backup import present, verify
from rmapp.storage.check import business_digest
from tests.books import add_firm, new_book, reopened

KILLS = int(os.environ.get("RMAPP_KILLS", "30"))
KILLS_OF_A_BOOK = 50  # each kill is followed by a look at the whole book, which grows
NAMES = 5

pytestmark = [
    pytest.mark.timeout(max(240, KILLS * 4)),
    pytest.mark.skipif(os.name == "nt", reason="a process is killed differently there"),
]

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
import random
from rmapp.domain.firm import Firm, FirmName
from tests.books import reopened

def write(store, size):
    firm = store.add(Firm(summary="x" * size))
    store.add_many([FirmName(firm_id=firm.id, text="y" * size) for _time in range({names})])
    return firm.id

book = reopened(Path({folder!r}))
while True:
    firm_id = book.do(write, random.choice([1, 300, 20000]), label="Add").result
    if random.random() < 0.1:
        book.undo()
        book.redo()
    if random.random() < 0.05:
        book.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(firm_id, flush=True)
"""

KEEPER = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from rmapp.services import books
from tests.books import CLOCK, reopened
folder = Path({folder!r})
now = {passphrase!r}
print("ready", flush=True)
while True:
    new = "two" if now == "one" else "one"
    books.change_passphrase(folder / "book", now, new, clock=CLOCK)
    now = new
    book = reopened(folder, now)
    copy = books.backup_now(book)
    book.close()
    books.restore_backup(folder / "book", copy, now, clock=CLOCK)
"""


def killed(script, **values):
    """Run a script, kill it at a random moment after its first line and return its whole lines."""
    program = script.format(path=sys.path, **values)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        first = child.stdout.readline()
        time.sleep(random.random() * 0.25)
        child.kill()
        rest = child.stdout.read()
        errors = child.stderr.read()
    assert not errors, errors.decode()
    return [line.decode() for line in (first + rest).split(b"\n")[:-1]]


def test_no_acknowledged_commit_is_lost_and_none_is_torn(tmp_path):
    commits = 0
    for kill in range(KILLS):
        if kill % KILLS_OF_A_BOOK == 0:
            folder = tmp_path / str(kill)
            folder.mkdir()
            new_book(folder).close()
            acknowledged = set()
        new = set(killed(WRITER, folder=str(folder), names=NAMES))
        acknowledged |= new
        commits += len(new)
        book = reopened(folder)
        names = dict(
            book.store.rows(
                "SELECT f.id, count(n.id) FROM firm f LEFT JOIN firm_name n ON n.firm_id = f.id"
                " AND n.deleted_at IS NULL WHERE f.deleted_at IS NULL GROUP BY f.id"
            )
        )
        report = books.check(book)
        # A command undone and not yet done again was not acknowledged.
        assert acknowledged <= names.keys()
        assert set(names.values()) <= {NAMES}
        assert report.sound, report.problems
        assert book.notices == ()
        book.close()
    assert commits >= KILLS
    print(f"{KILLS} kills, {commits} acknowledged commits")


def test_killed_while_copying_restoring_and_changing_the_passphrase(tmp_path):
    book = new_book(tmp_path, "one")
    book.do(add_firm, label="Add")
    expected = book.ask(business_digest)
    book.close()
    passphrase = "one"
    for _kill in range(max(3, KILLS // 6)):
        killed(KEEPER, folder=str(tmp_path), passphrase=passphrase)
        passphrase = "one" if opens(tmp_path, "one") else "two"
        (tmp_path / "book" / "attempts.json").unlink(missing_ok=True)
        book = reopened(tmp_path, passphrase)
        assert book.ask(business_digest) == expected
        assert book.ask(lambda store: (store.count(Firm), store.count(FirmName))) == (1, 1)
        for copy in present(tmp_path / "book"):
            verify(copy / "book.db", book.book.key)
        assert not list((tmp_path / "book").rglob(".*"))
        book.close()


def opens(folder, passphrase):
    from rmapp import errors

    try:
        reopened(folder, passphrase).close()
    except errors.WrongPassphrase:
        return False
    return True
