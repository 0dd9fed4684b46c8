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
    "statistic-short": Card(layout="statistic", fields={"eyebrow": "The scale", "title": "Too many", "source": "Survey, 2026"}),
    "statistic": Card(layout="statistic", fields={
        "eyebrow": "Example Awareness Day", "title": "1 in 4 adults who were asked had met an online scam",
        "source": "Source: Example Council survey, 2026"}),
    "statistic-bar": Card(layout="statistic", fields={
        "eyebrow": "Example Awareness Day", "title": "62% of young people said they would not tell anyone",
        "source": "Source: Example Council survey, 2026", "action": "Worried? Call 101."}),
    "statistic-long": Card(layout="statistic", fields={
        "eyebrow": "Example Awareness Day", "figure": "214", "source": "Source: Example Constabulary",
        "title": "Last year officers made 214 visits to homes in Example where they feared that somebody was misled.",
        "action": "Need to talk? Call Childline on 0800 1111 or Samaritans on 116 123."}),
    "steps-short": Card(layout="steps", fields={"eyebrow": "What to do", "title": "Just ask", "items": ["Ask", "Listen"]}),
    "steps": Card(layout="steps", fields={
        "eyebrow": "What you can do", "title": "If you think a child is being exploited",
        "items": ["Ask how they are, and listen", "Write down what you saw and when", "Tell us, even if you are not sure"],
        "action": "Call 101, or 999 in an emergency."}),
    "steps-long": Card(layout="steps", fields={
        "eyebrow": "Keep your account safe", "title": "Six steps that take ten minutes", "note": "Your bank will never ask for your PIN.",
        "items": ["Use three random words as a password", "Turn on two-step sign-in", "Never share a code that was sent to you",
                  "Check who can see your profile", "Update your phone and your apps", "Report what looks wrong on 0808 157 0123"],
        "action": "Worried? Call 101."}),
    "event-short": Card(layout="event", fields={"eyebrow": "Save the date", "title": "Open day", "date": "18 May"}),
    "event": Card(layout="event", fields={
        "eyebrow": "Meet your team", "title": "Talk to your local officers", "date": "Wednesday 18 March 2026",
        "time": "10 am to 2 pm", "place": "Example Library, Mill Lane"}),
    "event-long": Card(layout="event", fields={
        "eyebrow": "Example National Awareness Day", "title": "Online safety: an evening for parents and carers",
        "date": "Wednesday, 23rd September 2026", "time": "6.30 pm to 8 pm, doors open at 6 pm",
        "place": "Example Community Hall, 12 Old Brewery Street, Example", "text": "Free, with tea. Children are welcome.",
        "action": "Book a place: www.safer.example/evening"}),
    "thanks-short": Card(layout="thanks", fields={"title": "Thank you"}),
    "thanks": Card(layout="thanks", fields={
        "eyebrow": "Example Awareness Day", "title": "Thank you for learning the signs",
        "text": "Please keep looking out for one another."}),
    "thanks-long": Card(layout="thanks", fields={
        "eyebrow": "Example National Awareness Day", "title": "Thank you to everyone who read, shared and talked about the signs today",
        "text": "If you remember something later, please still get in touch. Somebody will listen.",
        "action": "Need to talk? Call Childline on 0800 1111 or Samaritans on 116 123."}),
    "myth-short": Card(layout="myth", fields={"myth": "It is rare.", "fact": "It is not."}),
    "myth": Card(layout="myth", fields={
        "eyebrow": "Example Awareness Day", "myth": "You have to wait 24 hours before you report someone missing.",
        "fact": "You can report it straight away.", "action": "Call 101, or 999 in an emergency."}),
    "myth-long": Card(layout="myth", fields={
        "eyebrow": "Example National Awareness Day",
        "myth": "Only young people who spend a lot of time online are talked into carrying things.",
        "fact": "Any child can be exploited, whatever their age, home or school. It starts with a gift or a favour.",
        "source": "Source: Example Charity, 2025", "action": "Worried about a child? Call 101, or 999 in an emergency."}),
}
