"""Which time zones this computer knows, read once, because the list is made by walking through its files."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

HOME_ZONE = "Asia/Shanghai"
"""The zone of meetings of which nothing else is known."""


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones, such as Asia/Shanghai."""
    return frozenset(available_timezones())
