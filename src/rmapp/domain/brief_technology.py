"""How far a firm's technology is, on its internal brief."""

from __future__ import annotations

from rmapp.domain.entity import Value


class BriefTechnology(Value):
    """The phase of the technology and its readiness level from 1 to 9, each None where it is not known."""

    phase: str | None
    readiness: int | None
