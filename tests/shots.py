"""Draws every page and sheet in both themes, both languages and two sizes into a folder, to be looked at.

    python tests/shots.py [--book DIR] [--out DIR] [--only clients,client] [--theme dark] [--language zh_CN]

Without a book the sample book is made in a temporary folder.
"""

from __future__ import annotations

import argparse
import inspect
import os
import sys
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtWidgets import QApplication

from rmapp import i18n, paths, settings
from rmapp.domain.clock import SystemClock
from rmapp.services import books
from rmapp.services.collateral import patents
from rmapp.services.lines import credit
from rmapp.services.stages import ipo
from rmapp.ui import pages, registry
from rmapp.ui.theme import ThemeController
from tests.driver import Driver

SIZES = ((1366, 768), (1440, 900))
THEMES = ("light", "dark")
CLIENT_TABS = ("overview", "timeline", "credit", "assessment", "products", "people", "financials", "documents")
OF_ONE_CLIENT = {"client", "brief", "record", "call_report", "report_paper"}


def main() -> None:
    """Draw what the arguments ask for; the exit code is 1 if a page failed on the way."""
    wanted = arguments()
    failures = []

    def note(kind, problem, trace):
        failures.append(problem)
        sys.__excepthook__(kind, problem, trace)

    sys.excepthook = note
    application = QApplication.instance() or QApplication([])
    ThemeController(application)
    wanted.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CONFIG_HOME"] = scratch
        book = wanted.book or sample(Path(scratch))
        count = 0
        for theme, language, size in product(wanted.theme, wanted.language, wanted.size):
            count += draw(Camera(wanted.out, theme, language, size, wanted.only), book, Path(scratch))
    print(f"{count} pictures in {wanted.out}")
    sys.exit(1 if failures else 0)


class Camera:
    """Takes pictures of one window in one look."""

    def __init__(self, out, theme, language, size, only):
        self.out, self.theme, self.language, self.size, self.only = out, theme, language, size, only
        self.taken = 0

    def window(self, book):
        chosen = settings.Settings(language=self.language, theme=self.theme, reduced_motion=True)
        return Driver(book, self.language, self.theme, self.size, SystemClock(), chosen)

    def wants(self, name):
        return not self.only or name.split("-")[0] in self.only

    def take(self, user, name):
        user.wait(80)
        width, height = self.size
        file = self.out / f"{name}-{self.theme}-{self.language}-{width}x{height}.png"
        user.grab().save(str(file))
        self.taken += 1


def draw(camera, book, scratch):
    """Draw doors, pages and sheets in one look; return how many pictures were taken."""
    draw_doors(camera, book, scratch)
    user = camera.window(book)
    user.begin()
    try:
        if not user.is_locked():
            draw_pages(camera, user)
            draw_sheets(camera, user)
    finally:
        user.end()
    return camera.taken


def draw_doors(camera, book, scratch):
    if not camera.wants("door"):
        return
    user = camera.window(scratch / "none")
    user.begin()
    try:
        camera.take(user, "door-first-run")
        user.window._book = book
        user.window.show_unlock()
        user.type("a passphrase")
        camera.take(user, "door-unlock")
    finally:
        user.end()


def draw_pages(camera, user):
    firm_id = first_client(user)
    for entry in pages.pages():
        if not camera.wants(entry.code) or (entry.code in OF_ONE_CLIENT and firm_id is None):
            continue
        if entry.code == "client":
            for tab in CLIENT_TABS:
                user.context.open_client(firm_id, tab)
                camera.take(user, f"client-{tab}")
            continue
        user.context.open_page(entry.code, **({"firm_id": firm_id} if entry.code in OF_ONE_CLIENT else {}))
        camera.take(user, entry.code)
    if camera.wants("palette"):
        user.press("Ctrl+K")
        user.type("csc")
        camera.take(user, "palette")
        user.press("Esc", "Esc")
    if camera.wants("keys"):
        user.press("F1")
        camera.take(user, "keys")
        user.press("Esc")


def draw_sheets(camera, user):
    firm_id = first_client(user)
    if firm_id is None:
        return
    known = {"firm_id": firm_id, **one_line(user, firm_id), **one_charge(user, firm_id), **one_application(user)}
    for entry in pages.sheets():
        if not camera.wants(entry.kind):
            continue
        takes = inspect.signature(registry.load(entry.maker)).parameters
        needed = {name for name, one in takes.items() if one.default is one.empty or name == "application_id"}
        if not needed <= {"window", "context", *known}:
            continue
        user.context.open_sheet(entry.kind, **{name: value for name, value in known.items() if name in takes})
        camera.take(user, f"{entry.kind}-sheet")
        sheet = user.sheet()
        if sheet is not None:
            sheet.set_guard(lambda: True)
            sheet.dismiss()
        user.wait(20)


def first_client(user):
    """Return the client with the most notes: it has most to show."""
    counted = "SELECT firm_id FROM meeting WHERE deleted_at IS NULL GROUP BY firm_id ORDER BY count(*) DESC LIMIT 1"
    found = user.context.ask(lambda store: store.rows(counted))
    return found[0][0] if found else None


def one_line(user, firm_id):
    """Return a drawn line of the client and an entry of its ledger, for the sheets that need them."""
    lines = user.context.ask(credit.firm_credit, firm_id).lines
    entries = [(line.facility.id, entry.id) for line in lines for entry in line.entries if entry.drawdown_id]
    return {"facility_id": entries[0][0], "entry_id": entries[0][1]} if entries else {}


def one_charge(user, firm_id):
    """Return a thing of the client with its charge and the right that it is, for the sheets that need them."""
    for view in user.context.ask(patents.patent_desk, firm_id):
        if view.charge is not None and view.collateral is not None:
            return {"collateral_id": view.collateral.id, "charge_id": view.charge.id, "right_id": view.right.id}
    return {}


def one_application(user):
    """Return an application for a listing, for the sheets of its steps and actions."""
    rows = user.context.ask(ipo.desk)
    return {"application_id": rows[0].application.id} if rows else {}


def sample(scratch):
    """Make the sample book."""
    from rmapp.services.sample_book import sample as samples

    folder = scratch / "sample"
    samples.create_sample_book(folder).close()
    return folder


def arguments():
    parser = argparse.ArgumentParser(description="Draw every page of the window.")
    parser.add_argument("--book", type=Path, help="an unprotected book")
    parser.add_argument("--out", type=Path, default=paths.resources().parent / "build" / "shots")
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--theme", type=lambda text: [text], default=THEMES)
    parser.add_argument("--language", type=lambda text: [text], default=i18n.LANGUAGES)
    parser.add_argument("--size", type=_size, default=SIZES)
    found = parser.parse_args()
    if found.book is not None and books.book_state(found.book) != "unprotected":
        parser.error(f"{found.book} is not an unprotected book")
    return found


def _size(text):
    width, height = text.split("x")
    return [(int(width), int(height))]


if __name__ == "__main__":
    main()
