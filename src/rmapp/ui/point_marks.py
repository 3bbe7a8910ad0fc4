"""The icon and the role of its colour for each kind of point to raise at a visit."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

POINT_MARKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agenda": ("list-checks", "info"),
        "overdue_promise": ("circle-alert", "danger"),
        "unmet_condition": ("lock", "warning"),
        "line_maturing": ("calendar-clock", "warning"),
        "designation_expiring": ("calendar-clock", "warning"),
        "listing_window": ("calendar-clock", "warning"),
        "review_due": ("target", "text_secondary"),
        "statement_stale": ("file-clock", "text_secondary"),
        "unknown_fact": ("circle-help", "text_secondary"),
    }
)
