"""Who the firm is: names, the paragraph about it, its marks and its line through the lifecycle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rmapp.briefs.blocks import chips
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import moment
from rmapp.briefs.styles import LEAD, NAME, SECOND_NAME, SMALL, STEP, TINY, is_chinese, spaced
from rmapp.briefs.typesetting import set_lines, text_width
from rmapp.briefs.wording import designation
from rmapp.domain import reference
from rmapp.domain.brief import BriefStage, ClientBrief, ClientEdition
from rmapp.domain.technology_wording import step_text
from rmapp.domain.wording import format_days, format_partial
from rmapp.i18n import _, clauses, pgettext

if TYPE_CHECKING:
    from rmapp.briefs.typesetting import Style
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.domain.partial_date import PartialDate

_ASIDE = 150.0
_NAME_SIZES = (24.0, 20.0, 17.0, 14.0)
_SUMMARY_LINES = 5
_MOST_DESIGNATIONS = 5
_STEP_HEIGHT = 17.0
_STEP_GAP = 2.5
_POINT = 5.5


def identity(brief: ClientBrief | ClientEdition, options: BriefOptions, width: float) -> Drawing:
    """Return the top of the first page, down to the lifecycle line."""
    drawing = Drawing(width)
    y = _names(drawing, brief)
    prepared = _("Account manager {name}").format(name=brief.owner) if brief.owner else ""
    drawing.text(width, 4.9, prepared, SMALL, "text_tertiary", align="right", room=_ASIDE)
    drawing.text(width, 15.4, moment(options.printed_at), SMALL, "text_tertiary", align="right")
    y = _register(drawing, brief, y)
    if brief.summary:
        style = spaced(LEAD)
        lines = set_lines(brief.summary, style, width, _SUMMARY_LINES)
        y = drawing.lines(0, y + 15.5, lines, style, "text_secondary") - style.leading
    marks = chips(width, _chips(brief))
    drawing.place(marks, 0, y + 10.5)
    y += 10.5 + marks.height
    if brief.stage:
        strip = _strip(brief, width)
        drawing.place(strip, 0, y + 12)
        y += 12 + strip.height
    drawing.height = y
    return drawing


def _names(drawing: Drawing, brief: ClientBrief | ClientEdition) -> float:
    language = "zh" if is_chinese() else "en"
    first, second = brief.names.first(language), brief.names.second(language)
    room = drawing.width - _ASIDE
    style = _fitting(first, NAME, room)
    lines = set_lines(first or "–", style, room, 2)
    y = drawing.lines(0, 17.1 - (24 - style.size) * 0.35, lines, style) - style.leading
    if not second:
        return y
    after = lines[-1].width + 12
    if len(lines) == 1 and after + text_width(second, SECOND_NAME) <= room:
        drawing.text(after, y, second, SECOND_NAME, "text_secondary")
        return y
    drawing.text(0, y + 17, second, SECOND_NAME, "text_secondary", room=drawing.width)
    return y + 17


def _fitting(text: str, style: Style, room: float) -> Style:
    widths = ((size, text_width(text, style._replace(size=size))) for size in _NAME_SIZES)
    size = next((size for size, width in widths if width <= room), _NAME_SIZES[-1])
    return style._replace(size=size, leading=size * 1.2)


def _register(drawing: Drawing, brief: ClientBrief | ClientEdition, y: float) -> float:
    language = "zh" if is_chinese() else "en"
    legal = brief.legal_names.first(language)
    shown = (brief.names.first(language), brief.names.second(language))
    industry = brief.industry and reference.text("industry_gb", brief.industry)
    texts = [
        legal if legal not in shown else "",
        _("USCC {code}").format(code=brief.uscc) if brief.uscc else "",
        brief.city.first(language),
        industry,
    ]
    text = " · ".join(text for text in texts if text)
    nature = _nature(brief)
    if not text and not nature:
        return y
    y += 15.5
    taken = drawing.text(drawing.width, y, nature, SMALL, "warning_text", align="right")
    style = SMALL._replace(leading=11.5)
    lines = set_lines(text, style, drawing.width - taken - 14, 2) if text else []
    return max(y, drawing.lines(0, y, lines, style, "text_tertiary") - style.leading)


def _chips(brief: ClientBrief | ClientEdition) -> list[tuple[str, str, str]]:
    found = [_stage_chip(brief.stage)] if brief.stage else []
    if isinstance(brief, ClientBrief) and brief.tier:
        found.append((_("Tier {tier}").format(tier=brief.tier), "accent_text", "accent_soft"))
    if isinstance(brief, ClientBrief) and brief.technology is not None:
        said = step_text(brief.technology.phase, brief.technology.readiness)
        found.append((said, "neutral_text", "neutral_soft"))
    held = brief.designations[:_MOST_DESIGNATIONS]
    for at, holding in enumerate(held):
        shade = ("info_text", "info_soft") if at == 0 else ("neutral_text", "neutral_soft")
        found.append((designation(holding), *shade))
    left_out = len(brief.designations) - len(held)
    if left_out:
        found.append((_("+{n} more").format(n=left_out), "neutral_text", "neutral_soft"))
    return found


def _nature(brief: ClientBrief | ClientEdition) -> str:
    if brief.nature == "sample":
        return _("Sample, fictional firm")
    return _("Public facts only") if brief.nature == "public_facts" else ""


def _stage_chip(code: str) -> tuple[str, str, str]:
    stage = reference.stages().get(code)
    name = reference.text("stage", code)
    if stage is None:
        return (name, "neutral_text", "neutral_soft")
    text = _("{stage}, stage {n} of {total}").format(stage=name, n=stage.ordinal, total=len(reference.stages()))
    return (text, f"stage.{code}.text", f"stage.{code}.soft")


def _strip(brief: ClientBrief | ClientEdition, width: float) -> Drawing:
    """Eight steps as arrows: passed ones tinted, the current one solid, later ones grey."""
    steps = brief.stages or tuple(BriefStage(code=code) for code in reference.stages())
    here = next((at for at, step in enumerate(steps) if step.code == brief.stage), -1)
    names = [_short(reference.text("stage", step.code)) for step in steps]
    below = [_below(brief, step, at, here) for at, step in enumerate(steps)]
    style, widths = _step_widths(names, below, width)
    drawing = Drawing(width, _STEP_HEIGHT + 12)
    x = 0.0
    for at, (step, wide) in enumerate(zip(steps, widths, strict=True)):
        fill, ink = _step_inks(step, at, here)
        drawing.path(_arrow(x, wide, first=at == 0, last=at == len(steps) - 1), fill=fill)
        middle = x + wide / 2 + (0 if at == 0 else _POINT / 2)
        weight = style._replace(weight="semibold") if at == here else style
        drawing.text(middle, 11.4, names[at], weight, ink, align="centre", room=wide - 2 * _POINT)
        under = TINY._replace(weight="medium") if at == here else TINY
        tone = f"stage.{step.code}.text" if at == here else "text_tertiary"
        drawing.text(middle, 27, below[at], under, tone, align="centre", room=wide + 4)
        x += wide + _STEP_GAP
    return drawing


def _short(name: str) -> str:
    """Return the name of a stage without what stands in brackets."""
    return re.split(r"\s*[(（]", name)[0]


def _step_inks(step: BriefStage, at: int, here: int) -> tuple[str, str]:
    if at == here:
        return f"stage.{step.code}.fill", "text_on_accent"
    if at < here and step.entered:
        return f"stage.{step.code}.soft", f"stage.{step.code}.text"
    return "future", "text_tertiary"


def _below(brief: ClientBrief | ClientEdition, step: BriefStage, at: int, here: int) -> str:
    if at == here and step.entered:
        return _since(brief, step.entered)
    if at < here and step.entered:
        return format_partial(step.entered)
    signals = brief.signals if isinstance(brief, ClientBrief) else None
    if signals and signals.stage == step.code:
        text = pgettext("lifecycle", "{met} of {total} signals")
        return text.format(met=signals.met, total=signals.total)
    return ""


def _since(brief: ClientBrief | ClientEdition, entered: PartialDate) -> str:
    """Return since when the firm is in its stage; for how long is our own measure, so no client's copy has it."""
    since = _("since {date}").format(date=format_partial(entered))
    if not isinstance(brief, ClientBrief):
        return since
    days = max(0, (brief.as_of - entered.first_day()).days)
    return clauses((since, format_days(days)))


def _step_widths(names: list[str], below: list[str], width: float) -> tuple[Style, list[float]]:
    room = width - _STEP_GAP * (len(names) - 1)
    style = STEP
    while True:
        least = [
            max(text_width(name, style) + 2.6 * _POINT, text_width(under, TINY) + 3)
            for name, under in zip(names, below, strict=True)
        ]
        if sum(least) <= room or style.size <= 5.5:
            spare = (room - sum(least)) / len(least)
            return style, [wide + spare for wide in least]
        style = style._replace(size=style.size - 0.25)


def _arrow(x: float, width: float, *, first: bool, last: bool) -> list[tuple[float, float]]:
    end, height = x + width, _STEP_HEIGHT
    notch = [] if first else [(x + _POINT, height / 2)]
    if last:
        return [(x, 0), (end, 0), (end, height), (x, height), *notch]
    return [(x, 0), (end, 0), (end + _POINT, height / 2), (end, height), (x, height), *notch]
