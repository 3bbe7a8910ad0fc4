"""Starts the program from `python -m rmapp`."""

from __future__ import annotations

from rmapp.cli.app import main

if __name__ == "__main__":
    main()
