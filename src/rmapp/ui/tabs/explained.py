"""Figures of the client page that can say how they were computed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from rmapp.errors import RmappError
from rmapp.ui.widgets.how_computed import FigureButton, HowComputed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.explanation import Explanation
    from rmapp.ui.context import UiContext

    Verb = Callable[..., Explanation]


class Figure(FigureButton):
    """A figure explained by a reading verb of `services/explain.py`, called with `args`."""

    def __init__(self, context: UiContext, label: str, words: str, verb: Verb, *args: Any, **look: Any) -> None:
        super().__init__(label, words, **look)
        self._context, self._verb, self._args = context, verb, args
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        show_sums(self._context, self, [(self._verb, self._args)])


def show_sums(
    context: UiContext, anchor: QWidget, asked: Sequence[tuple[Verb, tuple[Any, ...]]], at: int = 0
) -> HowComputed | None:
    """Show under a widget how figures were computed; None where the book no longer has them."""
    try:
        window = HowComputed(anchor, [partial(context.ask, verb, *args) for verb, args in asked], at)
    except RmappError as problem:
        context.show_problem(problem)
        return None
    window.show_below(anchor)
    return window
