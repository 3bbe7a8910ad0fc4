"""The command line keeps its promises: codes, messages, exit codes, JSON, and what it leaves unloaded."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from rmapp.cli.app import app
from rmapp.cli.output import say_table, width
from rmapp.services.books import open_book
from tests.books import PASSPHRASE
from tests.briefs.pdf_text import pages_text

ROOT = Path(__file__).resolve().parents[2]
ROW_KEYS = (
    "id name second_name stage stage_since tier status nature watch owner outstanding limit utilisation_bp next "
    "last_contact next_touch touch_days next_maturity region city industry designations grade score scored_on"
)
FIRM_KEYS = (
    "id name second_name uscc lei tier grade owner stage stage_since designations outstanding limit free waiting "
    "utilisation_bp lines people promises events"
)
IMPORT_KEYS = "applied kind sheet map questions added updated same left_out rows"


def leaves(command=None, path=()):
    command = command or get_command(app)
    below = getattr(command, "commands", None)
    if below is None:
        return [(path, command)]
    return [leaf for name, one in below.items() for leaf in leaves(one, (*path, name))]


def keys(document):
    return " ".join(document)


def python(program, **environment):
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src")} | environment
    return subprocess.run([sys.executable, "-c", program], env=settings, capture_output=True, check=False)


def given(group):
    """Return the names that the rooms of the command line give, each as often as it is given."""
    named = [one.name or one.callback.__name__ for one in group.registered_commands]
    return [*named, *(one.name for one in group.registered_groups)]


def test_no_command_hides_another_of_its_name():
    for group in (app, *(one.typer_instance for one in app.registered_groups)):
        assert len(given(group)) == len(set(given(group))), sorted(given(group))


@pytest.mark.parametrize(
    ("path", "command"), leaves(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_has_a_short_help_with_an_example_that_parses(path, command):
    assert len(command.help.split()) <= 24
    first, *words = shlex.split(command.epilog.removeprefix("Example: "))
    assert first == "rmapp"
    if words[0] in ("--book", "--include-restricted"):
        words = words[2:]
    assert tuple(words[: len(path)]) == path
    command.make_context(path[-1], words[len(path) :])


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        (["--help"], {"PySide6", "pydantic", "sqlcipher3", "sqlite_utils", "reportlab", "openpyxl", "pypinyin"}),
        (["list"], {"PySide6", "sqlite_utils", "reportlab", "openpyxl", "pypdfium2", "pypinyin"}),
        (["brief", "Heyu", "-o", "{folder}/brief.pdf"], {"PySide6", "sqlite_utils", "openpyxl"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_only_what_it_uses(book, words, heavy):
    argv = ["rmapp", *(word.format(folder=book.parent) for word in words)]
    program = f"""
import sys
sys.argv = {argv!r}
from rmapp.cli.app import main
try:
    main()
finally:
    print(*sorted({{name.split('.')[0] for name in sys.modules}}), file=sys.stderr)
