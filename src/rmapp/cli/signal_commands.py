"""Commands about early-warning signals: list them, raise one by hand, acknowledge and close them, run the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.documents import day_document
from rmapp.cli.line_commands import past_day
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.cli.documents import Document
    from rmapp.domain.signal import Signal
    from rmapp.storage.store import Store

_signals = typer.Typer(help=_("Early-warning signals of clients, and what came of them."), rich_markup_mode=None)

SignalNumber = Annotated[
    int,
    typer.Argument(metavar="N", min=1, help=_("Number, as “signals list CLIENT” prints it."), show_default=False),
]
_MARKS = {"red": "!!", "amber": "!", "info": ""}


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_signals, name="signals")
    _signals.command(
        "list",
        help=_("List the signals of a client or of the whole book, red ones first."),
        epilog=_("Example: rmapp signals list --severity red"),
    )(list_signals)
    _signals.command(
        "raise",
        help=_("Raise a signal by hand."),
        epilog=_("Example: rmapp signals raise 潮声传感 litigation_new 'Sued by a supplier'"),
    )(raise_signal)
    _signals.command(
        "ack",
        help=_("Note that a signal was seen and is looked after."),
        epilog=_("Example: rmapp signals ack 潮声传感 1"),
    )(acknowledge)
    _signals.command(
        "close",
        help=_("Close a signal with what came of it."),
        epilog=_("Example: rmapp signals close 潮声传感 1 'Paid on 3 March'"),
    )(close)
    _signals.command("run", help=_("Let all rules look at the book now."), epilog=_("Example: rmapp signals run"))(run)


def list_signals(
    context: typer.Context,
    firm: Annotated[str, typer.Argument(metavar="[CLIENT]", help=_("Client; without one, the whole book."))] = "",
    severity: Annotated[Literal["all", "red", "amber", "info"], typer.Option(help=_("Only of this severity."))] = "all",
    *,
    closed: Annotated[bool, typer.Option("--closed", help=_("The closed signals of the client."))] = False,
    as_json: AsJson = False,
) -> None:
    """List signals, the most severe and the newest first."""
    from rmapp.domain import reference
    from rmapp.services import search
    from rmapp.services.early_warning import signals

    if closed and not firm:
        raise InputError({"--closed": _("Name the client whose closed signals you want to see.")})
    session: Session = context.obj
    with session.reading() as workspace:
        if firm:
            firm_id = workspace.ask(search.resolve_firm, firm)
            found = workspace.ask(signals.firm_signals, firm_id, closed=closed)
        else:
            found = workspace.ask(signals.open_signals)
        names = workspace.ask(_names, found)
    numbered = [(at, one) for at, one in enumerate(found, 1) if severity in ("all", one.severity)]
    if as_json:
        say_json([_document(at, one, names) for at, one in numbered])
        return
    titles = ("", "", _("Client"), _("Signal"), _("Since"), _("State"), _("What shows it"))
    rows = [
        (
            str(at) if firm else "",
            _MARKS[one.severity],
            names[one.firm_id],
            reference.text("warning_signal", one.code),
            one.raised_on.isoformat(),
            _state(one),
            one.result if closed else one.evidence,
        )
        for at, one in numbered
    ]
    say_table(titles, rows, right=(0,))


def raise_signal(
    context: typer.Context,
    firm: FirmName,
    signal: Annotated[str, typer.Argument(metavar="SIGNAL", help=_("Code or words of it."), show_default=False)],
    evidence: Annotated[str, typer.Argument(metavar="TEXT", help=_("What was seen."), show_default=False)],
    on: Annotated[str, typer.Option(metavar="DAY", help=_("Day on which it was seen."))] = "",
    severity: Annotated[str, typer.Option(metavar="CODE", help=_("Severity, where it is another than usual."))] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Raise a signal by hand."""
    from rmapp.domain import reference
    from rmapp.services import search
    from rmapp.services.early_warning import signals

    session: Session = context.obj
    code = read_code("warning_signal", signal, "SIGNAL")
    level = read_code("signal_severity", severity, "--severity") if severity else None
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        day = past_day(workspace, on)
        label = _("Signal raised")
        raised = workspace.do(signals.raise_signal, firm_id, code, evidence, on=day, severity=level, label=label).result
        watch = workspace.ask(signals.firm_watch, firm_id)
        name = workspace.ask(_name, firm_id)
        document = workspace.ask(_after, raised.id)
    if as_json:
        say_json(document)
        return
    said = _("{client}: “{signal}” raised. Watch status: {watch}.")
    say(said.format(client=name, signal=reference.text("warning_signal", code), watch=_watch(watch)))


