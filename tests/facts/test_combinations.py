"""Every way of writing a speech or a list, combined: the same words and speakers come out of all of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.facts import find
from campaign.release import parse

MARKS = (("“", "”"), ('"', '"'), ("‘", "’"), ("“", '"'))
PEOPLE = (
    ("Inspector", "Ines Wale"),
    ("T/Det Ch Insp", "Tobias Rook"),
    ("PC 1234", "Amara O'Dell"),
    ("Cllr Mrs", "Joan Pike-Holloway"),
    ("Dr", "Priya Nair"),
)
SENTENCES = (
    "We were lucky this time.",
    "It isn’t over yet.",
    "Nobody was hurt in the fire at the mill.",
    "Please call us if you saw anything at all.",
    "Does anybody know the driver?",
)
WAYS = ("said:", "added:", "said;", "explained:", "said")
CUES = (
    "Signs of abuse include {}.",
    "Warning signs can include {}.",
    "Signs to look out for are {}.",
    "Look out for warning signs such as {}.",
    "Symptoms include: {}.",
)
ITEMS = ("bruises", "being withdrawn", "a second phone", "missing school", "unexplained cash", "fear of going home")
LIST_CUES = ("Signs include:", "Signs to look out for:", "Spot the signs:", "The warning signs are:", "They may show these signs:")
BULLETS = ("- {}", "* {}", "• {}", "•{}", "· {}", "– {}", "1. {}")
ENDS = ("", ";", ".", ",")


def facts_of(body: str):
    return find(parse(f"---\ntitle: A title\n---\n\nPolice are at the mill in Brackenholt today.\n\n{body}\n".encode(), "release.md"))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(MARKS),
    st.sampled_from(PEOPLE),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True),
    st.sampled_from(WAYS),
    st.sampled_from(("first opens", "every one closes")),
)
def test_a_speech_of_some_paragraphs_is_one_quote(marks, person, paragraphs, way, style):
    opening, closing = marks
    last = len(paragraphs) - 1
    spoken = [f"{opening}{p}{closing if n == last or style == 'every one closes' else ''}" for n, p in enumerate(paragraphs)]
    body = f"{person[0]} {person[1]} {way} " + "\n\n".join(spoken) + "\n\nThe road opened at nine."
    assert [(q.speaker, q.role, q.text) for q in facts_of(body).quotes] == [(person[1], person[0], "\n\n".join(paragraphs))]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(MARKS[:3]),
    st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True),
    st.sampled_from(SENTENCES[:3]),
    st.booleans(),
)
def test_every_speaker_keeps_their_own_words(marks, people, sentence, after):
    opening, closing = marks
    told = sentence.rstrip(".")
    bodies = [
        f"{opening}{told} {n},{closing} said {rank} {name}." if after else f"{rank} {name} said: {opening}{told} {n}.{closing}"
        for n, (rank, name) in enumerate(people)
    ]
    found = facts_of("\n\n".join(bodies)).quotes
    assert [(q.speaker, q.text.rstrip(".,")) for q in found] == [(name, f"{told} {n}") for n, (_, name) in enumerate(people)]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(CUES),
    st.lists(st.sampled_from(ITEMS), min_size=3, max_size=6, unique=True),
    st.sampled_from((" and ", ", and ", " or ", ", or ")),
    st.sampled_from((", ", "; ")),
)
def test_a_list_in_a_sentence_is_cut_at_its_commas(cue, items, last, comma):
    joint = last if comma == ", " else f";{last.lstrip(',')}"
    body = cue.format(comma.join(items[:-1]) + joint + items[-1])
    assert [s.text for s in facts_of(body).signs] == items


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(LIST_CUES),
    st.lists(st.sampled_from(ITEMS), min_size=2, max_size=6, unique=True),
    st.sampled_from(BULLETS),
    st.sampled_from(ENDS),
)
def test_a_list_of_bullets_is_its_items(cue, items, bullet, end):
    lines = [bullet.format(i) + end for i in items]
    body = f"{cue}\n\n" + "\n".join(lines) + "\n\nPolice will be back on Monday to talk to everybody."
    assert [s.text for s in facts_of(body).signs] == items
