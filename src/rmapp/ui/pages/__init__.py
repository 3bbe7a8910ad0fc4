"""The list of pages and sheets: what the rail, the keys, the palette and the tests know of them.

A page or sheet joins the window by one line here; its module is imported when it is first opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext
    from rmapp.ui.page import Page
    from rmapp.ui.widgets.sheet import Sheet


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
        return cast("Page", _load(self.maker)(context))


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet: its kind, and the function `module:function` that opens it over a window."""

    kind: str
    maker: str

    def open(self, window: QWidget, context: UiContext, **args: Any) -> Sheet:
        """Open the sheet."""
        return cast("Sheet", _load(self.maker)(window, context, **args))


def pages() -> tuple[PageEntry, ...]:
    """Return all pages, those of the rail in its order."""
    return (
        PageEntry("clients", _("Clients"), "users", "rmapp.ui.pages.clients:ClientsPage", rail=True),
        PageEntry("client", _("Client"), "building-2", "rmapp.ui.pages.client:ClientPage"),
        PageEntry("brief", _("Brief"), "file-text", "rmapp.ui.pages.brief:BriefPage"),
        PageEntry("import", _("Import"), "import", "rmapp.ui.pages.import_page:ImportPage"),
        PageEntry("start", _("Welcome"), "rocket", "rmapp.ui.pages.start:StartPage"),
        PageEntry("settings", _("Settings"), "settings", "rmapp.ui.pages.settings:SettingsPage"),
    )


def sheets() -> tuple[SheetEntry, ...]:
    """Return all sheets."""
    return (
        SheetEntry("note", "rmapp.ui.pages.note_sheet:open_note"),
        SheetEntry("promise", "rmapp.ui.pages.promise_sheet:open_promise"),
        SheetEntry("fact", "rmapp.ui.pages.fact_sheet:open_fact"),
        SheetEntry("snapshot", "rmapp.ui.pages.snapshot_sheet:open_snapshot"),
    )


def page(code: str) -> PageEntry:
    """Return the page with this code; KeyError when there is none."""
    return {entry.code: entry for entry in pages()}[code]


def sheet(kind: str) -> SheetEntry:
    """Return the sheet of this kind; KeyError when there is none."""
    return {entry.kind: entry for entry in sheets()}[kind]


def offers(need: str) -> bool:
    """Tell whether `page:clients` or `sheet:note` exists; an empty need is always met."""
    known = {f"page:{entry.code}" for entry in pages()} | {f"sheet:{entry.kind}" for entry in sheets()}
    return not need or need in known


def _load(maker: str) -> Callable[..., object]:
    module, _colon, name = maker.partition(":")
    return cast("Callable[..., object]", getattr(import_module(module), name))