def acknowledge(context: typer.Context, firm: FirmName, number: SignalNumber, *, as_json: AsJson = False) -> None:
    """Note that a signal was seen."""
    from rmapp.services.early_warning import signals

    session: Session = context.obj
    with session.writing() as workspace:
        one = workspace.ask(_numbered, firm, number)
        workspace.do(signals.acknowledge_signal, one.id, label=_("Signal acknowledged"))
        document = workspace.ask(_after, one.id)
    if as_json:
        say_json(document)
    else:
        say(_("“{signal}” acknowledged.").format(signal=_called(one)))


def close(
    context: typer.Context,
    firm: FirmName,
    number: SignalNumber,
    result: Annotated[str, typer.Argument(metavar="TEXT", help=_("What came of it."), show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Close a signal with its result."""
    from rmapp.services.early_warning import signals

    session: Session = context.obj
    with session.writing() as workspace:
        one = workspace.ask(_numbered, firm, number)
        workspace.do(signals.close_signal, one.id, result, label=_("Signal closed"))
        watch = workspace.ask(signals.firm_watch, one.firm_id)
        document = workspace.ask(_after, one.id)
    if as_json:
        say_json(document)
    else:
        say(_("“{signal}” closed. Watch status: {watch}.").format(signal=_called(one), watch=_watch(watch)))


def run(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Let all rules look at the book."""
    from rmapp.services.early_warning import signals

    session: Session = context.obj
    with session.writing() as workspace:
        raised = workspace.do(signals.run_daily, label=_("Rules of signals run")).result
    if as_json:
        say_json({"raised": raised})
    else:
        say(ngettext("{n} new signal", "{n} new signals", raised).format(n=raised))


def _numbered(store: Store, firm: str, number: int) -> Signal:
    """Return the signal of a client with a number of its list. Raises InputError."""
    from rmapp.services import search
    from rmapp.services.early_warning import signals

    found = signals.firm_signals(store, search.resolve_firm(store, firm))
    if number > len(found):
        sentence = ngettext(
            "This client has {n} signal that is not closed.",
            "This client has {n} signals that are not closed.",
            len(found),
        )
        raise InputError({"N": sentence.format(n=len(found))})
    return found[number - 1]


def _after(store: Store, signal_id: str) -> Document:
    """Return a signal that was just changed with the watch status that follows; its number in lists may be another."""
    from rmapp.domain.signal import Signal
    from rmapp.services.early_warning import signals

    one = store.get(Signal, signal_id)
    document = _document(0, one, {one.firm_id: _name(store, one.firm_id)})
    del document["number"]
    return {**document, "watch_status": signals.firm_watch(store, one.firm_id)}


def _names(store: Store, found: Sequence[Signal]) -> dict[str, str]:
    return {firm_id: _name(store, firm_id) for firm_id in {one.firm_id for one in found}}


def _name(store: Store, firm_id: str) -> str:
    from rmapp.services.clients import firms

    return firms.display_name(store, firm_id)


def _called(signal: Signal) -> str:
    from rmapp.domain import reference

    return reference.text("warning_signal", signal.code)


def _watch(status: str) -> str:
    from rmapp.domain import reference

    return reference.text("watch_status", status)


def _state(signal: Signal) -> str:
    from rmapp.domain.signal import status_text

    state = status_text(signal.status)
    return _("{state}, cause gone").format(state=state) if signal.gone_on and signal.status != "closed" else state


def _document(number: int, signal: Signal, names: Mapping[str, str]) -> Document:
    return {
        "number": number,
        "id": signal.id,
        "client": names[signal.firm_id],
        "firm_id": signal.firm_id,
        "code": signal.code,
        "severity": signal.severity,
        "origin": signal.origin,
        "status": signal.status,
        "raised_on": signal.raised_on.isoformat(),
        "acknowledged_on": day_document(signal.acknowledged_on),
        "gone_on": day_document(signal.gone_on),
        "closed_on": day_document(signal.closed_on),
        "evidence": signal.evidence,
        "result": signal.result or None,
    }
