"""The tasks of a stage, offered where a firm has just entered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.services.stages import stage_tasks

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext


def offer_tasks(context: UiContext, firm_id: str, stage: str) -> None:
    """Show the tasks of a stage to be ticked; nothing where all of them are open already, or there are none."""
    if any(not task.open for task in context.ask(stage_tasks.offered_tasks, firm_id, stage)):
        context.open_sheet("stage_tasks", firm_id=firm_id, stage=stage)
