"""What can be opened: the kinds of pages and sheets, looked up in the list that `ui/pages` keeps.

The list is asked for by name at the moment of use, because pages themselves want to know what there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext
    from rmapp.ui.page import Page
    from rmapp.ui.widgets.sheet import Sheet

_LIST = "rmapp.ui.pages"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: its code, its name on the rail, its icon, and the class `module:Class` that makes it."""

    code: str
    title: str
    icon: str
    maker: str
    rail: bool = False

    def build(self, context: UiContext) -> Page:
        """Make the page."""
        return cast("Page", load(self.maker)(context))


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet: its kind, and the function `module:function` that opens it over a window."""

    kind: str
    maker: str

    def open(self, window: QWidget, context: UiContext, **args: Any) -> Sheet | None:
        """Open the sheet; None where there is nothing to show in it."""
        return cast("Sheet | None", load(self.maker)(window, context, **args))


def pages() -> tuple[PageEntry, ...]:
    """Return all pages, those of the rail in its order."""
    return cast("tuple[PageEntry, ...]", import_module(_LIST).pages())


def sheets() -> tuple[SheetEntry, ...]:
    """Return all sheets."""
    return cast("tuple[SheetEntry, ...]", import_module(_LIST).sheets())


def page(code: str) -> PageEntry:
    """Return the page with this code; KeyError when there is none."""
    return {entry.code: entry for entry in pages()}[code]


def sheet(kind: str) -> SheetEntry:
    """Return the sheet of this kind; KeyError when there is none."""
    return {entry.kind: entry for entry in sheets()}[kind]


def offered() -> frozenset[str]:
    """Return what can be needed: `page:clients`, `sheet:note` and their like; the empty need is always met."""
    return frozenset(("", *(f"page:{entry.code}" for entry in pages()), *(f"sheet:{entry.kind}" for entry in sheets())))


def offers(need: str) -> bool:
    """Tell whether one need is met; who asks for many asks `offered` once, for the lists are made anew each time."""
    return need in offered()


def load(maker: str) -> Callable[..., object]:
    """Import what makes a page or opens a sheet."""
    module, _colon, name = maker.partition(":")
    return cast("Callable[..., object]", getattr(import_module(module), name))
