"""Signs and advice: the right lists, cut into the right items."""

from __future__ import annotations

import pytest

SIGNS = {
    "include, Oxford comma": (
        "Signs of abuse include bruises, being withdrawn, and missing school.",
        ["bruises", "being withdrawn", "missing school"],
    ),
    "can include, no Oxford comma": (
        "Warning signs can include new clothes, a second phone and long absences.",
        ["new clothes", "a second phone", "long absences"],
    ),
    "other signs": ("Other signs include weight loss or a lack of sleep.", ["weight loss or a lack of sleep"]),
    "brackets": ("Symptoms are a cough (dry, at night), a rash and fever.", ["a cough (dry, at night)", "a rash", "fever"]),
    "semicolons": (
        "Signs to look out for include: a car, parked oddly; covered windows; and visitors at night.",
        ["a car, parked oddly", "covered windows", "visitors at night"],
    ),
    "such as": (
        "Look for signs of cuckooing, such as drawn curtains, new locks or strong smells.",
        ["drawn curtains", "new locks", "strong smells"],
    ),
    "just some of the signs": (
        "Unpaid bills, strange cars and missing post are just some of the signs.",
        ["Unpaid bills", "strange cars", "missing post"],
    ),
    "bullets": (
        "What to look for:\n\n- a loud noise;\n- a strong smell; and\n- a dripping pipe.",
        ["a loud noise", "a strong smell", "a dripping pipe"],
    ),
    "middle dots": ("The signs of a stroke are:\n· face drooping\n· arm weakness", ["face drooping", "arm weakness"]),
    "bullets that touch": ("Signs of hypothermia:\n•Shivering\n•Slurred speech", ["Shivering", "Slurred speech"]),
    "numbers": (
        "There are warning signs:\n\n1. They ask for money.\n2. They ask for secrecy.",
        ["They ask for money", "They ask for secrecy"],
    ),
    "questions": (
        "How to spot the signs\n\n- Is your child secretive?\n- Do they have a new phone?",
        ["Is your child secretive?", "Do they have a new phone?"],
    ),
    "short lines without bullets": (
        "Symptoms include:\n\nfever\n\nvomiting\n\na stiff neck\n\nCall 999 if you are worried about anybody with these.",
        ["fever", "vomiting", "a stiff neck"],
    ),
    "short lines in one paragraph": (
        "Common signs include:\nfeeling down, upset or tearful\nno longer enjoying what you used to enjoy\nself-harming or silence",
        ["feeling down, upset or tearful", "no longer enjoying what you used to enjoy", "self-harming or silence"],
    ),
    "look out for changes such as": (
        "Look out for changes in behaviour such as being secretive, new injuries and missing school.",
        ["being secretive", "new injuries", "missing school"],
    ),
    "heading over a list": (
        "## Signs of loan sharks\n\n- they offer no paperwork\n- they take your bank card",
        ["they offer no paperwork", "they take your bank card"],
    ),
    "questions in paragraphs, two in one": (
        """Help us by spotting the signs:

Is a neighbour never seen alone?

Do visitors come at all hours of the night, stay for a few minutes and leave in a hurry? Are the curtains always drawn?

Has the lock been changed?

These could be signs of cuckooing.""",
        [
            "Is a neighbour never seen alone?",
            "Do visitors come at all hours of the night, stay for a few minutes and leave in a hurry?",
            "Are the curtains always drawn?",
            "Has the lock been changed?",
        ],
    ),
    "those who": (
        "Such signs include those who look scared or alone, those who sleep and work at one place or those with no keys.",
        ["those who look scared or alone", "those who sleep and work at one place", "those with no keys"],
    ),
    "include with a semicolon": (
        "Early signs of a faulty boiler include; a yellow flame, soot around it and pilot lights that blow out.",
        ["a yellow flame", "soot around it", "pilot lights that blow out"],
    ),
    "two lists": (
        "Signs of abuse include bruises and missing school.\n\nOther signs are fear of going home and tiredness.",
        ["bruises", "missing school", "fear of going home", "tiredness"],
    ),
    "to name a few": ("Signs include late nights, new friends and secrecy, to name just a few.", ["late nights", "new friends", "secrecy"]),
    "they include, in the next sentence": (
        "The symptoms can come in any order. They include fever, vomiting and a stiff neck.",
        ["fever", "vomiting", "a stiff neck"],
    ),
    "they include, over a list": (
        "Symptoms of meningitis can come in any order. They include:\n\n- fever\n- vomiting",
        ["fever", "vomiting"],
    ),
    "a verb before the list's own": (
        "Signs that a boiler may be faulty are a yellow flame, dark stains and a pilot light that goes out.",
        ["a yellow flame", "dark stains", "a pilot light that goes out"],
    ),
    "two ands at the end": (
        "Symptoms include headaches, dizziness, tiredness and confusion and shortness of breath.",
        ["headaches", "dizziness", "tiredness and confusion", "shortness of breath"],
    ),
    "the last of a list with semicolons keeps its and": (
        "Suspicious activity might include vans in gateways; gates left open; drones over yards and barns.",
        ["vans in gateways", "gates left open", "drones over yards and barns"],
    ),
    "two adjectives are one sign": (
        "Other symptoms are loss of vision, weakness on one side and a sudden, severe headache.",
        ["loss of vision", "weakness on one side", "a sudden, severe headache"],
    ),
    "questions under a cue": (
        "Ask yourself:\n\n- Does your partner check your phone?\n- Do you have to ask to go out?",
        ["Does your partner check your phone?", "Do you have to ask to go out?"],
    ),
    "questions in a row": (
        "Is your child going missing? Do they have a new phone? Are they afraid of somebody?",
        ["Is your child going missing?", "Do they have a new phone?", "Are they afraid of somebody?"],
    ),
    "F.A.S.T.": (
        "Think F.A.S.T.:\n\n- Face – has it fallen?\n- Arms – can they lift both?\n- Speech – is it slurred?\n- Time – call 999",
        ["Face – has it fallen?", "Arms – can they lift both?", "Speech – is it slurred?"],
    ),
    "if they": (
        "A child may be being exploited if they go missing, have a new phone or seem withdrawn.",
        ["go missing", "have a new phone", "seem withdrawn"],
    ),
    "call 999 if": (
        "Call 999 or go to A&E if your child:\n\n- is struggling to breathe\n- has a fit",
        ["is struggling to breathe", "has a fit"],
    ),
    "likely to be illegal if": (
        "A vape is likely to be illegal if:\n\n- it is too big\n- it has no address",
        ["it is too big", "it has no address"],
    ),
    "lines that lost their bullets": (
        "## The signs\n\nSkipping lunch\nWearing baggy clothes\nFeeling cold",
        ["Skipping lunch", "Wearing baggy clothes", "Feeling cold"],
    ),
    "Welsh": ("Mae symptomau'r ffliw yn cynnwys:\n\n- peswch\n- cur pen", ["peswch", "cur pen"]),
    "no signs: symptoms denied": ("It doesn't always come with symptoms such as a rash or a stiff neck.", []),
    "no signs: a demand": ("The charity is calling on the council to:\n\n- open a centre\n- keep the bus", []),
    "no signs: eligibility": ("To be eligible you must:\n\n- be 18\n- live here", []),
    "no signs: seizures": ("Officers seized:\n\n- two phones\n- £400", []),
    "no signs: programme": ("Events on the day include a march, a talk and music.", []),
    "no signs: witnesses": ("Police want to hear from anyone who:\n\n- saw a red van\n- has dash-cam footage", []),
    "no signs: road signs": ("Road signs are being replaced in the High Street, Mill Lane and Church Road.", []),
    "no signs: there are signs that": ("There are signs that crime is falling, officers say, and patrols will go on.", []),
    "no signs: it is a sign": ("The award is a sign of how hard our officers, staff and volunteers work.", []),
    "no signs: in a quote": ("PC Ines Wale said: “The signs include bruises, fear and silence.”", []),
}

