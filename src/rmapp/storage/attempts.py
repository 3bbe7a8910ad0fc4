"""The growing wait after wrong passphrases, remembered on disk so that a restart does not shorten it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.i18n import ngettext
from rmapp.storage.private_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from rmapp.domain.clock import Clock

FREE = 4
"""Wrong tries that cost no wait."""

LONGEST = 300
"""Seconds; longer would only keep the owner out, for a thief works on a copy."""


class Attempts:
    """The count of wrong tries of one book."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def begin(self) -> None:
        """Count a try before it is made, so that ending the program does not undo it.

        Raises `BookLocked` while the wait after the last wrong try lasts.
        """
        failed, last = self._read()
        now = self._clock.now().timestamp()
        wait = self.wait_after(failed)
        if wait and now < last + wait:
            left = min(wait, round(last + wait - now + 0.5))
            raise errors.BookLocked(
                ngettext(
                    "Too many wrong passphrases. Please wait {n} second and try again; the book is safe.",
                    "Too many wrong passphrases. Please wait {n} seconds and try again; the book is safe.",
                    left,
                ).format(n=left)
            )
        with suppress(errors.StorageError):  # a read-only folder can still be opened
            write_whole(self._path, json.dumps({"failed": failed + 1, "last": now}).encode())

    def succeed(self) -> None:
        """Forget the wrong tries."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    @staticmethod
    def wait_after(failed: int) -> int:
        """Return the seconds to wait after this many wrong tries: 0, 1, 2, 4 … up to five minutes."""
        return 0 if failed <= FREE else min(LONGEST, 1 << min(failed - FREE - 1, 20))

    def _read(self) -> tuple[int, float]:
        try:
            state = json.loads(self._path.read_bytes())
            return int(state["failed"]), float(state["last"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, 0.0
