"""E-mails as people paste them: the release comes out, the rest stays behind."""

from __future__ import annotations

from datetime import date

import pytest

from campaign.release import parse

STORY = "Residents of Dunmere are asked to look twice.\n\nCall 101 with what you saw."


def read_text(text: str) -> tuple[str, date | None, str]:
    release = parse(text.encode(), "-")
    return release.title, release.date, release.text


def test_headers_give_title_and_date():
    mail = f"From: Press <press@a.example>\nSent: Monday, 4 March 2024 09:00\nTo: Desk\nSubject: Look twice\n\n{STORY}"
    assert read_text(mail) == ("Look twice", date(2024, 3, 4), STORY)


@pytest.mark.parametrize("prefix", ["FW: ", "Fwd: RE: ", "[EXTERNAL] Re: ", "RE: [OFFICIAL] "])
def test_marks_of_forwarding_are_no_part_of_the_title(prefix):
    assert read_text(f"From: a\nSubject: {prefix}Look twice\n\n{STORY}")[0] == "Look twice"


@pytest.mark.parametrize("line", ["-----Original Message-----", "---------- Forwarded message ---------", "Begin forwarded message:"])
def test_the_release_is_found_below_what_was_written_over_it(line):
    mail = f"Hi Jo,\n\nSee below please.\n\nThanks\nAda\n\n{line}\nFrom: Press\nDate: 4 March 2024\nSubject: Look twice\n\n{STORY}"
    assert read_text(mail) == ("Look twice", date(2024, 3, 4), STORY)


def test_quoting_marks_go():
    quoted = "\n".join(f"> {line}".rstrip() for line in f"From: Press\nSubject: Look twice\n\n{STORY}".split("\n"))
    assert read_text(quoted)[::2] == ("Look twice", STORY)


@pytest.mark.parametrize(
    "end",
    [
        "Kind regards,\n\nAda Quill\nPress Officer\n01632 960999",
        "-- \nAda Quill\nPress Officer",
        "Many thanks\nAda\n\nThis email and any attachments are confidential.",
        "This message is intended solely for the addressee and may be monitored.",
    ],
)
def test_signatures_and_disclaimers_go(end):
    assert read_text(f"From: Press\nSubject: Look twice\n\nDear all,\n\n{STORY}\n\n{end}")[2] == STORY


def test_thanks_in_the_middle_end_nothing():
    long = (
        "Thank you\n\n"
        "This is what the superintendent wrote to everybody who helped, and it is a long line of more than enough signs to be no signature."
    )
    assert "superintendent" in read_text(f"From: Press\nSubject: Look twice\n\n{STORY}\n\n{long}")[2]


def test_one_line_that_looks_like_a_header_makes_no_mail():
    text = "Look twice\n\nDate: 4 March 2024\n\nThe story of the lamp is told here."
    assert parse(text.encode(), "a.txt").reader == "plain/2"
