import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rmapp import errors
from rmapp.domain.firm import Firm
from rmapp.services import books
from rmapp.storage import database, driver, migrations, place
from rmapp.storage.check import business_digest
from tests.books import CLOCK, FAST, PASSPHRASE, add_firm, made_book, new_book, reopened

CUTS = [0, 1, 15, 100, 1024, 4095, 4096, "half", "-page", "-byte"]


def digest(workspace):
    return workspace.ask(business_digest)


def firms(workspace):
    return workspace.ask(lambda store: store.count(Firm))


@pytest.fixture
def closed(tmp_path):
    """Close a book with one firm and return its database file."""
    workspace = new_book(tmp_path)
    workspace.do(add_firm, label="Add", city="Hangzhou")
    workspace.close()
    return tmp_path / "book" / "book.db"


def with_leftover_log(folder):
    """Leave a book as a crash does, with its last command only in the write-ahead file."""
    workspace = made_book(folder)
    workspace.do(add_firm, label="Add")
    copy = folder / "crashed"
    shutil.copytree(folder / "book", copy)
    workspace.close()
    shutil.rmtree(folder / "book")
    copy.rename(folder / "book")
    return folder / "book" / "book.db-wal"


def test_the_driver_is_the_encrypted_and_current_one(closed, tmp_path):
    import sqlite_utils.utils

    assert sqlite_utils.utils.sqlite3.__name__ == "sqlcipher3"
    workspace = reopened(tmp_path)
    pragmas = {
        name: workspace.store.rows(f"PRAGMA {name}")[0][0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "trusted_schema",
            "cell_size_check",
            "secure_delete",
        )
    }
    workspace.close()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
    }


def test_opening_a_book_of_today_loads_no_heavy_library(closed, tmp_path):
    script = (
        f"import sys; from pathlib import Path; sys.path[:0] = {sys.path!r}\n"
        "from rmapp.services.books import open_book\n"
        f"open_book(Path({str(tmp_path / 'book')!r}), {PASSPHRASE!r}).close()\n"
        "print(sorted({'sqlite_utils', 'reportlab', 'openpyxl', 'pypinyin', 'PySide6'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_old_sqlite_is_refused(closed, tmp_path, monkeypatch):
    monkeypatch.setattr(driver, "FLOOR", (99, 0, 0))
    with pytest.raises(errors.StorageError, match="too old"):
        reopened(tmp_path)


@pytest.mark.parametrize("key", ["", "x" * 64, "A" * 64, "0" * 63, "0" * 64 + "'", "0" * 64 + "\n"])
def test_only_64_hexadecimal_digits_are_a_key(closed, key):
    with pytest.raises(ValueError, match="64"):
        driver.connect(closed, key)


def test_state_of_a_folder(tmp_path, closed):
    new_book(tmp_path / "open", None).close()
    assert books.book_state(tmp_path / "nothing") == "missing"
    assert books.book_state(tmp_path / "book") == "locked"
    assert books.book_state(tmp_path / "open" / "book") == "unprotected"
    closed.unlink()
    assert books.book_state(tmp_path / "book") == "damaged"


def test_a_missing_book_and_a_missing_passphrase_say_so(tmp_path, closed):
    with pytest.raises(errors.NotFoundError):
        books.open_book(tmp_path / "nothing")
    with pytest.raises(errors.BookLocked):
        reopened(tmp_path, None)


def test_a_new_book_is_made_whole_or_not_at_all(tmp_path, monkeypatch):
    def fail(*_arguments):
        raise errors.DiskFull("full")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "migrate", fail)
        with pytest.raises(errors.DiskFull):
            made_book(tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "book").mkdir()
    made_book(tmp_path).close()
    with pytest.raises(errors.RuleError):
        made_book(tmp_path)


def test_an_unprotected_book_opens_without_passphrase_and_is_plain(tmp_path):
    new_book(tmp_path, None, kind="sample").close()
    workspace = reopened(tmp_path, None)
    assert workspace.store.info["kind"] == "sample"
    workspace.close()
    assert (tmp_path / "book" / "book.db").read_bytes().startswith(b"SQLite format 3")


def test_all_files_are_for_their_owner_only(tmp_path):
    workspace = new_book(tmp_path)
    copy = books.backup_now(workspace)
    workspace.close()
    books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=CLOCK)
    books.change_passphrase(tmp_path / "book", PASSPHRASE, "new", clock=CLOCK)
    workspace = reopened(tmp_path, "new")
    workspace.do(add_firm, label="Add")
    found = [tmp_path / "book", *(tmp_path / "book").rglob("*")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in found}
    workspace.close()
    assert {path.name for path in found} >= {"book.db-wal", "book.db-shm", "vault.json", "attachments"}
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items()), modes


