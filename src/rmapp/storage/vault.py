"""The book's key: a random data key, wrapped by the passphrase and by the printed recovery key.

`vault.json` holds no secret that opens the book by itself. It is written twice (`vault.json` and
`vault.copy.json`), so that damage to one costs nothing. A new passphrase wraps the 32 bytes anew; the
book's file is not rewritten.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage import recovery_key
from rmapp.storage.private_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
NAMES = ("vault.json", "vault.copy.json")


@dataclass(frozen=True, slots=True)
class Kdf:
    """How dear one try of a passphrase is: Argon2id's memory in KiB, passes and lanes."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4


STRONG = Kdf()


@dataclass(frozen=True, slots=True)
class Wrap:
    """The data key under one secret: the secret's cost and salt, and the sealed key, as hex."""

    kdf: Kdf
    salt: str
    nonce: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Vault:
    """What stands in `vault.json`; without `passphrase` the book is unprotected."""

    passphrase: Wrap | None = None
    recovery: Wrap | None = None
    key_check: str = ""
    cipher: str = "sqlcipher 4, 4096 byte pages"

    @property
    def protected(self) -> bool:
        """Tell whether the book needs a passphrase."""
        return self.passphrase is not None


def create(folder: Path, passphrase: str | None, kdf: Kdf = STRONG) -> tuple[str | None, str | None]:
    """Write a new vault; return the data key as hex and the printable recovery key (None: unprotected).

    Raises `InputError` for an empty passphrase.
    """
    if passphrase is None:
        _write(folder, Vault())
        return None, None
    key = secrets.token_bytes(32)
    printed = recovery_key.make_key()
    _write(
        folder,
        Vault(
            passphrase=_wrap(key, _spoken(passphrase), "passphrase", kdf),
            recovery=_wrap(key, recovery_key.read_key(printed), "recovery", kdf),
            key_check=_check_value(key),
        ),
    )
    return key.hex(), printed


def unlock(folder: Path, passphrase: str) -> str:
    """Return the data key as hex. Raises `WrongPassphrase`, or `BookDamaged` for a damaged vault."""
    vault = read(folder)
    return _open(folder, vault, vault.passphrase, _spoken(passphrase), "passphrase").hex()


def unlock_with_recovery(folder: Path, typed: str) -> str:
    """Return the data key as hex, by the printed key. Raises `InputError` for a typing mistake too."""
    vault = read(folder)
    return _open(folder, vault, vault.recovery, recovery_key.read_key(typed), "recovery").hex()


def change_passphrase(folder: Path, key: str, new: str) -> None:
    """Wrap the same data key under a new passphrase; the old one opens nothing from then on."""
    vault = read(folder)
    if vault.passphrase is None:
        raise errors.RuleError(_("This book is unprotected; it has no passphrase to change."))
    wrap = _wrap(bytes.fromhex(key), _spoken(new), "passphrase", vault.passphrase.kdf)
    content = _render(replace(vault, passphrase=wrap))
    first, *others = NAMES
    write_whole(folder / first, content)
    with suppress(errors.StorageError):  # the passphrase is changed by now; the next unlocking heals the copy
        for name in others:
            write_whole(folder / name, content)


def exists(folder: Path) -> bool:
    """Tell whether any of the two copies is there."""
    return any((folder / name).exists() for name in NAMES)


def read(folder: Path) -> Vault:
    """Return the vault from the first copy that is whole.

    Raises `BookDamaged` if none is, `StorageError` if they are not for this user to read.
    """
    for name in NAMES:
        vault = _parse(folder / name)
        if vault is not None:
            return vault
    if not all(os.access(path, os.R_OK) for path in (folder, *folder.glob("vault*.json"))):
        raise errors.StorageError(
            _("The folder {folder} may not be read by this user. Nothing was changed. Check its permissions.").format(
                folder=folder
            )
        )
    raise errors.BookDamaged(
        _(
            "The key file of this book (vault.json) is damaged or missing. The book itself was not touched. "
            "Put back vault.json from one of the book's backups."
        )
    )


def _open(folder: Path, vault: Vault, wrap: Wrap | None, secret: str, purpose: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if wrap is None:
        raise errors.RuleError(_("This book is unprotected; it opens without a passphrase."))
    try:
        sealing = AESGCM(_derive(secret, bytes.fromhex(wrap.salt), wrap.kdf))
        key = sealing.decrypt(bytes.fromhex(wrap.nonce), bytes.fromhex(wrap.sealed), purpose.encode())
    except InvalidTag as error:
        # The file's checksum was right, so it is the secret that is wrong.
        raise errors.WrongPassphrase(
            _("This passphrase or recovery key does not open the book. Nothing was changed; please try again.")
        ) from error
    if not hmac.compare_digest(_check_value(key), vault.key_check):
        raise errors.BookDamaged(_("The key file of this book (vault.json) does not fit its own key."))
    _heal(folder, vault)
    return key


def _heal(folder: Path, vault: Vault) -> None:
    """Bring the two copies together again after a power cut or damage to one of them."""
    content = _render(vault)
    for name in NAMES:
        path = folder / name
        try:
            if not path.exists() or path.read_bytes() != content:
                write_whole(path, content)
        except (errors.StorageError, OSError):
            return  # a folder that cannot be written still opens


def _wrap(key: bytes, secret: str, purpose: str, kdf: Kdf) -> Wrap:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_derive(secret, salt, kdf)).encrypt(nonce, key, purpose.encode())
    return Wrap(kdf, salt.hex(), nonce.hex(), sealed.hex())


def _derive(secret: str, salt: bytes, kdf: Kdf) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    function = Argon2id(salt=salt, length=32, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib)
    return function.derive(secret.encode())


def _spoken(passphrase: str) -> str:
    """Return the passphrase in one form, whatever way the keyboard composed its accents."""
    import unicodedata

    if not passphrase:
        raise errors.InputError({"passphrase": _("A passphrase cannot be empty.")})
    return unicodedata.normalize("NFKC", passphrase)


def _check_value(key: bytes) -> str:
    return hmac.new(key, b"rmapp key check", hashlib.sha256).hexdigest()[:32]


def _write(folder: Path, vault: Vault) -> None:
    for name in NAMES:
        write_whole(folder / name, _render(vault))


def _render(vault: Vault) -> bytes:
    body = {"format": "rmapp vault", "version": VERSION, **asdict(vault)}
    return json.dumps({**body, "checksum": _checksum(body)}, indent=1).encode()


def _parse(path: Path) -> Vault | None:
    """Return the vault of one file, or None if the file is missing or damaged."""
    try:
        body = json.loads(path.read_bytes())
        checksum = body.pop("checksum")
        if checksum != _checksum(body):
            return None
        version = int(body["version"])
        if version > VERSION:
            raise errors.BookTooNew(
                _("This book was protected by a newer rmapp. It was not touched; install the newer version.")
            )
        return Vault(_wrap_of(body["passphrase"]), _wrap_of(body["recovery"]), body["key_check"], body["cipher"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _wrap_of(body: dict[str, Any] | None) -> Wrap | None:
    return None if body is None else Wrap(Kdf(**body["kdf"]), body["salt"], body["nonce"], body["sealed"])


def _checksum(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
