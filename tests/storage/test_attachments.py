"""The files of attachments: sealed, whole or not there, copied with the book, healed from the spares."""

import errno
import hashlib
import os
import shutil
import stat

import pytest

from rmapp import errors
from rmapp.services import books
from rmapp.services.paperwork import attachments
from rmapp.services.paperwork.attachment_intake import TakenFile
from rmapp.storage import private_file
from rmapp.storage.attachments import AttachmentFiles
from tests.books import CLOCK, PASSPHRASE, add_firm, new_book, reopened

KEY = "ab" * 32
CONTENT = b"Zvonimira's contract " * 40


def files_of(folder, key=KEY):
    return AttachmentFiles(folder, key)


def stored(folder):
    return sorted((folder / "attachments").iterdir())


def taken(content=CONTENT):
    return TakenFile(content, {"kind": "document", "name": "contract.pdf", "media_type": "application/pdf", "pages": 1})


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def attached(book, content=CONTENT):
    firm = book.do(add_firm, label="Add").result.id
    return book.do(attachments.add_attachment, taken(content), firm, label="Attach").result


def test_content_comes_back_and_is_stored_once(tmp_path):
    files = files_of(tmp_path)
    digest = files.put(CONTENT)
    before = stored(tmp_path)[0].read_bytes()
    assert digest == hashlib.sha256(CONTENT).hexdigest()
    assert files.put(CONTENT) == digest
    assert files.read(digest) == CONTENT
    assert files.has(digest)
    assert [path.read_bytes() for path in stored(tmp_path)] == [before]


def test_neither_name_nor_bytes_tell_what_is_inside(tmp_path):
    digest = files_of(tmp_path).put(CONTENT)
    (path,) = stored(tmp_path)
    assert path.name != digest
    assert b"Zvonimira" not in path.read_bytes()
    other = tmp_path / "other"
    files_of(other, "cd" * 32).put(CONTENT)
    assert stored(other)[0].name != path.name, "the same document has another name in another book"


def test_an_unprotected_book_keeps_plain_files(tmp_path):
    files = files_of(tmp_path, None)
    digest = files.put(CONTENT)
    (path,) = stored(tmp_path)
    assert path.name == digest
    assert path.read_bytes() == CONTENT
    path.write_bytes(CONTENT + b"!")
    with pytest.raises(errors.StorageError, match="damaged"):
        files.read(digest)


