"""A manager's whole job at the command line: each step is a process of its own, the book is encrypted."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from rmapp.domain.meeting import Meeting
from rmapp.services.books import open_book
from tests.briefs.pdf_text import pages_text, squeezed
from tests.data import make_import_files as files
from tests.data.make_import_files import FIRMS, uscc

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "lantern orchid gravel tide"
PROMISE = "send the term sheet"


@pytest.fixture
def rmapp(tmp_path):
    """Return a function that runs `rmapp` in a new process on the book of this story."""
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
    settings = {
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT / "src"),
        "RMAPP_BOOK": str(tmp_path / "book"),
        "RMAPP_PASSPHRASE_FILE": str(tmp_path / "passphrase"),
    }

    def run(*words, code=0):
        command = [sys.executable, "-m", "rmapp", *map(str, words)]
        done = subprocess.run(
            command, cwd=tmp_path, env=os.environ | settings, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == code, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done

    return run


def _correct_bad_rows(path):
    """Mend the returned rows as a person would: two corrected, the row of totals deleted."""
    book = openpyxl.load_workbook(path)
    page = book.active
    titles = [cell.value for cell in page[1]]
    rows = {row[titles.index("企业名称")].value: row for row in page.iter_rows(min_row=2)}
    assert set(rows) == {FIRMS[2], "错码智能有限公司", None}
    assert all(row[-1].value for row in rows.values()), "every row says what is wrong"
    rows[FIRMS[2]][titles.index("注册资本")].value = 1500
    wrong = rows["错码智能有限公司"]
    wrong[titles.index("统一社会信用代码")].value = uscc(5)
    wrong[titles.index("成立日期")].value = "2016-02-28"
    wrong[titles.index("注册资本")].value = 1200
    page.delete_rows(rows[None][0].row)
    book.save(path)


def _change_capital(path):
    book = openpyxl.load_workbook(path)
    book["客户"]["F5"] = 1800
    book.save(path)


def _import_firms(rmapp, folder):
    clients, left, answers = files.make_clients_xlsx(folder / "clients.xlsx"), folder / "left.xlsx", folder / "map.json"
    done = rmapp("import", clients, "--kind", "firms", "--bad-rows", left)
    assert "3 added, 0 updated, 0 unchanged, 3 left out" in done.stdout
    assert "Row 10, 成立日期" in done.stderr

    _correct_bad_rows(left)
    asked = rmapp("import", left, "--kind", "firms", "--json", code=2)
    assert "注册资本" in asked.stderr
    questions = json.loads(asked.stdout)
    mapping = questions["map"]
    for question in questions["questions"]:
        mapping["columns"][question["column"]][question["about"]] = "wan"
    answers.write_text(json.dumps(mapping), "utf-8")
    assert "2 added" in rmapp("import", left, "--kind", "firms", "--map", answers).stdout

    _change_capital(clients)
    again = json.loads(rmapp("import", clients, "--kind", "firms", "--json").stdout)
    assert (again["added"], again["updated"], again["same"]) == (0, 1, 2)
    assert rmapp("undo").stdout.startswith("Undone: Import 1 row")
    tried = json.loads(rmapp("import", clients, "--kind", "firms", "--dry-run", "--json").stdout)
    changes = [change for row in tried["rows"] for change in row["changes"]]
    assert [(change["old"], change["new"]) for change in changes] == [("CNY 12,000,000.00", "CNY 18,000,000.00")]
    assert rmapp("redo").stdout.startswith("Done again: Import 1 row")


def _import_the_rest(rmapp, folder):
    people = files.make_people_csv(folder / "people.csv")
    meetings = files.make_meetings_xlsx(folder / "meetings.xlsx")
    facilities = files.make_facilities_csv(folder / "facilities.csv")
    assert "2 added" in rmapp("import", people, "--kind", "people").stdout
    assert "3 added" in rmapp("import", meetings, "--kind", "meetings").stdout
    assert "added" in rmapp("import", facilities, "--kind", "facilities").stdout


def _work(rmapp):
    assert FIRMS[0] in rmapp("find", "cscg").stdout
    note = ("They plan a second plant.", "--with", "周明", "--promise", f"{PROMISE} /we +3", "--at", "09:30")
    assert "with 1 promise" in rmapp("note", "add", "cscg", *note).stdout
    line = ("working_capital_loan", "--limit", "3000万", "--signed", "2025-06-02", "--reference", "SX-100")
    rmapp("line", "add", "潮声传感", *line, "--matures", "+300")
    assert "CNY 25 million is still free" in rmapp("draw", "SX-100", "5m", "--payee", "供应商甲").stdout
    assert "fast_growth" in rmapp("stage", "潮声传感", "maturity", code=2).stderr
    evidence = ("--evidence", "ev_market_leader", "--evidence", "ev_profitable_3y")
    moved = rmapp("stage", "潮声传感", "maturity", "--reason", "fast_growth", *evidence)
    assert moved.stdout == f"{FIRMS[0]} is now in stage Maturity.\n"


def _print(rmapp, folder):
    rmapp("brief", "潮声传感", "--lang", "en", "-o", "brief.pdf")
    rmapp("brief", "潮声传感", "--lang", "zh", "-o", "briefs")
    english = "".join(pages_text((folder / "brief.pdf").read_bytes()))
    chinese = "".join(pages_text((folder / "briefs" / "潮声传感_杭州_有限公司.pdf").read_bytes()))
    for text in (english, chinese):
        assert squeezed(PROMISE) in squeezed(text)
        assert squeezed(FIRMS[0]) in squeezed(text)
    assert "Maturity" in english
    assert "成熟期" in chinese


def _compare(rmapp, folder):
    assert json.loads(rmapp("check", "--json").stdout) == {"sound": True, "problems": []}
    labels = [entry["label"] for entry in json.loads(rmapp("log", "--json").stdout)]
    assert labels[:6] == ["Save brief", "Save brief", "Move stage", "Record draw-down", "Add credit line", "New note"]
    firm = json.loads(rmapp("show", uscc(1), "--json").stdout)
    assert firm["stage"] == "maturity"
    drawn = {line["reference"]: line["outstanding"] for line in firm["lines"]}
    assert drawn["SX-100"] == {"minor": 500_000_000, "ccy": "CNY"}
    assert PROMISE in {promise["text"] for promise in firm["promises"]}
    assert "周明" in {person["name"] for person in firm["people"]}
    workspace = open_book(folder / "book", PASSPHRASE, read_only=True)
    written = {one.starts_at[:10]: one.author for one in workspace.ask(lambda store: store.all(Meeting))}
    workspace.close()
    assert written["2024-05-06"] == "陈静"
    assert written["2025-01-08"] == "林"
    assert "Lin Yue" in written.values()


def _look_for_plain_text(folder, recovery_key):
    kept = [path for path in (folder / "book").rglob("*") if path.is_file()]
    assert {"book.db", "vault.json"} <= {path.name for path in kept}
    secrets = (FIRMS[0], "潮声", "周明", "Lin Yue", PROMISE, "SX-100", uscc(1), PASSPHRASE, recovery_key)
    for path in kept:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, (path, secret)
            assert secret.encode("utf-16-le") not in content, (path, secret)
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_manager_does_the_whole_job_at_the_command_line(rmapp, tmp_path):
    made = rmapp("init", "--name", "My clients", "--user", "Lin Yue", "--bank", "Test Bank")
    recovery_key = made.stdout.split("Recovery key: ")[1].split("\n")[0]

    _import_firms(rmapp, tmp_path)
    _import_the_rest(rmapp, tmp_path)
    _work(rmapp)
    _print(rmapp, tmp_path)

    _compare(rmapp, tmp_path)
    _look_for_plain_text(tmp_path, recovery_key)
