"""Where the program's own files and the user's books are."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Return the folder of icons, fonts, themes, translations and code lists.

    In a checkout it stands beside `src`; in an installed copy it is packed inside the package.
    """
    package = Path(__file__).resolve().parent
    packed = package / "_resources"
    return packed if packed.is_dir() else package.parents[1] / "resources"


def data_dir() -> Path:
    """Return the user's folder for books; it may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("rmapp", appauthor=False)


def config_dir() -> Path:
    """Return the user's folder for settings of this device; it may not exist yet."""
    from platformdirs import user_config_path

    return user_config_path("rmapp", appauthor=False)


def log_dir() -> Path:
    """Return the user's folder for the log file; it may not exist yet."""
    from platformdirs import user_log_path

    return user_log_path("rmapp", appauthor=False)


def default_book() -> Path:
    """Return the folder of the book that opens when none is named."""
    return data_dir() / "book"