"""
    done = python(program)
    assert done.returncode == 0, done.stderr
    assert not heavy & set(done.stderr.decode().split())


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (["list", "--stage", "bogus"], "early_commercial"),
        (["list", "--tier", "Q"], "Strategic"),
        (["list", "--designation", "bogus"], "little_giant"),
        (["list", "--view", "bogus"], "Heading for IPO"),
        (["stage", "Heyu", "bogus"], "early_commercial"),
        (["stage", "Heyu", "rd_seed"], "pivot"),
        (["stage", "Heyu", "rd_seed", "--reason", "bogus"], "pivot"),
        (["stage", "Heyu", "expansion", "--evidence", "bogus"], "ev_capex_plan"),
        (["note", "add", "Heyu", "x", "--with", "A", "--kind", "bogus"], "phone_call"),
        (["line", "add", "Heyu", "bogus"], "rd_loan"),
        (["line", "add", "Heyu", "rd_loan", "--security", "bogus"], "unsecured"),
        (["line", "add", "Heyu", "rd_loan", "--use", "bogus"], "operating_costs"),
        (["line", "add", "Heyu", "rd_loan", "--status", "bogus"], "approved"),
        (["draw", "SX-1", "lots"], "12m"),
        (["draw", "SX-1", "5m"], "CNY 3 million"),
        (["draw", "SX-1", "1m", "--on", "2026-13-01"], "calendar"),
        (["line", "add", "Heyu", "rd_loan", "--reference", "SX-1"], "already"),
        (["note", "add", "Heyu", "x", "--with", "A", "--promise", "call back"], "/we"),
        (["note", "add", "Heyu", "x", "--with", "A", "--at", "9h"], "09:30"),
        (["show", "潮声"], "潮声制造有限公司"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("book")
def test_what_cannot_be_accepted_says_what_can(rmapp, words, known):
    done = rmapp(*(words if isinstance(words, list) else [words]))
    assert done.code == 2
    assert not done.out
    assert done.err.startswith("Error: ")
    assert known in done.err


@pytest.mark.usefixtures("book")
def test_codes_may_be_written_as_words_in_both_languages(rmapp):
    assert rmapp("line", "add", "Heyu", "流动资金贷款", "--limit", "1200万", "--reference", "A").code == 0
    assert rmapp("line", "add", "Heyu", "Working capital loan", "--limit", "12m", "--reference", "B").code == 0
    lines = json.loads(rmapp("show", "Heyu", "--json").out)["lines"]
    assert {line["type"] for line in lines} == {"working_capital_loan"}
    assert {line["limit"]["minor"] for line in lines} == {1_200_000_000}


@pytest.mark.usefixtures("book")
def test_nobody_of_that_name_is_an_error_of_its_own(rmapp):
    assert rmapp("show", "nobody")[:2] == (1, "")
    assert rmapp("draw", "NOPE", "1m")[:2] == (1, "")
    assert rmapp("redo")[:2] == (1, "")


def test_a_book_that_cannot_be_opened_says_why(rmapp, book, monkeypatch, tmp_path):
    missing = rmapp("--book", tmp_path / "none", "list")
    assert (missing.code, missing.out) == (1, "")
    assert "no book" in missing.err

    (tmp_path / "wrong").write_text("another horse", "utf-8")
    monkeypatch.setenv("RMAPP_PASSPHRASE_FILE", str(tmp_path / "wrong"))
    assert "does not open the book" in rmapp("list").err

    monkeypatch.setenv("RMAPP_PASSPHRASE_FILE", str(tmp_path / "nowhere"))
    assert "nowhere" in rmapp("list").err

    monkeypatch.delenv("RMAPP_PASSPHRASE_FILE")
    monkeypatch.setattr("sys.stdin", (tmp_path / "wrong").open(encoding="utf-8"))
    assert "--passphrase-fd" in rmapp("list").err
    sys.stdin.close()
    assert "file descriptor 97" in rmapp("--passphrase-fd", "97", "list").err


def test_the_passphrase_comes_from_a_descriptor(rmapp, book, monkeypatch, tmp_path):
    monkeypatch.delenv("RMAPP_PASSPHRASE_FILE")
    with (tmp_path / "passphrase").open(encoding="utf-8") as file:
        assert rmapp("--passphrase-fd", file.fileno(), "list").code == 0


def test_a_new_book_wants_a_good_passphrase_and_an_empty_folder(rmapp, book, monkeypatch, tmp_path):
    assert "not empty" in rmapp("init").err
    (tmp_path / "weak").write_text("secret", "utf-8")
    monkeypatch.setenv("RMAPP_PASSPHRASE_FILE", str(tmp_path / "weak"))
    weak = rmapp("--book", tmp_path / "new", "init")
    assert (weak.code, (tmp_path / "new").exists()) == (2, False)
    assert "Too easy" in weak.err
    assert "cannot be made" in rmapp("--book", tmp_path / "weak", "init").err


def test_while_another_program_writes_the_book_can_be_read(rmapp, book):
    other = open_book(book, PASSPHRASE)
    try:
        assert "Heyu" in rmapp("list").out
        busy = rmapp("undo")
    finally:
        other.close()
    assert (busy.code, busy.out) == (1, "")
    assert "already open" in busy.err


def test_undo_and_redo_say_what_they_did(rmapp, book):
    rmapp("stage", "Heyu", "expansion")
    assert rmapp("undo").out == "Undone: Move stage (1 row).\n"
    assert rmapp("redo").out == "Done again: Move stage (1 row).\n"
    assert rmapp("log", "--count", "2").out.count("Move stage") == 2


def test_the_documents_keep_their_keys(rmapp, book, tmp_path):
    (tmp_path / "firms.csv").write_text("企业名称,层级\n新芽科技有限公司,A\n,B\n", "utf-8")
    rmapp("note", "add", "潮声传感", "Plans", "--with", "顾雯", "--promise", "call /we +3")
    assert keys(json.loads(rmapp("list", "--json").out)[0]) == ROW_KEYS
    firm = json.loads(rmapp("show", "潮声传感", "--json").out)
    assert keys(firm) == FIRM_KEYS
    assert keys(firm["lines"][0]) == "id reference type status limit outstanding free signed_on maturity_on"
    assert keys(firm["people"][0]) == "id name name_latin role title last_met"
    assert keys(firm["promises"][0]) == "id side text owner due_on first_due_on proof"
    assert keys(firm["events"][0]) == "id kind type on title text relation"
    assert firm["limit"] == {"minor": 300_000_000, "ccy": "CNY"}
    assert firm["uscc"] is None
    assert list(json.loads(rmapp("find", "潮声", "--json").out)) == ["clients", "people", "notes", "files"]
    assert list(json.loads(rmapp("log", "--json").out)[0]) == ["id", "at", "actor", "label", "kind", "changes"]
    assert json.loads(rmapp("check", "--json").out) == {"sound": True, "problems": []}
    done = json.loads(rmapp("import", tmp_path / "firms.csv", "--kind", "firms", "--dry-run", "--json").out)
    assert keys(done) == IMPORT_KEYS
    assert (done["applied"], done["added"], done["left_out"]) == (False, 1, 1)


@pytest.mark.usefixtures("book")
def test_the_list_takes_filters_order_and_views(rmapp):
    rmapp("line", "add", "Heyu", "rd_loan", "--limit", "1m", "--reference", "H", "--matures", "+30")
    names = [row["name"] for row in json.loads(rmapp("list", "--maturing", "90", "--json").out)]
    assert names == ["Heyu Gene Ltd"]
    assert rmapp("list", "--stage", "growth", "--tier", "A", "--quiet", "60").out.count("\n") == 4
    assert "Heyu" in rmapp("list", "--view", "maturing in 90 DAYS").out
    order = json.loads(rmapp("list", "--sort", "name", "--reverse", "--json").out)
    assert [row["id"] for row in order] == [row["id"] for row in json.loads(rmapp("list", "--json").out)][::-1]
    empty = rmapp("list", "--stage", "listed")
    assert empty == (0, "", "No client fits.\n")


def test_the_brief_of_a_group_is_one_page_for_the_house(rmapp, book, tmp_path):
    target = tmp_path / "group.pdf"
    assert rmapp("brief", "潮声传感", "--group", "--edition", "client", "-o", target).code == 2
    rmapp("brief", "潮声传感", "--group", "-o", target)
    (text,) = pages_text(target.read_bytes())
    assert "Group brief" in text
    assert "潮声传感" in text


def test_several_briefs_go_into_a_folder(rmapp, book, tmp_path):
    refused = rmapp("brief", "Heyu", "nobody", "-o", tmp_path / "none")
    assert (refused.code, (tmp_path / "none").exists()) == (1, False)
    assert rmapp("brief", "Heyu", "潮声传感", "-o", tmp_path / "two.pdf").code == 2
    rmapp("brief", "Heyu", "潮声传感", "--lang", "both", "-o", tmp_path / "out")
    written = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in written] == ["Heyu Gene Ltd.pdf", "潮声传感有限公司.pdf"]
    assert "Heyu Gene Ltd" in "".join(pages_text(written[0].read_bytes()))
    assert rmapp("log", "--json").out.count("Save brief") == 2


def test_an_import_asks_before_it_guesses(rmapp, book, tmp_path):
    file, answers, left = tmp_path / "firms.csv", tmp_path / "map.json", tmp_path / "left.csv"
    file.write_text("企业名称,注册资本\n新芽科技有限公司,300\n,5\n", "utf-8")
    asked = rmapp("import", file, "--kind", "firms")
    assert (asked.code, asked.out) == (2, "")
    assert all(text in asked.err for text in ("注册资本", "wan = ", '"unit": "?"', "--map"))
    answers.write_text('{"columns": {"企业名称": "name", "注册资本": {"field": "nowhere"}}}', "utf-8")
    assert "registered_capital" in rmapp("import", file, "--kind", "firms", "--map", answers).err
    answers.write_text(answers.read_text("utf-8").replace('"nowhere"', '"registered_capital", "unit": "万元"'), "utf-8")

    words = ("import", file, "--kind", "firms", "--map", answers, "--bad-rows")
    assert rmapp(*words, file).code == 2
    assert rmapp(*words, tmp_path / "none" / "left.xlsx").code == 2
    strict = rmapp(*words, left, "--strict")
    assert (strict.code, left.exists(), "新芽" in rmapp("list").out) == (1, True, False)
    done = rmapp(*words, left)
    assert "1 added, 0 updated, 0 unchanged, 1 left out" in done.out
    assert "Row 3" in done.err
    assert "新芽" in rmapp("list").out


def test_a_traceback_comes_only_when_asked_for(rmapp, book):
    assert "Traceback" not in rmapp("show", "nobody").err
    assert "Traceback" in rmapp("--debug", "show", "nobody").err


def test_a_fault_of_the_program_is_told_in_a_sentence(book):
    program = """
