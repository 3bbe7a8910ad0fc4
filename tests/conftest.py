"""What every test stands on: no display, the bundled fonts, a still clock, a home of its own."""

from __future__ import annotations

import os
import sys
import threading
from datetime import datetime, timedelta, timezone
from itertools import count
from random import Random
from types import SimpleNamespace

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import hypothesis
import pytest

from rmapp import i18n
from rmapp.domain import entity
from rmapp.domain.clock import FixedClock

HANGZHOU = timezone(timedelta(hours=8))
NOW = datetime(2025, 12, 16, 8, 40, tzinfo=HANGZHOU)

# A busy machine is no failure, and the time of one run belongs to many properties.
hypothesis.settings.register_profile("rmapp", deadline=None, max_examples=60)
hypothesis.settings.load_profile("rmapp")


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """Keep the tests out of the folders of whoever runs them, and start each in English."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / name))
    for name in ("RMAPP_BOOK", "RMAPP_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    i18n.use("en")
    return folder


@pytest.fixture(autouse=True)
def _leave_nothing_behind():
    """Fail a test that leaves a thread running or a window open."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in set(threading.enumerate()) - before if not thread.name.startswith("Dummy")]
    assert not left, f"threads still run: {left}"
    windows = _visible_windows()
    for window in windows:
        window.close()  # the next test shall not suffer for it
    assert not windows, f"windows are still open: {windows}"


@pytest.fixture
def clock():
    """Return a clock that stands still on the morning of 16 December 2025 in Hangzhou."""
    return FixedClock(NOW)


@pytest.fixture
def fixed_ids(monkeypatch):
    """Make every new id the same in each run: they count up from the still clock's moment."""
    start = int(NOW.timestamp()) * 1_000_000_000
    ticks = (start + step * 1_000_000 for step in count())
    monkeypatch.setattr(entity, "time", SimpleNamespace(time_ns=lambda: next(ticks)))
    monkeypatch.setattr(entity, "secrets", SimpleNamespace(randbits=Random(7).getrandbits))


@pytest.fixture(scope="session")
def qapp(qapp):
    """Return the application as the program sets it up: Fusion and the bundled fonts."""
    from rmapp.ui import fonts

    qapp.setStyle("Fusion")
    fonts.register()
    return qapp


def _visible_windows():
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [window for window in widgets.QApplication.topLevelWidgets() if window.isVisible()]
