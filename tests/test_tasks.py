"""The set-up says what is missing, installs it only as root, and hands exit codes on."""

from __future__ import annotations

import subprocess

import pytest

import tasks

MISSING = ["libgl1", "libxcb-cursor0"]


@pytest.fixture
def called(monkeypatch):
    """Record the commands that would be started; each succeeds."""
    commands = []

    def pretend(command, **_options):
        commands.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(tasks.subprocess, "run", pretend)
    return commands


@pytest.fixture
def bare_debian(monkeypatch, called):
    """Let two libraries be missing until apt-get was called to install them."""

    def can_load(library):
        installed = any(package in command for command in called for package in MISSING)
        return installed or tasks.SYSTEM_LIBRARIES[library] not in MISSING

    monkeypatch.setattr(tasks.sys, "platform", "linux")
    monkeypatch.setattr(tasks, "can_load", can_load)
    monkeypatch.setattr(tasks.importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(tasks.shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.mark.usefixtures("bare_debian")
def test_a_user_is_told_the_one_command(monkeypatch, called):
    monkeypatch.setattr(tasks.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(tasks.Stop) as stop:
        tasks.require_system()
    assert stop.value.code == 2
    install = "sudo apt-get install --yes --no-install-recommends libgl1 libxcb-cursor0"
    assert f"\nsudo apt-get update && {install}\n" in str(stop.value)
    assert called == []


@pytest.mark.usefixtures("bare_debian")
def test_root_gets_it_installed(monkeypatch, called):
    monkeypatch.setattr(tasks.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    tasks.require_system()
    assert [command[:2] for command in called] == [["apt-get", "update"], ["apt-get", "install"]]
    assert set(MISSING) <= set(called[1])


@pytest.mark.usefixtures("bare_debian")
def test_another_system_is_told_the_names(monkeypatch, called):
    monkeypatch.setattr(tasks.shutil, "which", lambda _name: None)
    with pytest.raises(tasks.Stop, match="libgl1, libxcb-cursor0") as stop:
        tasks.require_system()
    assert stop.value.code == 2
    assert called == []


@pytest.mark.usefixtures("bare_debian")
def test_python_without_pip_asks_for_its_package(monkeypatch, tmp_path):
    monkeypatch.setattr(tasks.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(tasks.shutil, "which", lambda _name: None)
    monkeypatch.setattr(tasks, "STAMP", tmp_path / "none")
    assert any(package.endswith("-venv") for package in tasks.missing_packages())


def test_a_failed_check_fails_the_run_and_is_named(monkeypatch, capfd):
    monkeypatch.setattr(tasks, "set_up", lambda: None)
    monkeypatch.setattr(tasks, "call", lambda *command, **_options: int("mypy" in command))
    assert tasks.main(["test"]) == 1
    assert "Failed: mypy." in capfd.readouterr().out


def test_without_a_display_run_leaves_briefs_and_pictures(monkeypatch, called, capfd, tmp_path):
    monkeypatch.setattr(tasks, "set_up", lambda: None)
    monkeypatch.setattr(tasks, "ask", lambda _program: tmp_path)
    monkeypatch.setattr(tasks, "has_display", lambda: False)
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    assert tasks.main(["run"]) == 0
    book, folder = str(tmp_path / "sample"), tmp_path / "build" / "first-look"
    assert called[0][-2:] == ["demo", book]
    assert [command[-1] for command in called[1:3]] == [str(folder / f"brief-{lang}.pdf") for lang in ("en", "zh")]
    assert called[3][-4:] == ["--out", str(folder), "--size", "1440x900"]
    assert str(folder) in capfd.readouterr().out


def test_faults_run_in_full_unless_a_count_is_given(monkeypatch, called, capfd):
    monkeypatch.setattr(tasks, "set_up", lambda: None)
    monkeypatch.setenv("RMAPP_KILLS", "7")
    monkeypatch.setenv("RMAPP_FLIPS", "")
    monkeypatch.delenv("RMAPP_FLIPS")
    assert tasks.main(["faults", "-x"]) == 0
    assert called[0][2:4] == ["pytest", "tests/faults"]
    assert called[0][-1] == "-x"
    assert "RMAPP_KILLS=7, RMAPP_FLIPS=4000" in capfd.readouterr().out


def test_what_is_not_there_yet_says_so(capfd):
    assert tasks.main(["package"]) == 2
    assert "later" in capfd.readouterr().err
    assert tasks.main(["nonsense"]) == 2
    assert tasks.main(["--help"]) == 0
