"""A firm as it is typed, with its names, before the book accepts it."""

from __future__ import annotations

from rmapp.domain.firm import FirmFields, NameFields


class NameDraft(NameFields):
    """One of a firm's names; `id` is that of the stored name, or None for a new one."""

    id: str | None = None


class FirmDraft(FirmFields):
    """A firm and its names as typed."""

    names: tuple[NameDraft, ...] = ()