@pytest.mark.skipif(os.name == "nt", reason="permissions work differently there")
def test_files_and_folders_are_for_their_owner_alone(book):
    attached(book)
    books.backup_now(book)
    for folder in (book.folder / "attachments", book.folder / "backups" / "attachments"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_every_flipped_bit_and_every_cut_is_found(tmp_path):
    files = files_of(tmp_path)
    digest = files.put(b"short content")
    (path,) = stored(tmp_path)
    whole = path.read_bytes()
    for at in range(len(whole)):
        for bit in (1, 128):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            assert files.state(digest) == "lost", at
        path.write_bytes(whole[:at])
        assert files.state(digest) == "lost", at
    path.write_bytes(whole)
    assert files.state(digest) == "whole"


def test_a_file_under_the_name_of_another_is_found(tmp_path):
    files = files_of(tmp_path)
    one, two = files.put(b"one"), files.put(b"two")
    first, second = stored(tmp_path)
    shutil.copyfile(first, second)
    assert {files.state(one), files.state(two)} == {"whole", "lost"}


@pytest.mark.parametrize("digest", ["", "../book.db", "/etc/passwd", "A" * 64, "..\\x", "a" * 63, "a" * 64 + "\n"])
def test_a_digest_from_a_strange_book_is_never_a_path(tmp_path, digest):
    files = files_of(tmp_path, None)
    (tmp_path / "attachments").mkdir()
    assert files.state(digest) == "lost"
    assert not files.has(digest)
    with pytest.raises(errors.StorageError):
        files.read(digest)


def test_a_full_disk_leaves_nothing_and_says_so(book, monkeypatch):
    firm = book.do(add_firm, label="Add").result.id

    def full(_handle):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(private_file.os, "fsync", full)
    with pytest.raises(errors.DiskFull, match="safe"):
        attachments.stage(book.store, taken())
    monkeypatch.undo()
    assert book.ask(attachments.attachments, firm_id=firm) == ()
    one = book.do(attachments.add_attachment, taken(), firm, label="Attach").result
    assert book.ask(attachments.content, one) == CONTENT


def test_a_lost_file_is_said_and_put_back_from_the_copies(book):
    one = attached(book)
    (path,) = stored(book.folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert "no copy of it is whole" in books.check(book).problems[0]
    with pytest.raises(errors.StorageError, match=r"contract\.pdf.*no copy"):
        book.ask(attachments.content, one)
    path.write_bytes(whole)
    books.backup_now(book)
    for harm in (path.unlink, lambda: path.write_bytes(whole[:-1])):
        harm()
        assert "whole copy lies among the backups" in books.check(book).problems[0]
        assert book.ask(attachments.content, one) == CONTENT
        assert books.check(book).sound


def test_damage_is_not_carried_into_the_copies(book):
    one = attached(book)
    books.backup_now(book)
    (path,) = stored(book.folder)
    path.write_bytes(bytes(len(path.read_bytes())))
    books.backup_now(book)
    assert book.ask(attachments.content, one) == CONTENT


def test_copies_share_one_spare_of_each_file(book):
    attached(book)
    for _time in range(3):
        books.backup_now(book)
    assert len(list((book.folder / "backups" / "attachments").iterdir())) == 1
    assert not [path for path in books.list_backups(book.folder)[0].iterdir() if path.is_dir()]


def test_copy_wipe_restore_brings_the_files_back(tmp_path):
    book = new_book(tmp_path)
    one = attached(book)
    copy = books.backup_now(book)
    book.close()
    shutil.rmtree(tmp_path / "book" / "attachments")
    books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=CLOCK)
    book = reopened(tmp_path)
    assert book.ask(attachments.content, one) == CONTENT
    assert books.check(book).sound
    book.close()


def test_a_copy_opened_in_a_folder_of_its_own_has_the_files(tmp_path):
    book = new_book(tmp_path)
    one = attached(book)
    copy = books.backup_now(book)
    book.close()
    fresh = tmp_path / "fresh"
    books.make_restore_folder(fresh)
    books.restore_backup(fresh, copy, PASSPHRASE, clock=CLOCK)
    opened = books.open_book(fresh, PASSPHRASE, clock=CLOCK)
    assert opened.ask(attachments.content, one) == CONTENT
    opened.close()


def test_a_copy_from_before_there_were_attachments_is_restored(tmp_path):
    book = new_book(tmp_path)
    book.do(add_firm, label="Add")
    copy = books.backup_now(book)
    book.close()
    for folder in (tmp_path / "book" / "attachments", tmp_path / "book" / "backups" / "attachments"):
        shutil.rmtree(folder, ignore_errors=True)
    books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=CLOCK)
    book = reopened(tmp_path)
    assert books.check(book).sound
    assert book.ask(attachments.content, attached(book)) == CONTENT
    book.close()


def test_a_book_travels_with_its_folder_and_a_new_passphrase_touches_no_file(tmp_path):
    book = new_book(tmp_path)
    one = attached(book)
    before = stored(book.folder)[0].read_bytes()
    book.close()
    books.change_passphrase(tmp_path / "book", PASSPHRASE, "another one entirely", clock=CLOCK)
    (tmp_path / "book").rename(tmp_path / "stick")
    opened = books.open_book(tmp_path / "stick", "another one entirely", clock=CLOCK)
    assert opened.ask(attachments.content, one) == CONTENT
    assert stored(opened.folder)[0].read_bytes() == before
    opened.close()


