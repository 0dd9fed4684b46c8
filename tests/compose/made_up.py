"""An invented release as facts, rich or poor, and the brief for its day."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

from campaign import text
from campaign.compose import Brief
from campaign.models import Account, Contact, Facts, HouseLine, Quote, ScheduleRules, Span, Statistic, TextFact
from campaign.schedule import day_slots

DAY = date(2026, 4, 14)
PARAGRAPHS = (
    "Today (Tuesday) is National Lantern Theft Awareness Day and Brackenholt Police is asking children and parents to speak up.",
    "Look for coming home late, having new clothes, self-harm, missing lessons, hiding a phone, new older friends, carrying two phones.",
    "Every child deserves to be safe. We can help them out of it,",
    "Please talk to a child you are worried about, and listen.",
    "It is very important that everyone knows the signs of lantern theft, wherever they live.",
    "One in nine sheds in Brackenholt has no lock.",
    "Lock the shed. Talk to your neighbours. Leave a light on.",
    "Call 101, or 999 in an emergency, or Crimestoppers on 0800 555 111. Go to www.brackenholt.police.example #LightsOn",
)
BODY = "\n\n".join(PARAGRAPHS)
SIGNS = (
    "coming home late", "having new clothes", "self-harm", "missing lessons", "hiding a phone", "new older friends", "carrying two phones",
)


def span(words: str) -> Span:
    start = BODY.index(words)
    return Span(start, start + len(words))


def said(words: str) -> TextFact:
    return TextFact(text=words, span=span(words))


def number(value: str, purpose: Any, label: str | None = None, kind: Any = "phone") -> Contact:
    return Contact(kind=kind, value=value, normalised=value.replace(" ", ""), label=label, purpose=purpose, span=span(value))


CHILDLINE = Contact(kind="phone", value="0800 1111", normalised="08001111", label="Childline", purpose="helpline")
SAMARITANS = Contact(kind="phone", value="116 123", normalised="116123", label="Samaritans", purpose="helpline")
QUOTES = (
    Quote(
        text=f"{PARAGRAPHS[2]} {PARAGRAPHS[3]}", speaker="Lydia Fernsby", role="Detective Inspector, Head of the Lantern Unit",
        spans=(span(PARAGRAPHS[2]), span(PARAGRAPHS[3])),
    ),
    Quote(text=PARAGRAPHS[4], speaker="Kwame Addo-Wright", role="Chair of the Brackenholt Trust", spans=(span(PARAGRAPHS[4]),)),
)
RICH = Facts(
    title="Brackenholt lights its lanterns", date=DAY, area="Brackenholt", url=None, language="en", embargo=None,
    event=said("National Lantern Theft Awareness Day"), hook=said(PARAGRAPHS[0]), signs=tuple(map(said, SIGNS)),
    advice=tuple(map(said, ("Lock the shed", "Talk to your neighbours", "Leave a light on"))), quotes=QUOTES,
    contacts=(
        number("101", "non_emergency"), number("999", "emergency"), number("0800 555 111", "anonymous", "Crimestoppers"),
        number("www.brackenholt.police.example", "information", kind="web"),
    ),
    statistics=(Statistic(text=PARAGRAPHS[5], value="One in nine", source=None, span=span(PARAGRAPHS[5])),),
    hashtags=("#LightsOn",),
)
POOR = dataclasses.replace(RICH, event=None, signs=(), advice=(), quotes=(), statistics=(), hashtags=())


def brief(facts: Facts = RICH, *platforms: str, **changes: Any) -> Brief:
    accounts = tuple(Account(id=f"force-{p}", platform=p) for p in platforms or ("x", "bluesky", "mastodon", "outbox"))
    made = Brief(
        facts=facts, accounts=accounts, day=DAY, measure=text.measure, limits={a.id: text.limits(a.platform) for a in accounts},
        contacts=(CHILDLINE, SAMARITANS), house_lines=(HouseLine(id="one-sign", text="One sign on its own may mean little."),),
    )
    return dataclasses.replace(made, **changes)


def slots(count: int, day: date = DAY) -> tuple[str, ...]:
    return day_slots(day, count, ScheduleRules(gap=timedelta(minutes=30)), "Europe/London")