def test_no_word_of_the_book_is_found_in_any_file(tmp_path):
    """C1 at rest and while open: business data, facts, drafts, labels and the passphrase."""
    from rmapp.storage import drafts

    marker = "Zebra-Mandelbrot-斑马"
    workspace = new_book(tmp_path, passphrase=marker, user_name=marker)
    for _time in range(30):
        workspace.do(add_firm, marker, label=marker, summary=marker * 3)
    workspace.do(drafts.put_draft, "meeting", None, {"text": marker}, label="Draft")
    books.backup_now(workspace)
    needles = [marker.encode(), marker.encode("utf-16-le"), "斑马".encode(), b"Zebra", b"\\u6591"]
    for moment in ("open", "closed"):
        files = [path for path in (tmp_path / "book").rglob("*") if path.is_file()]
        assert any(path.name == "book.db-wal" for path in files) == (moment == "open")
        for path in files:
            content = path.read_bytes()
            assert not any(needle in content for needle in needles), (moment, path)
        workspace.close()


@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_off_file_is_refused_and_left_alone(closed, tmp_path, cut):
    whole = closed.read_bytes()
    size = {"half": len(whole) // 2, "-page": len(whole) - 4096, "-byte": len(whole) - 1}.get(cut, cut)
    closed.write_bytes(whole[:size])
    try:
        workspace = reopened(tmp_path)
    except errors.BookDamaged:
        refused = True
    else:
        refused = not books.check(workspace).sound
        workspace.close()
    assert refused
    assert closed.read_bytes() == whole[:size]


def test_a_vault_without_its_database_is_damage_and_not_a_first_start(closed, tmp_path):
    closed.unlink()
    with pytest.raises(errors.BookDamaged):
        reopened(tmp_path)
    assert not closed.exists()


@pytest.mark.parametrize("content", [b"\0" * 8192, b"not a database " * 1000])
def test_wrong_passphrase_damaged_file_and_no_database_are_told_apart(closed, tmp_path, content):
    with pytest.raises(errors.WrongPassphrase):
        reopened(tmp_path, "wrong")
    closed.write_bytes(content)
    with pytest.raises(errors.BookDamaged):
        reopened(tmp_path)
    assert closed.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path):
    new_book(tmp_path, None).close()
    import sqlite3

    path = tmp_path / "book" / "book.db"
    path.unlink()
    other = sqlite3.connect(path)
    other.executescript("CREATE TABLE t(a); CREATE TABLE u(a)")
    other.close()
    with pytest.raises(errors.BookDamaged, match="not a book"):
        reopened(tmp_path, None)


def test_a_crash_leaves_a_log_that_is_replayed(tmp_path):
    with_leftover_log(tmp_path)
    workspace = reopened(tmp_path)
    assert (firms(workspace), workspace.notices) == (1, ())
    workspace.close()


def test_a_foreign_log_is_set_aside_and_the_book_stays_whole(closed, tmp_path):
    """SQLite itself would write the foreign pages into the book when it closes."""
    foreign = with_leftover_log(tmp_path / "other")
    shutil.copy(foreign, closed.with_name("book.db-wal"))
    whole = closed.read_bytes()
    workspace = reopened(tmp_path, read_only=True)
    assert firms(workspace) == 1
    assert len(workspace.notices) == 1
    workspace.close()
    assert closed.read_bytes() == whole
    kept = list(closed.parent.glob("book.db-wal.aside-*"))
    assert [path.read_bytes() for path in kept] == [foreign.read_bytes()]
    workspace = reopened(tmp_path)
    assert books.check(workspace).sound
    workspace.close()


def test_an_old_log_of_the_same_book_is_not_mixed_in(tmp_path):
    """A backup put in place by hand while the write-ahead file of a newer state still lies there."""
    log = with_leftover_log(tmp_path)
    stale = log.read_bytes()
    workspace = reopened(tmp_path)
    for number in range(40):
        workspace.do(add_firm, label="Add", summary="x" * 400, city=str(number))
    expected = digest(workspace)
    workspace.close()
    log.write_bytes(stale)
    workspace = reopened(tmp_path)
    assert len(workspace.notices) == 1
    assert digest(workspace) == expected
    workspace.close()


def test_a_second_program_is_told_so_and_may_read(closed, tmp_path):
    first = reopened(tmp_path)
    with pytest.raises(errors.BookBusy, match="already open"):
        reopened(tmp_path)
    reader = reopened(tmp_path, read_only=True)
    first.do(add_firm, label="Add")
    assert firms(reader) == 2
    with pytest.raises(errors.ReadOnly):
        reader.do(add_firm, label="Add")
    reader.close()
    first.close()
    reopened(tmp_path).close()


def test_a_newer_book_is_refused_untouched(closed, tmp_path):
    workspace = reopened(tmp_path)
    workspace.store.connection.execute(f"PRAGMA user_version = {migrations.SCHEMA + 1}")
    workspace.close()
    before = closed.read_bytes()
    with pytest.raises(errors.BookTooNew):
        reopened(tmp_path)
    assert closed.read_bytes() == before


