"""Topics: the words after `#` in notes, offered again while the next note is typed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_TOPIC = re.compile(r"(?<![\w#])[#＃](\w[\w-]{0,39})")
_NEWEST = 200

_TEXTS = """SELECT discussion FROM meeting WHERE deleted_at IS NULL
    AND (instr(discussion, '#') > 0 OR instr(discussion, '＃') > 0)
    AND (?1 IS NULL OR firm_id = ?1) ORDER BY rid DESC LIMIT ?2"""


def topics(store: Store, firm_id: str | None = None) -> tuple[str, ...]:
    """Return the topics of the newest notes, of one firm or of the whole book, the most frequent first."""
    counted: Counter[str] = Counter()
    for (text,) in store.rows(_TEXTS, (firm_id, _NEWEST)):
        counted.update(dict.fromkeys(topics_in(text), 1))
    return tuple(topic for topic, _count in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def topics_in(text: str) -> tuple[str, ...]:
    """Return the topics of a text in the order of their first mention."""
    return tuple(dict.fromkeys(_TOPIC.findall(text)))
