"""Makes `requirements.lock`: the exact files, by hash, that the program is installed from.

Needs `uv`. The lock names no registry: pip or uv ask the one they are set up for, and the hashes make
sure that any of them gives the same files. Every platform below must find a ready-made wheel of every
package, because a user's machine has no compiler.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "packaging" / "requirements.lock"
HEADER = "# Made by packaging/make_lock.py from pyproject.toml; run it again instead of editing.\n"
OLDEST_PYTHON = "3.11"

# On ARM, Qt's wheels ask for the C library of Debian 13 or Ubuntu 24.04.
PLATFORMS = (
    "x86_64-manylinux_2_36",
    "aarch64-manylinux_2_39",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
)

# cryptography stopped building wheels for Macs with Intel processors after this version.
CONSTRAINTS = """\
cryptography<49; sys_platform == 'darwin' and platform_machine == 'x86_64'
cryptography>=49; sys_platform != 'darwin' or platform_machine != 'x86_64'
"""


def compile_lock() -> None:
    """Write the newest allowed version and the hashes of every package, for all platforms at once."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "constraints.txt")
        constraints.write_text(CONSTRAINTS, encoding="utf-8")
        subprocess.run(
            [
                *("uv", "pip", "compile", "pyproject.toml", "--all-extras", "--universal", "--upgrade"),
                *("--python-version", OLDEST_PYTHON, "--generate-hashes", "--quiet", "--no-header"),
                *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate"),
                *("--constraints", str(constraints), "--output-file", str(LOCK)),
            ],
            cwd=ROOT,
            check=True,
        )
    LOCK.write_text(HEADER + LOCK.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def check_platform(platform: str) -> bool:
    """Tell whether every package has a wheel for the platform; nothing is installed."""
    print(f"Looking for wheels for {platform}.")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                *("uv", "pip", "install", "--dry-run", "--quiet", "--target", folder),
                *("--python-platform", platform, "--python-version", OLDEST_PYTHON),
                *("--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCK)),
            ],
            cwd=ROOT,
            check=False,
        )
    return done.returncode == 0


def main() -> int:
    """Make the lock, then check it for each platform; return the exit code."""
    compile_lock()
    missing = [platform for platform in PLATFORMS if not check_platform(platform)]
    if missing:
        print(f"The lock is written, but it cannot be installed on: {', '.join(missing)}.")
        return 1
    print(f"Wrote {LOCK.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
