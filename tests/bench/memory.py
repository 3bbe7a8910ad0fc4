"""The highest memory of this process, as the system remembers it."""

from __future__ import annotations

from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak():
    """Return the highest resident memory in MB, None where the system does not tell.

    What `getrusage` says is no good here: a child begins with the peak of its parent.
    """
    if not _STATUS.exists():
        return None
    line = next(line for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines() if "VmHWM" in line)
    return int(line.split()[1]) / 1024
