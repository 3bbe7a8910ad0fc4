"""Kill -9 in the middle of a note: not one character older than a second is lost. `RMAPP_NOTE_KILLS` sets how often."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rmapp.services import drafts
from tests.books import PASSPHRASE, add_firm, new_book, reopened

KILLS = int(os.environ.get("RMAPP_NOTE_KILLS", "2"))
SECOND = 1.0
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.timeout(max(240, KILLS * 60)),
    pytest.mark.skipif(os.name == "nt", reason="a process is killed differently there"),
]

TYPIST = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path[:0] = {path!r}
from pathlib import Path
from PySide6.QtWidgets import QApplication
from rmapp.domain.clock import SystemClock
from tests.driver import opened

application = QApplication([])
with opened(Path({folder!r}), clock=SystemClock()) as user:
    if {page!r} == "note":
        user.context.open_sheet("note", firm_id={firm!r})
    else:
        user.context.open_page("call_report", firm_id={firm!r})
    user.wait(40)
    if {page!r} != "note":
        user.press("Ctrl+F"); user.type("3.1"); user.press("Return"); user.wait(40)
    for number in range(100000):
        user.type("abcdefghij"[number % 10])
        print(number + 1, time.time(), flush=True)
        time.sleep(0.03)
"""


def typed_until_killed(folder, firm, page):
    """Let another process type without a pause, kill it, and return when each character was typed."""
    program = TYPIST.format(path=[str(ROOT), *sys.path], folder=str(folder), firm=firm, page=page)
    settings = os.environ | {"XDG_CONFIG_HOME": str(folder.parent), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings) as child:
        first = child.stdout.readline()
        time.sleep(1.5 + random.random() * 2.5)
        child.kill()
        killed = time.time()
        rest = child.stdout.read()
        errors = child.stderr.read()
    assert first, errors.decode()
    lines = [line.decode().split() for line in (first + rest).split(b"\n")[:-1]]
    return {int(count): float(moment) for count, moment in lines}, killed


@pytest.mark.parametrize("page", ["note", "call_report"])
def test_a_program_killed_while_somebody_types_loses_less_than_a_second(tmp_path, page):
    book = new_book(tmp_path)
    firm = book.do(add_firm, "潮声传感有限公司", label="Add").result.id
    book.close()
    for _kill in range(KILLS):
        moments, killed = typed_until_killed(tmp_path / "book", firm, page)
        book = reopened(tmp_path, PASSPHRASE)
        kept = book.ask(drafts.drafts, page)[0]
        body = kept.body["discussion"] if page == "note" else kept.body["screen_0"]["gist"]
        old = [count for count, moment in moments.items() if moment < killed - SECOND]
        assert old, "nothing was typed for long enough"
        assert len(body) >= max(old), (len(body), max(old), max(moments))
        assert body == ("abcdefghij" * (len(body) // 10 + 1))[: len(body)]
        book.do(drafts.drop_draft, kept.id, label="Drop")
        book.close()
    print(f"{KILLS} kills of {page}")