def test_an_older_book_is_copied_and_brought_up_to_date(closed, tmp_path, monkeypatch):
    def _add_column(database):
        database.conn.execute("ALTER TABLE firm ADD COLUMN colour TEXT DEFAULT 'red'")

    workspace = reopened(tmp_path)
    before = workspace.store.rows("SELECT id, city FROM firm")
    workspace.close()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, _add_column))
    monkeypatch.setattr(migrations, "SCHEMA", migrations.SCHEMA + 1)
    migrations._migrations.cache_clear()
    try:
        with pytest.raises(errors.ReadOnly):
            reopened(tmp_path, read_only=True)
        workspace = reopened(tmp_path)
        assert migrations.version(workspace.store.connection) == migrations.SCHEMA
        assert workspace.store.rows("SELECT id, city FROM firm") == before
        workspace.do(lambda store: store.execute("UPDATE firm SET colour = 'blue'"), label="Paint")
        logged = workspace.store.rows("SELECT data FROM change_log ORDER BY n DESC LIMIT 1")
        assert logged == [('{"colour":["red","blue"]}',)]
        workspace.close()
    finally:
        migrations._migrations.cache_clear()
    assert [path.name.partition("-")[2] for path in books.list_backups(tmp_path / "book")] == ["before-update"]


def test_a_failed_step_leaves_the_old_book(closed, tmp_path, monkeypatch):
    def _break(database):
        database.conn.execute("ALTER TABLE firm ADD COLUMN colour TEXT")
        raise ZeroDivisionError

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, _break))
    monkeypatch.setattr(migrations, "SCHEMA", migrations.SCHEMA + 1)
    migrations._migrations.cache_clear()
    with pytest.raises(ZeroDivisionError):
        reopened(tmp_path)
    migrations._migrations.cache_clear()
    monkeypatch.undo()
    workspace = reopened(tmp_path)
    assert books.check(workspace).sound
    workspace.close()


def test_a_copied_book_gets_a_device_name_of_its_own(closed, tmp_path):
    shutil.copytree(tmp_path / "book", tmp_path / "copy" / "book")
    names = set()
    for folder in (tmp_path, tmp_path / "copy", tmp_path):
        workspace = reopened(folder)
        names.add(workspace.store.device)
        workspace.do(add_firm, label="Add")
        assert books.check(workspace).sound
        assert workspace.undo().touched
        workspace.close()
    assert len(names) == 2


OPEN_AS_NOBODY = """
import os, sys
from pathlib import Path
sys.path[:0] = {path!r}
from rmapp import errors
from rmapp.domain.firm import Firm
from rmapp.services.books import open_book
open_book(Path({other!r}), {passphrase!r}).close()  # whoever is nobody may not read the libraries
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    workspace = open_book(Path({folder!r}), {passphrase!r})
except errors.RmappError as error:
    print(type(error).__name__)
else:
    print(workspace.read_only, workspace.ask(lambda store: store.count(Firm)), len(workspace.notices))
    try:
        workspace.do(lambda store: store.add(Firm()), label="x")
    except errors.ReadOnly:
        print("refused")
"""


@pytest.mark.skipif(os.name == "nt", reason="folders have no permission bits there")
@pytest.mark.parametrize("leftover", [False, True])
def test_a_folder_that_cannot_be_written_opens_for_reading_or_says_why(leftover):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if leftover:
            with_leftover_log(folder)
        else:
            workspace = new_book(folder)
            workspace.do(add_firm, label="Add")
            workspace.close()
        new_book(folder / "other").close()
        for path in (folder / "book").rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        (folder / "book").chmod(0o555)
        script = OPEN_AS_NOBODY.format(
            path=sys.path, folder=str(folder / "book"), other=str(folder / "other" / "book"), passphrase=PASSPHRASE
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        (folder / "book").chmod(0o755)
    assert done.stderr == ""
    assert done.stdout.split() == (["ReadOnly"] if leftover else ["True", "1", "1", "refused"])


def test_cloud_and_network_folders_are_warned_about(tmp_path):
    workspace = books.create_book(tmp_path / "Dropbox" / "book", None, {}, kdf=FAST, clock=CLOCK)[0]
    assert len(workspace.notices) == 1
    workspace.close()
    for name in ("OneDrive - A Bank", "坚果云", "iCloud Drive"):
        assert len(place.warnings(tmp_path / name / "book")) == 1
    assert place.warnings(tmp_path / "Dropboxes") == []
    mounts = tmp_path / "mounts"
    mounts.write_text(f"a / ext4 rw 0 0\nb {tmp_path}/my\\040share cifs rw 0 0\n")
    assert len(place.warnings(tmp_path / "my share" / "book", mounts)) == 1
    assert place.warnings(tmp_path / "other", mounts) == []


def test_the_state_never_opens_or_changes_a_book(closed, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in closed.parent.iterdir()}
    database.state(tmp_path / "book")
    assert {path: path.stat().st_mtime_ns for path in closed.parent.iterdir()} == before
