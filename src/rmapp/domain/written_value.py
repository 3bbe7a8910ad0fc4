"""A value of a code list in the words of a message: as it stands in the file."""

from __future__ import annotations

import json

_LONGEST = 60


def shown(value: object) -> str:
    """Return a value as it stands in the file, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
