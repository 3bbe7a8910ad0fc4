"""Commands about products: what fits a client and why, the matrix, coverage of the book, and what was decided."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from rmapp.cli.book_commands import AsJson
from rmapp.cli.client_commands import FirmName
from rmapp.cli.codes import read_code
from rmapp.cli.documents import day_document, money_document
from rmapp.cli.line_commands import any_day
from rmapp.cli.output import say, say_json, say_table
from rmapp.cli.session import Session
from rmapp.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.cli.documents import Document
    from rmapp.domain.known import Known, Plain
    from rmapp.domain.product_decision import ProductDecision
    from rmapp.services.matching import Match
    from rmapp.services.matching.coverage import Cell
    from rmapp.services.matching.states import State

_match = typer.Typer(help=_("Products that fit a client, with reasons, and what was decided."), rich_markup_mode=None)

ProductName = Annotated[
    str, typer.Argument(metavar="PRODUCT", help=_("Code such as P14, or words of its name."), show_default=False)
]
_Until = Annotated[str, typer.Option(metavar="DAY", help=_("Until when it stays quiet."))]
_MARKS = {"met": "✓", "missed": "✗", "unknown": "?"}
_MOST_GAPS = 10


def register(app: typer.Typer) -> None:
    """Add the commands of this room."""
    app.add_typer(_match, name="match")
    _match.command(
        "show",
        help=_("List the products that fit a client, and those to ask about."),
        epilog=_("Example: rmapp match show 潮声传感 --why"),
    )(show)
    _match.command(
        "matrix",
        help=_("Show scenarios against products for a client."),
        epilog=_("Example: rmapp match matrix 潮声传感"),
    )(matrix)
    _match.command(
        "coverage",
        help=_("Count over the whole book how products are used and where nobody spoke of them."),
        epilog=_("Example: rmapp match coverage --json"),
    )(coverage)
    _match.command(
        "propose",
        help=_("Make a proposed line of a product that fits."),
        epilog=_("Example: rmapp match propose 潮声传感 P14"),
    )(propose)
    _match.command(
        "dismiss",
        help=_("Put a product off, for 180 days unless its facts change."),
        epilog=_("Example: rmapp match dismiss 潮声传感 P14 'No debt this year'"),
    )(dismiss)
    _match.command(
        "decline",
        help=_("Note that the client said no to a product."),
        epilog=_("Example: rmapp match decline 潮声传感 P14 'Price'"),
    )(decline)
    _match.command("again", help=_("Offer a product again."), epilog=_("Example: rmapp match again 潮声传感 P14"))(
        again
    )


def show(
    context: typer.Context,
    firm: FirmName,
    *,
    why: Annotated[bool, typer.Option("--why", help=_("Every rule with what is known."))] = False,
    why_not: Annotated[bool, typer.Option("--why-not", help=_("Also products that are not eligible."))] = False,
    as_json: AsJson = False,
) -> None:
    """List the products of a client, the best first."""
    from rmapp.services import matching, search
    from rmapp.services.matching.states import product_states

    session: Session = context.obj
    with session.reading() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        found = workspace.ask(matching.match_firm, firm_id)
        _stage, states = workspace.ask(product_states, [firm_id])[firm_id]
    shown = [one for one in found if why_not or one.result != "not_eligible"]
    if as_json:
        say_json([_document(one, states[one.product.code]) for one in shown])
        return
    if not why:
        titles = (_("Fit"), _("Up to"), _("Product"), pgettext("match", "Result"), _("What decides"), _("Decision"))
        say_table(titles, [_row(one, states[one.product.code]) for one in shown], right=(0, 1))
        return
    for one in shown:
        said = _("{product}: {result}, {fit} of 100 points")
        say(said.format(product=_named(one), result=_result(one), fit=one.fit))
        _say_rules(one)


def matrix(context: typer.Context, firm: FirmName, *, as_json: AsJson = False) -> None:
    """Show the matrix of a client."""
    from rmapp.domain import reference
    from rmapp.domain.match_wording import state_text
    from rmapp.services import search
    from rmapp.services.matching.coverage import firm_matrix

    session: Session = context.obj
    with session.reading() as workspace:
        cells = workspace.ask(firm_matrix, workspace.ask(search.resolve_firm, firm))
    if as_json:
        say_json([cell._asdict() for cell in cells])
        return
    rows = [
        (reference.text("scenario", cell.scenario), reference.text("product", cell.product), state_text(cell.state))
        for cell in cells
        if cell.in_stage
    ]
    say_table((_("Scenario"), _("Product"), _("State")), rows)


def coverage(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Count the matrix over the whole book."""
    from rmapp.domain import reference
    from rmapp.domain.match_wording import state_text
    from rmapp.domain.query import FirmQuery
    from rmapp.services.clients import cards
    from rmapp.services.matching.coverage import coverage as covered

    session: Session = context.obj
    with session.reading() as workspace:
        found = workspace.ask(covered, workspace.ask(cards.ids, FirmQuery()))
    if as_json:
        say_json({"firms": found.firms, "cells": [_cell_document(cell) for cell in found.cells()]})
        return
    said = ngettext("{n} client", "{n} clients", found.firms)
    say(said.format(n=found.firms))
    states: tuple[State, ...] = ("eligible", "possible", "in_use", "proposed", "refused")
    titles = (_("Scenario"), _("Product"), *map(state_text, states))
    rows = [
        (
            reference.text("scenario", cell.scenario),
            reference.text("product", cell.product),
            *(str(cell.counts[state]) for state in states),
        )
        for cell in found.gaps(_MOST_GAPS)
    ]
    say_table(titles, rows, right=(2, 3, 4, 5, 6))


