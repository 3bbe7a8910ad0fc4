"""A code that a record holds and that is no longer offered: shown by its name, and kept until another is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox


def index_of(box: QComboBox, code: str | None) -> int:
    """Return the place of a code in a list, 0 for one that is none; a retired one is added at its end."""
    index = box.findData(code)
    if index < 0 and code:
        from rmapp.domain import reference

        offered = {str(box.itemData(at)): box.itemText(at) for at in range(box.count())}
        label = reference.text_beside(code, offered.keys())
        if label is not None:
            is_bare = all(one == text for one, text in offered.items())  # a list of currencies shows codes alone
            box.addItem(code if is_bare else label, code)
            index = box.count() - 1
    return max(index, 0)
