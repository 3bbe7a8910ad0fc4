"""A book for the command line, and the command line itself inside the test's process."""

from typing import NamedTuple

import pytest

from rmapp.cli.app import main
from rmapp.services.clients import firms, people
from rmapp.services.clients.firms import FirmDraft, NameDraft
from rmapp.services.origination import facilities
from rmapp.services.stages import lifecycle
from tests.books import PASSPHRASE, new_book


class Output(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def rmapp(monkeypatch, capsys):
    """Return a function that runs a command and returns its exit code and both of its outputs."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("sys.excepthook", None)  # put back after the test: `main` sets its own

    def run(*words):
        monkeypatch.setattr("sys.argv", ["rmapp", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        return Output(left.value.code or 0, *capsys.readouterr())

    return run


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Make an encrypted book of three firms, one with a line and a person; return its folder."""
    workspace = new_book(tmp_path)
    for name in ("潮声传感有限公司", "潮声制造有限公司", "Heyu Gene Ltd"):
        workspace.do(_add_firm, name, label="Add firm")
    workspace.close()
    (tmp_path / "passphrase").write_text(PASSPHRASE, "utf-8")
    monkeypatch.setenv("RMAPP_BOOK", str(tmp_path / "book"))
    monkeypatch.setenv("RMAPP_PASSPHRASE_FILE", str(tmp_path / "passphrase"))
    return tmp_path / "book"


def _add_firm(store, name):
    firm = firms.add_firm(store, FirmDraft(names=(NameDraft(text=name),), tier="A"))
    lifecycle.move_stage(store, firm.id, "growth", store.clock.today())
    if name.startswith("潮声传感"):
        people.add_person(store, firm.id, "顾雯", role="cfo", title="CFO")
        draft = facilities.FacilityDraft(
            firm_id=firm.id,
            facility_type="rd_loan",
            reference_no="SX-1",
            limit=facilities.Money.of("3000000"),
            status="active",
            security=({"type": "unsecured"},),
            use_of_proceeds=({"code": "r_and_d"},),
        )
        facilities.save_facility(store, draft)
