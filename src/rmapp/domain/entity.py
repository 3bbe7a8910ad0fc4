"""The two bases of everything the book knows: values without and entities with an identity."""

from __future__ import annotations

import secrets
import time

from pydantic import BaseModel, ConfigDict, Field


def new_id(at_ms: int | None = None) -> str:
    """Return a UUIDv7 as text: made on this device and sortable by the moment of its making.

    `at_ms` is the moment in milliseconds since 1970 (UTC); without it the system's clock is read.
    Source: RFC 9562, section 5.7.
    """
    moment = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    number = (moment & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    number |= 0b10 << 62 | secrets.randbits(62)
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Value(BaseModel):
    """An immutable value, equal to any other with the same fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entity(Value):
    """Something the book remembers under an id; the store stamps who wrote it and when.

    `created_at` and `deleted_at` are UTC timestamps in ISO form; a row with `deleted_at` counts as gone.
    """

    id: str = Field(default_factory=new_id)
    portfolio_id: str = ""
    created_at: str = ""
    created_by: str = ""
    deleted_at: str | None = None


class CodeOf:
    """Annotation of a text field that holds a code: the list of reference data it comes from."""

    def __init__(self, name: str) -> None:
        self.name = name
