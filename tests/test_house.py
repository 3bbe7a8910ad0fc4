"""The rules of the house that a machine can check: sizes, borders, one place for each dangerous call."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
import tomllib
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "rmapp"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = [ROOT / "tasks.py", *sorted((ROOT / "packaging").glob("*.py"))]
PAPERS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
TOPS = [path for path in ROOT.iterdir() if path.name == ".ci" or not path.name.startswith((".", "build", "dist"))]
TEXTS = {"", ".css", ".desktop", ".json", ".lock", ".md", ".po", ".pot", ".py", ".qss", ".svg", ".toml", ".txt", ".xml"}

# A name, and the only files that may use it: everything else asks them.
ONE_PLACE = {
    r"\bParagraph\(": {"briefs/blocks.py"},
    r"\bQLabel\(": {"ui/widgets/labels.py"},
    r"\bQDesktopServices\b": {"ui/widgets/labels.py"},
    r"(?:\.setToolTip|QToolTip\.showText)\((?!.*\bplain\()": set(),  # without `plain` a tooltip is HTML
    r"\b(?:datetime\.(?:now|utcnow|today)|date\.today)\(": {"domain/clock.py"},
    r"^\s*(?:import|from) sqlcipher3": {"storage/driver.py"},
    r"processEvents": set(),
    r"\bQSettings\b": set(),
    r"QtUiTools|uic\b": set(),
}
BROAD_EXCEPTS_AT_MOST = 3
DOMAIN_LIBRARIES = {"holidays", "pydantic", "pydantic_core", "pypinyin"}
PURE_INIT_EXCEPTIONS = {
    *("__init__.py", "ui/pages/__init__.py"),  # the version, and the list of pages
    *(f"services/{room}/__init__.py" for room in ("firm_values", "matching", "scoring")),  # the verbs of a room
}
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|opt/pypi|home/\w+)/|pypi\.org|files\.pythonhosted|registry\.npmjs")


def name(path):
    return path.relative_to(PACKAGE if PACKAGE in path.parents else ROOT).as_posix()


@cache
def code_lines(path):
    """Return the lines of a file with the texts of strings and comments taken out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for token in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
        if token.type in {tokenize.STRING, tokenize.COMMENT}:
            (first, start), (last, end) = token.start, token.end
            for number in range(first, last + 1):
                line = lines[number - 1]
                left = start if number == first else 0
                right = end if number == last else len(line)
                lines[number - 1] = line[:left] + " " * (right - left) + line[right:]
    return lines


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def run_python(program, *words):
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", [*SOURCES, *SCRIPTS], ids=name)
def test_a_file_is_one_idea_and_says_which(path):
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 400
    assert docstring, "the module has no docstring"
    first, *rest = docstring.splitlines()
    assert first.endswith((".", ":", "`")), "the first line is not one whole sentence"
    assert not rest or not rest[0], "the sentence does not fit on the first line"


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_a_test_file_stays_readable(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=name)
def test_a_room_has_no_code_at_its_door(path):
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    assert len(statements) == 1 or name(path) in PURE_INIT_EXCEPTIONS


@pytest.mark.parametrize("pattern", ONE_PLACE)
def test_a_dangerous_call_has_one_place(pattern):
    allowed = ONE_PLACE[pattern]
    found = {
        f"{name(path)}:{number}"
        for path in SOURCES
        if name(path) not in allowed
        for number, line in enumerate(code_lines(path), 1)
        if re.search(pattern, line)
    }
    assert not found


def test_unexpected_errors_are_caught_in_few_places():
    broad = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert len(broad) <= BROAD_EXCEPTS_AT_MOST, broad


def test_only_the_window_knows_qt():
    knowing = {
        name(path)
        for path in SOURCES
        for module in imported(ast.parse(path.read_text(encoding="utf-8")))
        if module.split(".")[0] in {"PySide6", "shiboken6"}
    }
    assert all(path.startswith("ui/") for path in knowing), knowing


def test_the_domain_uses_small_pure_libraries_only():
    allowed = DOMAIN_LIBRARIES | {"rmapp"} | set(sys.stdlib_module_names) - {"sqlite3", "socket", "subprocess"}
    used = {
        (name(path), module)
        for path in SOURCES
        if name(path).startswith("domain/")
        for module in imported(ast.parse(path.read_text(encoding="utf-8")))
        if module.split(".")[0] not in allowed
    }
    assert not used


def test_rooms_look_down_never_up():
    done = run_python("from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_starts_without_qt_and_without_heavy_libraries():
    done = run_python("import sys, rmapp.cli.app; print(*sorted({name.split('.')[0] for name in sys.modules}))")
    heavy = {"PySide6", "babel", "cryptography", "holidays", "openpyxl", "pypdfium2", "pypinyin", "reportlab"}
    assert done.returncode == 0, done.stderr
    assert not heavy & set(done.stdout.split())


def test_no_file_names_a_machine_or_a_registry():
    own = Path(__file__).resolve()
    found = set()
    for path in (path for top in TOPS for path in [top, *top.rglob("*")]):
        if path.is_file() and path.suffix in TEXTS and path != own and "__pycache__" not in path.parts:
            found |= {f"{name(path)}: {hit}" for hit in MACHINE_PATHS.findall(path.read_text(encoding="utf-8"))}
    assert not found


def test_the_lock_has_every_dependency_within_its_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    pinned = {}
    for found in re.finditer(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE):
        pinned.setdefault(found[1].lower().replace("_", "-"), []).append(Version(found[2]))
    wanted = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    for requirement in map(Requirement, wanted):
        versions = pinned[requirement.name.lower().replace("_", "-")]
        assert all(found in requirement.specifier for found in versions), requirement
    assert lock.count("--hash=sha256:") > len(pinned)


def test_the_libraries_have_their_known_faults_behind_them():
    from rmapp.storage.driver import sqlite

    assert Version(sqlite.sqlite_version) >= Version("3.51.3")
    assert Version(version("reportlab")) >= Version("5.0.1")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot die since Python 3.12")
@pytest.mark.usefixtures("qapp")
def test_qt_gives_back_every_reference_to_none():
    from PySide6.QtGui import QImage, QPainter, QPen

    image, pen = QImage(8, 8, QImage.Format.Format_ARGB32), QPen()
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.setPen(pen)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < 100


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_links_between_papers_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    missing = [target for target in targets if "://" not in target and not (path.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_papers_name_only_commands_that_exist(path):
    import tasks

    named = set(re.findall(r"tasks\.py (\w+)", path.read_text(encoding="utf-8")))
    assert named <= set(tasks.COMMANDS)


def test_the_readme_lists_every_command_of_rmapp():
    from typer.main import get_command

    from rmapp.cli.app import app

    named = set(re.findall(r"`rmapp ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named == set(get_command(app).commands)


def test_the_machine_runs_what_the_newcomer_runs():
    command = "python3 tasks.py test"
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