import sys
from rmapp.cli.app import main
from rmapp.services.clients import cards
cards.ids = lambda *words: 1 // 0
sys.argv = ["rmapp", *sys.argv[1:], "list"]
main()"""
    done = python(program)
    assert done.returncode == 1
    assert b"ZeroDivisionError" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes and locales of POSIX")
def test_a_reader_that_leaves_early_is_no_error_message(book):
    command = [sys.executable, "-m", "rmapp", "list", "--json"]
    settings = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes and locales of POSIX")
def test_chinese_goes_in_and_out_in_any_locale(book):
    command = [sys.executable, "-m", "rmapp", "list", "--text", "潮声传感"]
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, env=os.environ | plain, capture_output=True, check=True)
    assert "潮声传感有限公司".encode() in done.stdout
    assert b"Heyu" not in done.stdout
    assert b"\x1b" not in done.stdout


def test_columns_stand_under_each_other_in_both_scripts(capsys):
    say_table(["Firm", "Amount"], [["潮声传感", "5万"], ["Heyu", "1,200"], ["e\u0301te\u0301", ""]], right=(1,))
    lines = capsys.readouterr().out.splitlines()
    assert [width(line) for line in lines] == [16, 16, 16, 3]
    assert lines[2].index("1,200") == len("Heyu") + 7


@pytest.mark.usefixtures("book")
def test_what_was_typed_cannot_steer_the_terminal(rmapp):
    rmapp("note", "add", "Heyu", "red \x1b[31mtext\x07\nsecond line", "--with", "A")
    shown = rmapp("show", "Heyu").out
    assert "text" in shown
    assert not {"\x1b", "\x07"} & set(shown)
    assert "[31mtext  second line" in shown
