"""The program around the pages: settings, work beside the window, start, end and log."""

import json
import subprocess
import sys
import threading
import time

import pytest

from rmapp import errors, i18n, log, settings
from rmapp.services.books import open_book
from rmapp.ui.jobs import Jobs
from tests.books import PASSPHRASE, new_book
from tests.driver import opened


@pytest.fixture
def book(tmp_path):
    new_book(tmp_path).close()
    return tmp_path / "book"


def fail(problem):
    def verb(_store):
        raise problem

    return verb


# Settings


def test_settings_survive_and_foreign_values_do_not_hurt(tmp_path):
    file = tmp_path / "settings.json"
    assert settings.load(file) == settings.Settings()
    chosen = settings.Settings(language="zh_CN", theme="dark", text_factor=1.5, strong_borders=True, lock_minutes=10)
    settings.save(chosen, file)
    assert settings.load(file) == chosen
    assert list(tmp_path.iterdir()) == [file], "no draft is left"
    file.write_text(json.dumps({"language": "xx", "theme": 3, "text_factor": True, "lock_minutes": 7, "new": 1}))
    assert settings.load(file) == settings.Settings()
    file.write_text("{")
    assert settings.load(file) == settings.Settings()


def test_the_settings_page_changes_user_and_passphrase(qapp, book):
    with opened(book) as user:
        user.press("Ctrl+,")
        assert user.code() == "settings"
        user.fill("Your name", "Zhou Han")
        user.press("Tab")
        assert user.context.workspace.store.info["user_name"] == "Zhou Han"
        user.fill("Present passphrase", "wrong")
        user.fill("New passphrase", "green lamp seven rivers")
        user.fill("New passphrase again", "green lamp seven rivers")
        user.click("Change passphrase")
        assert "not open the book" in user.page()._passphrase["old"].message()
        user.fill("Present passphrase", PASSPHRASE)
        user.click("Change passphrase")
        assert "was changed" in user.toast()
    open_book(book, "green lamp seven rivers").close()


def test_the_settings_page_backs_up_and_checks(qapp, book):
    with opened(book) as user:
        user.press("Ctrl+,")
        user.click("Back up now")
        assert user.toast().startswith("Backup written and verified")
        assert user.page()._backups.text().startswith("1 backup in ")
        user.click("Check the book")
        assert user.page()._found.text() == "The book was checked and is sound."


# Jobs


def test_a_job_reports_and_finishes_in_the_language_of_the_window(qtbot):
    i18n.use("zh_CN")
    jobs = Jobs()
    steps = []

    def work(progress, upto):
        for number in range(upto):
            progress.report(number, upto)
        return i18n.current()

    job = jobs.start(work, 3)
    job.progressed.connect(lambda done, total, text: steps.append((done, total)))
    with qtbot.waitSignal(job.finished) as ended:
        pass
    assert ended.args == ["zh_CN"]
    assert steps == [(0, 3), (1, 3), (2, 3)]


def test_a_job_can_be_cancelled_and_tells_its_errors(qtbot):
    jobs = Jobs()

    def endless(progress):
        while True:
            progress.report(0, 0)

    job = jobs.start(endless)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    job = jobs.start(fail(errors.RuleError("No.")))
    with qtbot.waitSignal(job.failed) as ended:
        pass
    assert ended.args[0].message == "No."


def test_the_end_waits_for_work_however_long_it_takes(qtbot):
    jobs, ended = Jobs(), threading.Event()

    def slow(_progress):
        time.sleep(0.1)
        ended.set()

    job = jobs.start(slow)
    wait = job.wait
    job.wait = lambda: wait(1)
    jobs.stop_all()
    assert ended.is_set()


# Start


def test_the_window_needs_no_library_of_the_book_before_it_is_painted():
    code = (
        "import sys, rmapp.ui.app; "
        "heavy = {'pydantic', 'sqlite_utils', 'sqlcipher3', 'reportlab', 'openpyxl', 'cryptography', 'babel', "
        "'holidays', 'pypinyin', 'pypdfium2'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_program_starts_paints_opens_and_ends_without_a_word(tmp_path):
    new_book(tmp_path, None).close()
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QTimer\n"
        "from rmapp.ui import app, main_window\n"
        "show = main_window.MainWindow._show_shell\n"
        "def then_close(self):\n    show(self)\n    QTimer.singleShot(50, self.close)\n"
        "main_window.MainWindow._show_shell = then_close\n"
        "sys.exit(app.run(Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "book")], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads(settings.file().read_text())["last_book"] == str(tmp_path / "book")


def test_the_log_holds_ids_and_no_names(tmp_path, book, qapp):
    log.start(tmp_path / "log")
    try:
        with opened(book) as user:
            user.context.do(fail(errors.RuleError("潮声传感 may not borrow")), label="Lend to 潮声传感")
            user.press("Ctrl+L")
    finally:
        log.stop()
    written = (tmp_path / "log" / "rmapp.log").read_text(encoding="utf-8")
    assert "unlock" in written
    assert "lock" in written
    assert "RuleError" in written
    assert "潮声" not in written
    assert "Li Wen" not in written
