"""This device's line in the change log: its name and the mark of where the book lies."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmapp.storage.driver import Connection


def start(connection: Connection) -> None:
    """Begin the log of a new book, which has no place yet."""
    connection.execute("INSERT INTO device_state (rid, dev, n, hlc, now) VALUES (1, ?, 0, 0, 0)", (_new_name(),))


def settle(connection: Connection, place: str) -> None:
    """Give a copied, moved or restored book a new name of its own, counting from 1 again.

    Two books under one name would write different changes under the same running number.
    """
    connection.execute(
        "UPDATE device_state SET dev = ?, n = 0, place = ? WHERE place IS NOT ?", (_new_name(), place, place)
    )


def name(connection: Connection) -> str:
    """Return this device's name."""
    found: str = connection.execute("SELECT dev FROM device_state").fetchone()[0]
    return found


def _new_name() -> str:
    return secrets.token_hex(8)
