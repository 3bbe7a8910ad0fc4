"""What this device remembers: language, look, last book; never anything about clients.

The file is JSON in the user's configuration folder, for that user alone. It is replaced as a whole, so
that a crash leaves either the old or the new settings.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Literal

from rmapp import i18n, paths

if TYPE_CHECKING:
    from pathlib import Path

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
TEXT_FACTORS = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
LOCK_MINUTES = (1, 5, 10)
REMINDER_MINUTES = (10, 30, 60, 120)


@dataclass(slots=True)
class Settings:
    """The settings of one device; `language` empty means that of the system."""

    language: str = ""
    theme: Theme = "system"
    text_factor: float = 1.0
    strong_borders: bool = False
    reduced_motion: bool = False
    lock_minutes: int = 5
    last_book: str = ""
    window: str = ""
    rail_open: bool | None = None
    camera_folder: str = ""
    stream_with_subsidiaries: bool = False
    reminders: bool = True
    reminder_names: bool = False
    reminder_minutes: int = 30
    quiet_from: str = "20:00"
    quiet_to: str = "08:00"
    reminded_on: str = ""

    def spoken(self) -> i18n.Language:
        """Return the language to use: the chosen one, else that of the system."""
        chosen = [known for known in i18n.LANGUAGES if known == self.language]
        return chosen[0] if chosen else i18n.system_language()


def file() -> Path:
    """Return where the settings are kept; the file may not exist yet."""
    return paths.config_dir() / "settings.json"


def load(path: Path | None = None) -> Settings:
    """Read the settings; a missing, unreadable or foreign value counts as not set."""
    source = path or file()
    try:
        raw = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    settings = Settings()
    if isinstance(raw, dict):
        for field in fields(Settings):
            _take(settings, field.name, raw.get(field.name))
    return settings


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings; raises OSError when the folder cannot be written."""
    target = path or file()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_suffix(".tmp")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(settings), stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(target)


def _take(settings: Settings, name: str, value: object) -> None:
    if _fits(name, value):
        setattr(settings, name, value)


def _fits(name: str, value: object) -> bool:
    if name == "language":
        return value in ("", *i18n.LANGUAGES)
    if name == "theme":
        return value in THEMES
    if name == "text_factor":
        return isinstance(value, int | float) and not isinstance(value, bool) and 1.0 <= value <= 2.0
    if name == "lock_minutes":
        return value in LOCK_MINUTES and not isinstance(value, bool)
    if name == "reminder_minutes":
        return value in REMINDER_MINUTES and not isinstance(value, bool)
    if name in {"strong_borders", "reduced_motion", "reminders", "reminder_names", "stream_with_subsidiaries"}:
        return isinstance(value, bool)
    if name == "rail_open":
        return value is None or isinstance(value, bool)
    return isinstance(value, str)
