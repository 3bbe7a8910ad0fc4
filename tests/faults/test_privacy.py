"""Nothing of clients outside the encrypted book: log, settings, temporary files, file modes, no network."""

import os
import socket
import stat
import subprocess
import sys

import pytest

from rmapp import errors, log, settings
from rmapp.services import books
from rmapp.services.paperwork import papers
from rmapp.services.printing import briefs as paper
from rmapp.settings import Settings
from rmapp.ui import messages
from rmapp.ui.app import ErrorHook
from tests.books import PASSPHRASE, add_firm, new_book
from tests.driver import opened

MARK = "Zvonimira"
"""A name that nothing else on this computer carries."""


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Return the folders outside the book that the program may write to, all of them empty."""
    folders = [tmp_path / name for name in ("config", "state", "data", "cache", "temporary")]
    for folder, name in zip(folders, ("CONFIG", "STATE", "DATA", "CACHE"), strict=False):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder))
    folders[-1].mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folders[-1]))
    log.start()
    yield folders
    log.stop()


@pytest.fixture
def bugs(monkeypatch):
    """Collect the reports of bugs as their reader would see them."""
    reports = []
    monkeypatch.setattr(messages, "report_bug", lambda _parent, problem: reports.append(log.trail(problem)))
    return reports


def stumble(_store):
    raise ValueError(f"{MARK} owes 58.0m")


def refuse(_store):
    raise errors.RuleError(f"{MARK} may not borrow")


def session(tmp_path, bugs):
    """Do a bit of everything with a client, errors too."""
    book = new_book(tmp_path)
    firm = book.do(add_firm, MARK, label=f"Add {MARK}").result.id
    book.close()
    chosen = Settings(language="en", reduced_motion=True)
    with opened(tmp_path / "book", settings=chosen) as user:
        hook = ErrorHook(user.window)
        user.press("/")
        user.type(MARK)
        user.context.open_client(firm)
        user.press("n")
        user.type(f"{MARK} was here")
        user.wait(600)
        user.press("Escape")
        user.context.open_page("brief", firm_id=firm)
        user.wait(300)
        user.context.do(refuse, label="Lend")
        for problem in (ValueError(f"{MARK} broke it"), errors.RuleError(MARK)):
            hook.show(type(problem), problem, None)
        with pytest.raises(ValueError, match=MARK) as caught:
            user.context.do(stumble, label="Lend")
        hook.show(ValueError, caught.value, None)
        brief = user.context.ask(paper.compile_brief, firm)
        options = user.context.ask(paper.new_options, "en")
        papers.save_file(paper.print_brief(brief, firm, options, "internal"), tmp_path / "out" / "brief.pdf")
        books.backup_now(user.context.workspace)
        user.press("Ctrl+L")
        assert user.is_locked()
    assert len(bugs) == 2
    assert not any(MARK in report for report in bugs)


def test_nothing_of_a_client_is_written_outside_the_book(qapp, tmp_path, places, bugs):
    session(tmp_path, bugs)
    log.stop()
    found = [file for folder in [*places, tmp_path / "book"] for file in folder.rglob("*") if file.is_file()]
    assert any(file.name == "rmapp.log" for file in found)
    assert any(file.name == "settings.json" for file in found)
    for file in found:
        assert MARK.encode() not in file.read_bytes(), file
    assert not list(places[-1].iterdir()), "temporary files are left"


@pytest.mark.skipif(os.name == "nt", reason="permissions work differently there")
def test_every_file_is_for_its_owner_alone(qapp, tmp_path, places, bugs):
    before = os.umask(0o022)
    try:
        session(tmp_path, bugs)
    finally:
        os.umask(before)
    log.stop()
    roots = [tmp_path / "book", settings.file().parent, *places[1:2]]
    files = [path for root in roots for path in root.rglob("*") if path.is_file()] + [tmp_path / "out" / "brief.pdf"]
    open_to_others = [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert not open_to_others
    folders = [path for path in [tmp_path / "book", *(tmp_path / "book").rglob("*")] if path.is_dir()]
    assert not [path for path in folders if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_whole_session_opens_no_connection(qapp, tmp_path, places, bugs, monkeypatch):
    def refuse_network(self, address, *_more):
        raise AssertionError(f"a connection to {address!r}")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse_network)
    monkeypatch.setattr(socket, "getaddrinfo", refuse_network)
    session(tmp_path, bugs)


@pytest.mark.skipif(sys.platform != "linux", reason="strace is a tool of Linux")
def test_the_program_itself_asks_the_system_for_no_connection(tmp_path):
    """Qt's own code is watched too, which a replaced socket of Python would not see."""
    import shutil

    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    new_book(tmp_path, None).close()
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QTimer\n"
        "from rmapp.ui import app, main_window\n"
        "show = main_window.MainWindow._show_shell\n"
        "def then_close(self):\n    show(self)\n    QTimer.singleShot(300, self.close)\n"
        "main_window.MainWindow._show_shell = then_close\n"
        "sys.exit(app.run(Path(sys.argv[1])))"
    )
    trace = tmp_path / "trace"
    words = [strace, "-f", "-qq", "-e", "trace=connect,bind,sendto,sendmsg", "-o", trace, sys.executable, "-c", code]
    done = subprocess.run([*words, tmp_path / "book"], capture_output=True, text=True, timeout=90, check=False)
    if "ptrace" in done.stderr:
        pytest.skip("tracing is not allowed here")
    assert done.returncode == 0, done.stderr
    asked = [line for line in trace.read_text().splitlines() if "AF_INET" in line]
    assert not asked


def test_a_report_of_a_bug_names_no_folder_of_the_user(tmp_path):
    program = tmp_path / "Zhou Han" / "tool.py"
    program.parent.mkdir()
    program.write_text("1 / 0\n", encoding="utf-8")
    with pytest.raises(ZeroDivisionError) as caught:
        exec(compile(program.read_text(encoding="utf-8"), str(program), "exec"))  # noqa: S102 - a file made above
    assert "tool.py:1" in log.trail(caught.value)
    assert "Zhou Han" not in log.trail(caught.value)


def test_the_passphrase_never_reaches_a_file(qapp, tmp_path, places, bugs):
    session(tmp_path, bugs)
    log.stop()
    for file in (path for folder in [*places, tmp_path / "book"] for path in folder.rglob("*") if path.is_file()):
        assert PASSPHRASE.encode() not in file.read_bytes(), file