def test_only_what_nothing_names_is_swept_and_only_after_a_day(book, monkeypatch):
    from rmapp.services import drafts

    kept = attached(book)
    removed = attached(book, b"removed")
    book.do(attachments.remove_attachment, removed.id, label="Remove")
    waiting = attachments.stage(book.store, taken(b"in a draft"))
    book.do(drafts.put_draft, "note", None, {"attachments": [waiting.model_dump(mode="json")]}, label="Keep draft")
    orphan = attachments.stage(book.store, taken(b"left by a crash"))
    (book.folder / "attachments" / ("0" * 64 + ".new")).write_bytes(b"half")
    now = book.store.clock.now().timestamp()
    for path in stored(book.folder):
        os.utime(path, (now, now))
    assert book.ask(attachments.sweep) == 0
    for path in stored(book.folder):
        os.utime(path, (now - 2 * 86400, now - 2 * 86400))
    assert book.ask(attachments.sweep) == 2
    assert not book.store.files.has(orphan.sha256)
    assert all(book.store.files.has(one.sha256) for one in (kept, removed, waiting))


def test_nothing_is_swept_while_a_replaced_book_may_come_back(tmp_path):
    book = new_book(tmp_path)
    copy = books.backup_now(book)
    one = attached(book)
    book.close()
    aside = books.restore_backup(tmp_path / "book", copy, PASSPHRASE, clock=CLOCK)
    book = reopened(tmp_path)
    for path in stored(book.folder):
        os.utime(path, (0, 0))
    assert book.ask(attachments.sweep) == 0
    book.close()
    books.restore_backup(tmp_path / "book", aside, PASSPHRASE, clock=CLOCK)
    book = reopened(tmp_path)
    assert book.ask(attachments.content, one) == CONTENT
    book.close()


def test_a_link_in_the_folder_leads_nowhere(tmp_path):
    files = files_of(tmp_path)
    files.put(CONTENT)
    secret = tmp_path / "secret"
    secret.write_bytes(b"not of the book")
    (tmp_path / "attachments" / ("a" * 64)).symlink_to(secret)
    files.copy_spares()
    assert len(list((tmp_path / "backups" / "attachments").iterdir())) == 1
    files.sweep(set(), 10**12)
    assert secret.read_bytes() == b"not of the book"


def test_a_book_for_reading_only_shows_its_files(tmp_path):
    book = new_book(tmp_path)
    one = attached(book)
    book.close()
    reader = reopened(tmp_path, read_only=True)
    assert reader.ask(attachments.content, one) == CONTENT
    with pytest.raises(errors.ReadOnly):
        reader.do(attachments.add_attachment, taken(b"new"), one.firm_id, label="Attach")
    reader.close()


def test_a_copy_that_travelled_without_its_files_says_so(tmp_path):
    book = new_book(tmp_path)
    one = attached(book)
    assert book.notices == ()
    copy = books.backup_now(book).rename(tmp_path / "usb")
    book.close()
    fresh = tmp_path / "fresh"
    books.make_restore_folder(fresh)
    books.restore_backup(fresh, copy, PASSPHRASE, clock=CLOCK)
    opened = books.open_book(fresh, PASSPHRASE, clock=CLOCK)
    assert "1 attachment is not in the book's folder" in opened.notices[0]
    opened.close()
    (tmp_path / "book" / "attachments").rename(tmp_path / "fresh" / "attachments2")
    shutil.copytree(tmp_path / "fresh" / "attachments2", fresh / "attachments", dirs_exist_ok=True)
    opened = books.open_book(fresh, PASSPHRASE, clock=CLOCK)
    assert opened.notices == ()
    assert opened.ask(attachments.content, one) == CONTENT
    opened.close()


def test_a_full_disk_leaves_no_half_copy_of_the_book(book, monkeypatch):
    attached(book)

    def full(_files):
        raise private_file.disk_full()

    monkeypatch.setattr(AttachmentFiles, "copy_spares", full)
    with pytest.raises(errors.DiskFull):
        books.backup_now(book)
    assert books.list_backups(book.folder) == []
    assert not list((book.folder / "backups").glob(".draft-*"))
