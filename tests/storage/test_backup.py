import shutil
from datetime import UTC, datetime, timedelta

import pytest

from rmapp import errors
from rmapp.domain.clock import FixedClock
from rmapp.services import books
from rmapp.storage import backup
from rmapp.storage.check import business_digest
from tests.books import CLOCK, NOW, PASSPHRASE, add_firm, new_book, reopened


def digest(workspace):
    return workspace.ask(business_digest)


def test_copy_wipe_restore_gives_the_same_data(tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(add_firm, label="Add", city="Hangzhou")
    expected, device = digest(workspace), workspace.store.device
    copy = books.backup_now(workspace)
    workspace.do(add_firm, label="Add", city="Ningbo")
    later = digest(workspace)
    workspace.close()
    aside = books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=FixedClock(NOW + timedelta(days=1)))
    workspace = reopened(tmp_path)
    assert digest(workspace) == expected != later
    assert workspace.store.device != device
    assert books.check(workspace).sound
    workspace.close()
    books.restore_backup(tmp_path / "book", aside, PASSPHRASE, clock=FixedClock(NOW + timedelta(days=2)))
    workspace = reopened(tmp_path)
    assert digest(workspace) == later
    workspace.close()


def test_a_lost_folder_is_restored_from_the_copy_alone(tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(add_firm, label="Add")
    expected = digest(workspace)
    copy = books.backup_now(workspace).rename(tmp_path / "usb")
    workspace.close()
    shutil.rmtree(tmp_path / "book")
    (tmp_path / "book").mkdir(mode=0o700)
    books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=CLOCK)
    workspace = reopened(tmp_path)
    assert digest(workspace) == expected
    workspace.close()


def test_a_damaged_copy_is_refused_and_the_book_stays(tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(add_firm, label="Add")
    expected = digest(workspace)
    copy = books.backup_now(workspace)
    workspace.close()
    content = bytearray((copy / "book.db").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "book.db").write_bytes(content)
    with pytest.raises(errors.BookDamaged):
        books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=CLOCK)
    workspace = reopened(tmp_path)
    assert digest(workspace) == expected
    workspace.close()


def test_an_open_book_is_not_replaced(tmp_path):
    workspace = new_book(tmp_path)
    copy = books.backup_now(workspace)
    with pytest.raises(errors.BookBusy):
        books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=CLOCK)
    workspace.close()


def test_a_copy_holds_what_is_only_in_the_write_ahead_file_and_is_encrypted(tmp_path):
    workspace = new_book(tmp_path)
    workspace.do(add_firm, label="Add", city="Marker-City")
    copy = books.backup_now(workspace)
    assert (tmp_path / "book" / "book.db-wal").stat().st_size > 0
    assert b"Marker-City" not in (copy / "book.db").read_bytes()
    workspace.close()
    (copy / "attachments").mkdir()
    shutil.copytree(copy, tmp_path / "elsewhere" / "book")
    elsewhere = reopened(tmp_path / "elsewhere")
    assert elsewhere.store.rows("SELECT city FROM firm") == [("Marker-City",)]
    elsewhere.close()


def test_a_failed_copy_leaves_nothing(tmp_path, monkeypatch):
    workspace = new_book(tmp_path)

    def fail(*_arguments):
        raise errors.BookDamaged("no")

    monkeypatch.setattr(backup, "verify", fail)
    with pytest.raises(errors.BookDamaged):
        books.backup_now(workspace)
    assert list((tmp_path / "book" / "backups").iterdir()) == []
    workspace.close()


def test_a_copy_is_due_once_a_day(tmp_path):
    workspace = new_book(tmp_path)
    assert books.backup_if_due(workspace) is not None
    assert books.backup_if_due(workspace) is None
    workspace.close()
    workspace = reopened(tmp_path, clock=FixedClock(NOW + timedelta(days=1)))
    assert books.backup_if_due(workspace) is not None
    assert len(books.list_backups(tmp_path / "book")) == 2
    workspace.close()


def test_copies_are_thinned_out_with_age(tmp_path):
    days = [datetime(2026, 6, 30, 12, tzinfo=UTC) - timedelta(days=day) for day in range(400)]
    copies = [tmp_path / f"{day:%Y%m%dT%H%M%S%fZ}-copy" for day in days]
    removed = backup.too_old(copies)
    kept = [copy for copy in copies if copy not in removed]
    assert kept[: backup.NEWEST] == copies[: backup.NEWEST]
    assert len(kept) <= backup.NEWEST + backup.WEEKS + backup.MONTHS
    months = {backup.made_at(copy).strftime("%Y-%m") for copy in kept}
    assert len(months) == backup.MONTHS
    assert backup.too_old(copies[:3]) == []