ADVICE = {
    "tips": ("Our tips:\n\n- Lock your door.\n- Leave a light on.", ["Lock your door", "Leave a light on"]),
    "to protect": ("To protect your home:\n\n* shut the windows\n* set the alarm", ["shut the windows", "set the alarm"]),
    "officers advise": ("Officers advise owners to:\n\n- mark bikes\n- use two locks", ["mark bikes", "use two locks"]),
    "what to do if you spot the signs": (
        "If you spot the signs, you should:\n\n- call 101\n- write it down",
        ["call 101", "write it down"],
    ),
    "orders under any words": ("If it happens to you:\n\n- Don’t pay\n- Tell somebody you trust", ["Don’t pay", "Tell somebody you trust"]),
    "not advice: results": ("Results of the operation:\n\n- 14 arrests\n- 3 cars seized", []),
    "not advice: priorities": ("The plan's priorities:\n\n- safer streets\n- fewer victims", []),
}


@pytest.mark.parametrize(("body", "expected"), SIGNS.values(), ids=SIGNS.keys())
def test_signs_are_the_items_of_their_lists(facts_of, body, expected):
    assert [s.text for s in facts_of(f"Police are running a week of action in town.\n\n{body}").signs] == expected


@pytest.mark.parametrize(("body", "expected"), ADVICE.values(), ids=ADVICE.keys())
def test_advice_is_not_taken_for_signs(facts_of, body, expected):
    facts = facts_of(f"Police are running a week of action in town.\n\n{body}")
    assert [a.text for a in facts.advice] == expected
    assert facts.signs == ()
