"""Attachments under harm: killed between file and row, no marker on the disk, nothing lost that was acknowledged."""

import os
import random
import subprocess
import sys
import time

import pytest

from rmapp.domain.attachment import Attachment
from rmapp.services import books
from rmapp.services.paperwork import attachments
from tests.books import add_firm, new_book, reopened
from tests.pictures import pdf

KILLS = int(os.environ.get("RMAPP_KILLS", "30"))
MARK = "Zvonimira"

pytestmark = [
    pytest.mark.timeout(max(240, KILLS * 4)),
    pytest.mark.skipif(os.name == "nt", reason="a process is killed differently there"),
]

WRITER = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
import random
from rmapp.services.paperwork import attachments
from rmapp.services import books
from rmapp.services.paperwork.attachment_intake import TakenFile
from tests.books import reopened
facts = dict(kind="document", name="x.pdf", media_type="application/pdf", pages=1)
book = reopened(Path({folder!r}))
while True:
    content = random.randbytes(random.choice([10, 5000, 400000]))
    one = book.do(attachments.add_attachment, TakenFile(content, facts), {firm!r}, label="Attach").result
    print(one.id, flush=True)
    if random.random() < 0.1:
        books.backup_now(book)
"""


def killed(**values):
    program = WRITER.format(path=sys.path, **values)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        first = child.stdout.readline()
        time.sleep(random.random() * 0.25)
        child.kill()
        rest = child.stdout.read()
        problems = child.stderr.read()
    assert not problems, problems.decode()
    return {line.decode() for line in (first + rest).split(b"\n")[:-1]}


def test_killed_between_file_and_row_no_row_is_without_its_file(tmp_path):
    book = new_book(tmp_path)
    firm = book.do(add_firm, label="Add").result.id
    book.close()
    acknowledged = set()
    for _kill in range(max(4, KILLS // 5)):
        acknowledged |= killed(folder=str(tmp_path), firm=firm)
        book = reopened(tmp_path)
        there = {one.id for one in book.ask(attachments.attachments, firm_id=firm)}
        assert acknowledged <= there
        report = books.check(book)
        assert report.sound, report.problems
        book.close()
    book = reopened(tmp_path)
    for path in (tmp_path / "book" / "attachments").iterdir():
        os.utime(path, (0, 0))
    book.ask(attachments.sweep)
    contents = {one.sha256 for one in book.ask(lambda store: store.all(Attachment))}
    assert len(list((tmp_path / "book" / "attachments").iterdir())) == len(contents), "only what rows name is left"
    assert books.check(book).sound
    book.close()


def test_no_word_of_an_attachment_is_on_the_disk(tmp_path):
    book = new_book(tmp_path)
    firm = book.do(add_firm, label="Add").result.id
    taken = attachments.take_in(pdf(2, MARK), f"{MARK}.pdf")
    one = book.do(attachments.add_attachment, taken, firm, caption=MARK, label=f"Attached: {MARK}").result
    book.ask(attachments.content, one)
    attachments.thumbnail(book.ask(attachments.content, one), 100)
    books.backup_now(book)
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert MARK.encode() not in file.read_bytes(), file
        assert b"%PDF" not in file.read_bytes(), file
        assert MARK not in file.name
        assert one.sha256 not in file.name
    book.close()