def propose(context: typer.Context, firm: FirmName, product: ProductName, *, as_json: AsJson = False) -> None:
    """Make a proposed line of a product."""
    from rmapp.services import matching

    _decide(context, firm, product, matching.propose, _("Proposed: {product}"), as_json=as_json)


def dismiss(
    context: typer.Context,
    firm: FirmName,
    product: ProductName,
    reason: Annotated[str, typer.Argument(metavar="REASON", help=_("Why."), show_default=False)],
    until: _Until = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Put a product off."""
    from rmapp.services import matching

    _decide(context, firm, product, matching.dismiss, _("Put off: {product}"), reason, until=until, as_json=as_json)


def decline(
    context: typer.Context,
    firm: FirmName,
    product: ProductName,
    reason: Annotated[str, typer.Argument(metavar="REASON", help=_("Why."), show_default=False)],
    until: _Until = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Note that the client said no."""
    from rmapp.services import matching

    _decide(context, firm, product, matching.decline, _("Refused: {product}"), reason, until=until, as_json=as_json)


def again(context: typer.Context, firm: FirmName, product: ProductName, *, as_json: AsJson = False) -> None:
    """Offer a product again."""
    from rmapp.services import matching

    _decide(context, firm, product, matching.offer_again, _("Offered again: {product}"), as_json=as_json)


def _decide(
    context: typer.Context,
    firm: str,
    product: str,
    verb: Callable[..., ProductDecision | None],
    told: str,
    *args: str,
    until: str = "",
    as_json: bool,
) -> None:
    from rmapp.domain import reference
    from rmapp.services import search

    session: Session = context.obj
    code = read_code("product", product, "PRODUCT")
    with session.writing() as workspace:
        firm_id = workspace.ask(search.resolve_firm, firm)
        decided = partial(verb, until=any_day(workspace, until)) if until else verb
        label = told.format(product=reference.text("product", code))
        decision = workspace.do(decided, firm_id, code, *args, label=label).result
    if as_json:
        say_json({"firm_id": firm_id, "product": code, "decision": _decision_document(decision)})
    else:
        say(label)


def _named(match: Match) -> str:
    return f"{match.product.code} {match.product.label.text()}"


def _result(match: Match) -> str:
    from rmapp.domain.match_wording import result_text

    return result_text(match.result)


def _row(match: Match, state: str) -> tuple[str, ...]:
    from rmapp.domain.match_wording import asked_for, said_against, state_text

    why = {"possible": asked_for, "not_eligible": said_against}.get(match.result)
    decides = " · ".join(why(match.lines)) if why is not None else ""
    told = (state_text(state) if state == "in_use" else "", _decision(match))
    decided = " · ".join(one for one in told if one)
    return str(match.fit), str(match.potential), _named(match), _result(match), decides, decided


def _decision(match: Match) -> str:
    decision = match.decision
    if decision is None:
        return ""
    words = {
        "dismissed": _("put off until {date}"),
        "declined": _("refused, quiet until {date}"),
        "proposed": _("proposed"),
        "mentioned": _("mentioned"),
    }
    if match.reopened == "facts":
        return _("facts changed since it was put off")
    if match.reopened == "line":
        return _("proposed; its line has ended")
    if match.reopened == "day":
        return _("was put off until {date}").format(date=decision.until)
    return words[decision.answer].format(date=decision.until)


def _say_rules(match: Match) -> None:
    from rmapp.domain.match_wording import line_text, origin_text

    group = 0
    for line in match.lines:
        if line.choice and line.choice != group:
            say(f"  {_('One of these is enough:')}")
        elif group and not line.choice and not line.is_preferred:
            say(f"  {_('And:')}")
        group = line.choice
        said, origin = line_text(line), origin_text(line)
        if line.points is not None:
            said = _("{label} (+{points})").format(label=said, points=line.points)
        if origin:
            said = _("{value} ({source})").format(value=said, source=origin)
        say(f"  {_MARKS[line.mark]} {said}")


def _document(match: Match, state: str) -> Document:
    return {
        "product": match.product.code,
        "name": match.product.label.text(),
        "result": match.result,
        "state": state,
        "fit": match.fit,
        "potential": match.potential,
        "quiet": match.quiet,
        "missing": list(match.finding.missing),
        "decision": _decision_document(match.decision),
        "reopened": match.reopened,
        "rules": [
            {
                "field": line.field,
                "mark": line.mark,
                "actual": line.actual,
                "requirement": line.requirement,
                "known": _known_document(ruling.known),
                "op": ruling.leaf.op,
                "wanted": _value_document(ruling.leaf.value),
                "opposed": ruling.opposed,
                "choice": line.choice or None,
                "decides": line.decides,
                "points": line.points,
                "as_of": day_document(line.as_of),
                "source": line.source or None,
            }
            for line, ruling in zip(match.lines, match.finding.rulings, strict=True)
        ],
    }


def _known_document(known: Known | None) -> Document | None:
    """Return a fact in the form of a condition; `actual` has it in the words of the language."""
    if known is None:
        return None
    return {
        "value": _value_document(known.value),
        "bound": known.bound,
        "high": None if known.high is None else _value_document(known.high),
    }


def _value_document(value: Plain | tuple[Plain, ...]) -> object:
    """Return a value as its file would have it: amounts in minor units, numbers with parts exact, days as text."""
    from rmapp.domain.money import Money

    if isinstance(value, tuple):
        return [_value_document(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Money):
        return money_document(value)
    return value if isinstance(value, bool | int | str) else str(value)


def _decision_document(decision: ProductDecision | None) -> Document | None:
    if decision is None:
        return None
    return {
        "answer": decision.answer,
        "on": decision.decided_on.isoformat(),
        "until": day_document(decision.until),
        "reason": decision.reason or None,
        "line_id": decision.facility_id,
    }


def _cell_document(cell: Cell) -> Document:
    return {"scenario": cell.scenario, "product": cell.product, "counts": dict(cell.counts)}
