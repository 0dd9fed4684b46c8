"""The sample brand, read once, and cards to draw: invented words, as short, as usual and as long as they come."""

from __future__ import annotations

import pytest

from campaign.cards import Brand, load_brand
from campaign.models import Card


@pytest.fixture(scope="session")
def brand() -> Brand:
    return load_brand()


@pytest.fixture(scope="session")
def cards() -> dict[str, Card]:
    return CARDS


def number(value: str, label: str | None, purpose: str) -> dict[str, str | None]:
    return {"value": value, "label": label, "purpose": purpose}


POLICE = [
    number("101", "Example Constabulary", "non_emergency"),
    number("0800 555 111", "Crimestoppers", "anonymous"),
    number("999", None, "emergency"),
]

CARDS = {
    "hook-short": Card(layout="hook", fields={"eyebrow": "Safer together", "title": "Know the signs"}),
    "hook": Card(layout="hook", fields={
        "eyebrow": "Example Awareness Day", "title": "Anyone can be groomed. Would you know the signs?",
        "text": "It happens online, by phone and in person.", "action": "Worried about a child? Call 101, or 999 in an emergency."}),
    "hook-statistic": Card(layout="hook", fields={
        "eyebrow": "The scale", "title": "1 in 4 adults who were asked had met an online scam", "text": "Source: invented survey, 2026"}),
    "hook-long": Card(layout="hook", fields={
        "eyebrow": "Example Awareness Day", "title": "Grooming can happen to any child, whatever their age, background or gender",
        "text": "Offenders are deliberate and patient, and often pretend to be a friend.", "action": "Call 101, or 999 in an emergency."}),
    "signs-short": Card(layout="signs", fields={"eyebrow": "Know the signs", "title": "Look for", "items": ["new phones", "secrecy"]}),
    "signs": Card(layout="signs", fields={
        "eyebrow": "Know the signs", "title": "It could be exploitation if a child is…",
        "items": ["going missing often", "hiding messages", "bringing home gifts they can't explain", "missing lessons"],
        "note": "One sign on its own may mean little.", "action": "Worried? Call 101"}),
    "signs-long": Card(layout="signs", fields={
        "eyebrow": "What you can do", "title": "Six things that help",
        "items": ["Ask how they are", "Listen", "Learn the signs", "Keep a note of dates", "Talk to their school", "Call us on 101"]}),
    "quote-short": Card(layout="quote", fields={"eyebrow": "In her words", "quote": "Speak out.", "name": "Asha Malik"}),
    "quote": Card(layout="quote", fields={
        "eyebrow": "From our team", "quote": "We'd rather hear from you and find that all is well than not hear from you at all.",
        "name": "Asha Malik", "role": "Detective Inspector, Public Protection"}),
    "quote-long": Card(layout="quote", fields={
        "eyebrow": "From our partners", "name": "Gwen Llŷn", "role": "Safeguarding Lead, Example County Council",
        "quote": "Nobody has to be sure before they pick up the phone. Tell us what you saw, when and where.\n\n"
                 "Our teams put small pieces together every day, and yours may be the one that was missing."}),
    "contact-short": Card(layout="contact", fields={
        "title": "Get help", "numbers": [number("0808 157 0123", "Example Helpline", "helpline")]}),
    "contact": Card(layout="contact", fields={"title": "Worried about a child?", "numbers": POLICE, "link": "www.safer.example"}),
    "contact-long": Card(layout="contact", fields={
        "title": "Worried about a child? Talk to us today", "text": "You don't need to be sure.",
        "link": "www.constabulary.example/report-exploitation",
        "numbers": [*POLICE, number("0800 1111", "Childline", "helpline")]}),
}
