"""The project's commands: set rmapp up from nothing, then run, test or measure it.

    python3 tasks.py run        open rmapp on a sample book
    python3 tasks.py test       all checks and tests
    python3 tasks.py check      the checks that need no running program
    python3 tasks.py bench      timings, as ratios measured in one run
    python3 tasks.py shots      a picture of every page, in build/shots
    python3 tasks.py messages   gather the texts for translation and compile them
    python3 tasks.py faults     thousands of kills, flipped bits and full disks; hours
    python3 tasks.py package    not there yet

Only the standard library is used, so that any Python from 3.11 on can start it, on Linux, macOS and
Windows. What is installed goes into `.venv`, from the hashes in `packaging/requirements.lock`. Words
after `test`, `bench`, `shots`, `messages` and `faults` are handed on. Exit code 2 means: something must be done by
hand first.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "rmapp-lock.sha256"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

SAMPLE_FIRM = "Leapmotor"

# How often the nightly run does each harm; `test` does a few of each.
FAULT_COUNTS = {"RMAPP_KILLS": "10000", "RMAPP_FLIPS": "4000"}

# What Qt and its plug-ins for X11, Wayland and printers are linked to and its wheels do not bring, with
# the names of Debian's packages.
SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Stop(Exception):
    """The end of a command, with a sentence for the reader and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def main(words: Sequence[str]) -> int:
    """Run the command that the words name and return its exit code."""
    if not words or words[0] not in COMMANDS:
        print(__doc__)
        return 0 if words and words[0] in {"help", "-h", "--help"} else 2
    try:
        return COMMANDS[words[0]](words[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code


# The commands


def run(_words: Sequence[str]) -> int:
    """Open the window on the sample book, or leave its pages as files where there is no display."""
    set_up()
    book = ask("from rmapp import paths; print(paths.data_dir())") / "sample"
    if (book / "book.db").exists():
        say(f"The sample book is in {book}.")
    else:
        say(f"Writing a sample book to {book}.")
        must("The sample book could not be written.", PYTHON, "-m", "rmapp", "demo", book)
    if has_display():
        return call(PYTHON, "-m", "rmapp", "--book", book)
    return write_first_look(book, ROOT / "build" / "first-look")


def test(words: Sequence[str]) -> int:
    """Run the static checks and every test without a display; words are handed to pytest."""
    failed = run_checks()
    say("Running the tests.")
    # Words may name one test, which several processes would only make slower.
    spread = () if words else ("-n", "auto", "--dist", "loadfile")
    if call(PYTHON, "-m", "pytest", *spread, *words, offscreen=True) != 0:
        failed.append("the tests")
    return conclude(failed)


def check(_words: Sequence[str]) -> int:
    """Run the checks that need no running program."""
    return conclude(run_checks())


def bench(words: Sequence[str]) -> int:
    """Measure the program beside bare Qt and bare ReportLab in the same run."""
    set_up()
    return call(PYTHON, "tests/bench/run.py", *words, offscreen=True)


def shots(words: Sequence[str]) -> int:
    """Draw every page in both themes, both languages and two sizes."""
    set_up()
    say("Drawing the pages into build/shots.")
    return call(PYTHON, "tests/shots.py", *words, offscreen=True)


def messages(words: Sequence[str]) -> int:
    """Gather the texts of the program and compile their translations."""
    set_up()
    return call(PYTHON, "packaging/make_messages.py", *words)


def faults(words: Sequence[str]) -> int:
    """Do harm to books in full counts; a variable of the environment makes one smaller. Words go to pytest."""
    set_up()
    for name, count in FAULT_COUNTS.items():
        os.environ.setdefault(name, count)
    counts = ", ".join(f"{name}={os.environ[name]}" for name in FAULT_COUNTS)
    say(f"Doing harm to books: {counts}.")
    return call(PYTHON, "-m", "pytest", "tests/faults", "-v", "-rP", "--durations=0", *words, offscreen=True)


def say_later(_words: Sequence[str]) -> int:
    """Say that a command does not exist yet."""
    raise Stop("This command comes with a later version; nothing was done.", 2)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "shots": shots,
    "messages": messages,
    "faults": faults,
    "package": say_later,
}


def run_checks() -> list[str]:
    """Run each static check and return the names of those that failed."""
    set_up()
    contracts = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    checks = {
        "ruff check": ("-m", "ruff", "check", "--quiet", "."),
        "ruff format": ("-m", "ruff", "format", "--quiet", "--check", "."),
        "mypy": ("-m", "mypy", "--strict", "--no-error-summary", "src", "tasks.py"),
        "import contracts": ("-c", contracts, "--no-logo"),
    }
    failed = []
    for name, words in checks.items():
        say(f"Checking: {name}.")
        if call(PYTHON, *words) != 0:
            failed.append(name)
    return failed


def conclude(failed: list[str]) -> int:
    """Say how it ended and return the exit code."""
    say(f"Failed: {', '.join(failed)}." if failed else "All passed.")
    return 1 if failed else 0


def write_first_look(book: Path, folder: Path) -> int:
    """Leave what the window would have shown as files: briefs and a picture of each page."""
    say(f"There is no display, so no window opens. Writing sample briefs and pictures to {folder}.")
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("en", "zh"):
        target = folder / f"brief-{language}.pdf"
        brief = ("brief", SAMPLE_FIRM, "--lang", language, "-o", target)
        must(f"{target.name} could not be written.", PYTHON, "-m", "rmapp", "--book", book, *brief)
    pictures = ("tests/shots.py", "--book", book, "--out", folder, "--size", "1440x900")
    must("The pictures could not be drawn.", PYTHON, *pictures, offscreen=True)
    say(f"Look into {folder}.")
    return 0


# Setting up


def set_up() -> None:
    """Bring `.venv` in line with the lock; after the first time this takes no time."""
    require_python()
    require_system()
    wanted = hashlib.sha256(LOCK.read_bytes() + f"{sys.version} {ROOT}".encode()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    say("Setting up .venv. The first time this downloads about 150 MB.")
    if VENV.exists() and not made_by_this_python():
        shutil.rmtree(VENV)
    if uv := shutil.which("uv"):
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable]
        fill = [uv, "pip", "install", "--python", str(PYTHON)]
    else:
        make = [sys.executable, "-m", "venv"]
        fill = [str(PYTHON), "-m", "pip", "install"]
    must("A virtual environment could not be made.", *make, VENV)
    must(
        "The packages could not be installed; nothing outside .venv was changed. Run the command again.",
        *(*fill, "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)),
    )
    packages = ask("import sysconfig; print(sysconfig.get_path('purelib'))")
    (packages / "rmapp.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    STAMP.write_text(wanted, encoding="ascii")


def made_by_this_python() -> bool:
    """Tell whether `.venv` still runs, and on the Python that runs now."""
    try:
        answer = subprocess.check_output([PYTHON, "-c", "import sys; print(sys.version)"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.strip() == sys.version


def require_python() -> None:
    """Stop when this Python is too old to run the program."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for those who start it with an old one
        raise Stop(f"rmapp needs Python 3.11 or newer; this is {sys.version.split()[0]}.", 2)


def require_system() -> None:
    """Install what the operating system must bring, or say with which command it is installed."""
    packages = missing_packages()
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise Stop(f"These are missing; install them with your system's tools: {', '.join(packages)}.", 2)
    install = ("apt-get", "install", "--yes", "--no-install-recommends", *packages)
    if os.geteuid() != 0:
        command = f"sudo apt-get update && sudo {' '.join(install)}"
        raise Stop(f"Some system packages are missing. Run this, then try again:\n\n{command}\n", 2)
    say(f"Installing system packages: {' '.join(packages)}.")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    must("apt-get could not read the lists of packages.", "apt-get", "update", "-qq")
    must("apt-get could not install them.", *install, "-qq", quiet=True)
    if still := missing_packages():
        raise Stop(f"These are still missing: {', '.join(still)}.", 2)


def missing_packages() -> list[str]:
    """Return the Debian packages that the program needs and this system lacks."""
    packages = []
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None and shutil.which("uv") is None and not STAMP.exists():
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if sys.platform == "linux":
        packages += [package for name, package in SYSTEM_LIBRARIES.items() if not can_load(name)]
    return packages


def can_load(library: str) -> bool:
    """Tell whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


# Small tools


def has_display() -> bool:
    """Tell whether a window can be opened."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def say(sentence: str) -> None:
    """Print a sentence at once, before what it announces prints its own."""
    print(sentence, flush=True)


def ask(program: str) -> Path:
    """Return the path that a line of Python prints inside `.venv`."""
    answer = subprocess.check_output([PYTHON, "-X", "utf8", "-c", program], text=True, encoding="utf-8")
    return Path(answer.strip())


def call(*command: str | Path, offscreen: bool = False, quiet: bool = False) -> int:
    """Run a command in the project's folder and return its exit code."""
    environment = dict(os.environ, PYTHONUTF8="1")
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=output, check=False).returncode


def must(failure: str, *command: str | Path, offscreen: bool = False, quiet: bool = False) -> None:
    """Run a command and stop with a sentence when it fails."""
    if call(*command, offscreen=offscreen, quiet=quiet) != 0:
        raise Stop(failure, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
