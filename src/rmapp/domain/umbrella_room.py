"""How a client's totals count the room of an umbrella limit, under which itself nothing is drawn (domain 3.4)."""

from __future__ import annotations

from typing import NamedTuple

from rmapp.domain.money import Money


class LinesBelow(NamedTuple):
    """What the lines under an umbrella come to, in its currency; a sum with an unknown part is None.

    `promised` is what is free of committed lines: their use of the umbrella holds it already, and it stays
    theirs to draw.
    """

    free: Money | None
    waiting_for_condition: Money | None
    waiting_for_value: Money | None
    promised: Money | None

    @classmethod
    def none(cls, ccy: str) -> LinesBelow:
        """Return what an umbrella has below it as long as it has no line."""
        zero = Money.zero(ccy)
        return cls(zero, zero, zero, zero)


class ClientPart(NamedTuple):
    """What a line adds to its client's totals: the four parts of what is left; what is not known is None.

    `unplaced` is the room of an umbrella that no line can draw; a line that is none has nothing of it.
    """

    free: Money | None
    waiting_for_condition: Money | None
    waiting_for_value: Money | None
    unplaced: Money | None

    @property
    def waiting(self) -> Money | None:
        """Return all that conditions and valuations hold back."""
        if self.waiting_for_condition is None or self.waiting_for_value is None:
            return None
        return self.waiting_for_condition + self.waiting_for_value


def client_part(
    available: Money | None, condition: Money | None, value: Money | None, below: LinesBelow | None
) -> ClientPart:
    """Return what a line adds to its client's totals; `below` is None where it is no umbrella."""
    if below is not None:
        return split_room(available, below)
    nothing = None if available is None else Money.zero(available.ccy)
    return ClientPart(available, condition, value, nothing)


def split_room(room: Money | None, below: LinesBelow) -> ClientPart:
    """Return the room of an umbrella split by its lines: free, then waiting, then what no line can draw.

    The four parts add up to the room and what its lines were promised; none that is known is less than nothing.
    """
    if room is None or below.free is None or below.promised is None:
        return ClientPart(None, None, None, None)
    room += below.promised
    free = min(room, below.free)
    if below.waiting_for_condition is None:
        return ClientPart(free, None, None, None)
    condition = min(room - free, below.waiting_for_condition)
    if below.waiting_for_value is None:
        return ClientPart(free, condition, None, None)
    value = min(room - free - condition, below.waiting_for_value)
    return ClientPart(free, condition, value, room - free - condition - value)
