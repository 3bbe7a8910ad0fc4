"""Reminders in the window: shown once, without names unless the user wants them, and never while it is quiet."""

from datetime import time, timedelta
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, Signal

from rmapp.domain.meeting import Meeting
from rmapp.settings import Settings
from rmapp.ui import reminder_watch, tray
from tests.books import CLOCK, PASSPHRASE, add_firm, new_book
from tests.driver import opened


@pytest.fixture
def folder(tmp_path, qapp):
    book = new_book(tmp_path)
    firm = book.do(add_firm, "潮声传感", label="Firm").result
    start = CLOCK.now().astimezone().replace(tzinfo=None, second=0) + timedelta(minutes=20)
    visit = Meeting(firm_id=firm.id, status="planned", starts_at=start.isoformat(timespec="minutes"), place="Binjiang")
    book.do(lambda store: store.add(visit), label="Plan")
    book.close()
    return tmp_path / "book"


class Notices(QObject):
    """A tray that remembers what it was to show; the offscreen platform has none."""

    asked_for = Signal()
    texts: ClassVar[list[str]] = []

    def show_text(self, text):
        self.texts.append(text)

    def hide(self):
        """Stay out of sight."""


@pytest.fixture
def shown(monkeypatch):
    """Return the texts that a system with a tray was asked to show."""
    monkeypatch.setattr(Notices, "texts", [])
    monkeypatch.setattr(tray, "is_there", lambda: True)
    monkeypatch.setattr(tray, "Tray", Notices)
    return Notices.texts


def settings(**chosen):
    return Settings(language="en", theme="light", reduced_motion=True, quiet_from="00:00", quiet_to="00:00", **chosen)


def test_a_visit_is_shown_once_and_without_the_client(folder, shown):
    with opened(folder, settings=settings()) as user:
        user.window._reminders.check()
        user.window._reminders.check()
    assert len([text for text in shown if "Visit at" in text]) == 1
    assert "潮声" not in "".join(shown)


def test_the_client_is_named_only_by_choice_and_never_while_locked(folder, shown):
    with opened(folder, settings=settings(reminder_names=True)) as user:
        user.window._reminders.check()
        assert "潮声传感" in shown[0]
        user.window._reminders._told.clear()
        user.press("Ctrl+L")
        assert user.is_locked()
        user.window._reminders.check()
        assert "潮声" not in shown[-1]
        assert "Unlock the book" in shown[-1]
        assert "潮声" not in repr(user.window._reminders._known)
        user.unlock(PASSPHRASE)


def test_nothing_is_shown_in_quiet_hours_or_when_switched_off(folder, shown):
    now = CLOCK.now().astimezone()
    quiet = Settings(
        language="en",
        reduced_motion=True,
        quiet_from=f"{now - timedelta(hours=1):%H:%M}",
        quiet_to=f"{now + timedelta(hours=1):%H:%M}",
    )
    for chosen in (quiet, settings(reminders=False)):
        with opened(folder, settings=chosen) as user:
            user.window._reminders.check()
    assert shown == []


def test_without_a_tray_the_window_says_it(folder, monkeypatch):
    monkeypatch.setattr(tray, "is_there", lambda: False)
    with opened(folder, settings=settings()) as user:
        user.window._reminders.check()
        assert "Visit at" in user.toast()


def test_times_that_cannot_be_read_mean_no_quiet():
    quiet = reminder_watch.quiet_hours(Settings(quiet_from="late", quiet_to="08:00"))
    assert not quiet.hold(time(22))
