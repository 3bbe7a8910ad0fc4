"""The story of a firm's lines as a brief prints it: the steps of the limits and the balance drawn under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_credit import BriefStory, StoryPoint, StoryStep
from rmapp.services.lines import line_story
from rmapp.services.lines.line_risk import Purse

if TYPE_CHECKING:
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.storage.store import Store


def brief_story(store: Store, lines: FirmCredit) -> BriefStory:
    """Return the story of the lines in use or approved; none where no day of it is known.

    Under an umbrella the limit is the umbrella's and the balance that of its lines, which are what is drawn.
    """
    types = {view.facility.id: view.facility.facility_type for view in lines.counted}
    owing = [view.facility.id for view in lines.owing]
    if not types:
        return BriefStory()
    told = line_story.line_story(store, list(types))
    owed = told if owing == list(types) else line_story.line_story(store, owing)
    if not (told.limits or owed.balance):
        return BriefStory()
    balance: list[StoryPoint] = []
    purse = Purse(store)
    for day, amount in owed.balance:
        # An umbrella and the lines under it need not be in one currency, but the plot has one scale.
        converted = purse.to(told.ccy, amount)
        if converted is None:
            balance = []
            break
        balance.append(StoryPoint(on=day, amount=converted))
    return BriefStory(
        steps=tuple(
            StoryStep(on=step.on, limit=step.limit, facility_type=types[step.facility_id], reason=step.reason)
            for step in told.steps
        ),
        limits=tuple(StoryPoint(on=day, amount=amount) for day, amount in told.limits),
        balance=tuple(balance),
        partial=owed.is_partial or any(step.on is None and step.facility_id not in owing for step in told.steps),
    )
