"""The files of attachments: each under a name made of its content, sealed, whole or not there.

A file lies in the book's folder `attachments`. Its content never changes, so identical content is stored once
and the copies of the book share one set of spares in `backups/attachments`, which stay small and work on every
file system. In a protected book the name is a keyed digest: it does not tell whoever has the laptop whether a
document that he knows is inside. A file names itself as what it seals, so it can be checked without the database.
No text of a user is ever part of a path. A new passphrase does not touch the files.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import re
import secrets
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage.private_file import disk_full, file_errors, make_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

State = Literal["whole", "spare", "lost"]
"""Whether a file can be read: from its place, only from the spare among the copies, or not at all."""

FOLDER = "attachments"

_MARK = b"rmapp-attachment-1\n"
_NONCE = 12
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


class AttachmentFiles:
    """The files beside one book; `key` is its data key as hex, None for an unprotected book."""

    def __init__(self, folder: Path, key: str | None) -> None:
        self._key = key
        self.folder = folder
        self._home = folder / FOLDER
        self._spares = folder / "backups" / FOLDER

    def put(self, content: bytes) -> str:
        """Write content whole and return its SHA-256; what is there and whole already is left alone.

        Raises `DiskFull`, `StorageError`; then nothing counts as stored.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._home / self._name(sha256)
        if self._content(path) is None:
            self._write(path, content)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return the content; a lost file is put back from the spares. Raises `StorageError` if there is none."""
        if _NAME.fullmatch(sha256):
            name = self._name(sha256)
            content = self._content(self._home / name)
            if content is not None:
                return content
            spare = self._content(self._spares / name)
            if spare is not None:
                with suppress(errors.StorageError):  # a folder that cannot be written still shows its files
                    self._write(self._home / name, spare)
                return spare
        raise errors.StorageError(
            _(
                "The file of this attachment is missing or damaged, and no copy of it is whole. Everything else in the "
                "book is safe. Put the file in again from where it came."
            )
        )

    def state(self, sha256: str) -> State:
        """Tell whether a file can be read; changes nothing."""
        if not _NAME.fullmatch(sha256):
            return "lost"
        name = self._name(sha256)
        if self._content(self._home / name) is not None:
            return "whole"
        return "lost" if self._content(self._spares / name) is None else "spare"

    def has(self, sha256: str) -> bool:
        """Tell whether a file is in its place, without reading it."""
        return bool(_NAME.fullmatch(sha256)) and (self._home / self._name(sha256)).is_file()

    def count_absent(self, known: Collection[str]) -> int:
        """Return how many of these contents have no file in its place; no file is read."""
        there = {path.name for path in _finished(self._home)} if known else set()
        return sum(self._name(sha256) not in there for sha256 in known)

    def copy_spares(self) -> None:
        """Copy the files that the copies of the book do not have yet; a damaged one is left out.

        Raises `DiskFull`, `StorageError`.
        """
        for path in _finished(self._home):
            spare = self._spares / path.name
            if spare.exists() and spare.stat().st_size == path.stat().st_size:
                continue
            content = self._content(path)
            if content is not None:
                self._write(spare, content)

    def bring(self, folders: Iterable[Path]) -> None:
        """Put every file that is missing or damaged back from the folders of a copy, as far as it is whole there.

        Raises `DiskFull`, `StorageError`.
        """
        for folder in folders:
            for source in _finished(folder):
                path = self._home / source.name
                if source == path or self._content(path) is not None:
                    continue
                content = self._content(source)
                if content is not None:
                    self._write(path, content)

    def sweep(self, known: Collection[str], before: float) -> int:
        """Remove what a crash left: files of no known content, last written before a moment (seconds since 1970).

        Return how many were removed. What cannot be removed stays.
        """
        names = {self._name(sha256) for sha256 in known}
        removed = 0
        for folder in (self._home, self._spares):
            for path in (*_finished(folder), *folder.glob("*.new")):
                with suppress(OSError):
                    if path.name not in names and path.stat().st_mtime < before:
                        path.unlink()
                        removed += 1
        return removed

    def _name(self, sha256: str) -> str:
        if self._key is None:
            return sha256
        return hmac.new(self._name_key, sha256.encode(), hashlib.sha256).hexdigest()

    def _content(self, path: Path) -> bytes | None:
        """Return what a file holds; None if it is missing, damaged or holds what its name does not say."""
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        content = stored if self._key is None else self._unsealed(path.name, stored)
        if content is None or self._name(hashlib.sha256(content).hexdigest()) != path.name:
            return None
        return content

    def _write(self, path: Path, content: bytes) -> None:
        stored = content if self._key is None else self._sealed(path.name, content)
        with file_errors():
            make_folder(path.parent)
        try:
            write_whole(path, stored)
        except errors.StorageError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and cause.errno == errno.ENOSPC:
                raise disk_full() from cause
            raise errors.StorageError(
                _("The file could not be kept beside the book. What was in the book before is safe. Check the disk.")
            ) from error

    def _sealed(self, name: str, content: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE)
        return _MARK + nonce + AESGCM(self._content_key).encrypt(nonce, content, name.encode())

    def _unsealed(self, name: str, stored: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        start = len(_MARK) + _NONCE
        if not stored.startswith(_MARK) or len(stored) < start + 16:
            return None
        try:
            return AESGCM(self._content_key).decrypt(stored[len(_MARK) : start], stored[start:], name.encode())
        except InvalidTag:
            return None

    @cached_property
    def _name_key(self) -> bytes:
        return self._derived("name")

    @cached_property
    def _content_key(self) -> bytes:
        return self._derived("content")

    def _derived(self, purpose: str) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        info = f"rmapp attachment {purpose}".encode()
        return HKDF(SHA256(), length=32, salt=None, info=info).derive(bytes.fromhex(self._key or ""))


def _finished(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that bear the name of content, and nothing that a link leads to."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if _NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                yield path
