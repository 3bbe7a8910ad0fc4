"""Introductions at the command line: the list, its JSON, the paper, and what is refused."""

import json

import pytest

from rmapp.domain.record import PaperRecord
from rmapp.domain.supply_link import SupplyLink
from rmapp.services import search
from rmapp.services.books import open_book
from rmapp.services.clients import facts
from tests.books import PASSPHRASE
from tests.briefs.pdf_text import pages_text

FIRM = "潮声传感有限公司"


@pytest.fixture
def partners(book):
    workspace = open_book(book, PASSPHRASE)
    firm = workspace.ask(search.resolve_firm, FIRM)
    for name, fields in (
        ("Open Supplier", {"share_bp": 1500}),
        ("Secret Supplier", {"confidentiality": "restricted"}),
        ("Waiting Dealer", {"relation": "dealer", "introduction": "asked"}),
    ):
        workspace.do(facts.add_fact, SupplyLink(firm_id=firm, name=name, **fields), label="add")
    workspace.close()
    return book


def test_the_list_says_whom_to_ask_for(rmapp, partners):
    lines = rmapp("introductions", FIRM).out.splitlines()
    assert lines[1].split("  ")[0] == "Open Supplier"
    assert "15.0% of purchases" in lines[1]
    assert "Asked for" in lines[2]
    assert len(lines) == 3
    shown = json.loads(rmapp("introductions", FIRM, "--json").out)
    assert [one["name"] for one in shown["wanted"]] == ["Open Supplier"]
    assert shown["asked"][0]["introduction"] == "asked"
    let_in = json.loads(rmapp("--include-restricted", "visit", "introductions", FIRM, "--json").out)
    assert {one["name"] for one in let_in["wanted"]} == {"Open Supplier", "Secret Supplier"}


def test_the_paper_is_written_and_noted(rmapp, partners, tmp_path):
    path = tmp_path / "page.pdf"
    assert rmapp("introductions", FIRM, "-o", path).out == f"Written: {path}\n"
    text = "".join(pages_text(path.read_bytes()))
    assert "Open Supplier" in text
    assert "Secret" not in text
    assert rmapp("introductions", FIRM, "-o", path, "--restricted", "visit of the board").code == 0
    assert "Secret Supplier" in "".join(pages_text(path.read_bytes()))
    workspace = open_book(partners, PASSPHRASE)
    records = workspace.ask(lambda store: store.all(PaperRecord, document="introductions"))
    workspace.close()
    assert sorted(one.reason for one in records) == ["", "visit of the board"]


def test_what_cannot_be_done_is_said(rmapp, book):
    assert rmapp("introductions", FIRM).out == "No introduction is to be asked for.\n"
    refused = rmapp("introductions", FIRM, "--restricted", "why")
    assert refused.code
    assert "Only a paper takes this reason" in refused.err
    assert rmapp("introductions", "nobody").code
