"""What a contact card says about a person at work, and which parts of it a book must not keep (domain 8.2)."""

from __future__ import annotations

from typing import NamedTuple


class ContactCard(NamedTuple):
    """One card: only what the book may hold.

    `left_out` are names of the card's further parts, as codes: `birthday`, `private_address`, `photo`… `trouble` is
    a sentence where the card cannot be taken.
    """

    uid: str = ""
    name: str = ""
    name_latin: str = ""
    organisation: str = ""
    title: str = ""
    work_phone: str = ""
    work_email: str = ""
    left_out: tuple[str, ...] = ()
    trouble: str = ""
