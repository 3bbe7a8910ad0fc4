"""The verbs about firms on their way to the stock exchange, of the room `listing` (domain 2.4, 2.5).

All of it is restricted unless a person decides otherwise: an unannounced listing is inside information.
"""

from rmapp.services.stages.listing.actions import OPEN as OPEN_ACTIONS
from rmapp.services.stages.listing.actions import (
    action_of,
    actions,
    add_action,
    change_action,
    remove_action,
    tick_action,
)
from rmapp.services.stages.listing.applications import (
    application_of,
    applications,
    change_application,
    open_application,
    remove_application,
    start_application,
)
from rmapp.services.stages.listing.board_tests import BoardResult, TestLine, board_results, rules_are_old
from rmapp.services.stages.listing.desk import IpoRow, IpoWindow, desk, windows_ending
from rmapp.services.stages.listing.steps import correct_step, reach_step, remove_step, start_with_step, step_of, steps
from rmapp.services.stages.listing.views import IpoView, WayStep, application, application_view

__all__ = [
    "OPEN_ACTIONS",
    "BoardResult",
    "IpoRow",
    "IpoView",
    "IpoWindow",
    "TestLine",
    "WayStep",
    "action_of",
    "actions",
    "add_action",
    "application",
    "application_of",
    "application_view",
    "applications",
    "board_results",
    "change_action",
    "change_application",
    "correct_step",
    "desk",
    "open_application",
    "reach_step",
    "remove_action",
    "remove_application",
    "remove_step",
    "rules_are_old",
    "start_application",
    "start_with_step",
    "step_of",
    "steps",
    "tick_action",
    "windows_ending",
]
