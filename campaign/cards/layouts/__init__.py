"""The card layouts. To add one: a file here with one ``draw()``, a line in the table, its fields in ``cards/specs.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaign.cards.layouts import contact, event, hook, myth, quote, signs, statistic, steps, thanks
from campaign.cards.marks import Mark
from campaign.cards.page import Page

Layout = Callable[[Page], list[Mark]]

LAYOUTS: Mapping[str, Layout] = {
    "hook": hook.draw,
    "signs": signs.draw,
    "quote": quote.draw,
    "contact": contact.draw,
    "statistic": statistic.draw,
    "steps": steps.draw,
    "event": event.draw,
    "thanks": thanks.draw,
    "myth": myth.draw,
}
