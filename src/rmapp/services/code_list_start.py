"""What the start of the program does for the bank's own code lists; without any it costs nothing."""

from __future__ import annotations

from rmapp.domain import reference_files


def settle_code_lists() -> None:
    """Check own files that were not checked as they are now, before anything reads a list."""
    if reference_files.own_files():
        from rmapp.services import code_lists

        code_lists.settle()
