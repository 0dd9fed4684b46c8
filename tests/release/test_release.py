"""Reading a release: what stands in it, exactly, or one sentence that says what to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from campaign.errors import ReleaseError
from campaign.models import Release
from campaign.release import READERS, parse, read

FRONT = "title: A title\narea: Brackenholt\npublish:\n  date: 18 Mar 2020\nurl: https://a.example/b\n"


def body_of(text: str, name: str = "release.md") -> list[tuple[str, str]]:
    release = parse(text.encode(), name)
    return [(b.kind, release.text[b.span.start : b.span.end]) for b in release.blocks]


def head_of(front: str) -> Release:
    return parse(f"---\n{front}\n---\n\nSome words stand here.".encode(), "release.md")


@pytest.mark.parametrize("shape", ["```yaml\n{}```\n\n{}", "---\n{}---\n{}", "\n~~~ yml\n{}~~~\n{}", "---\n{}...\n{}"])
def test_front_matter_in_every_form(shape):
    release = parse(shape.format(FRONT, "The story.").encode(), "release.md")
    assert (release.title, release.area, release.date, release.url) == ("A title", "Brackenholt", date(2020, 3, 18), "https://a.example/b")
    assert release.text == "The story."
    assert release.warnings == ()


def test_without_front_matter_the_first_heading_is_the_title():
    release = parse(b"A line.\n\n# The heading\n\nThe story.", "release.md")
    assert (release.title, release.area, release.date) == ("The heading", None, None)
    assert len(release.warnings) == 3


def test_without_a_heading_the_first_line_is_the_title():
    assert parse(b"The headline\n\nThe story.", "release.txt").title == "The headline"


def test_a_rule_of_dashes_is_no_front_matter():
    assert body_of("---\n\nThe story: it begins.\n\n---\n\nAnd ends.")[0] == ("paragraph", "The story: it begins.")


def test_markdown_marks_are_left_out_and_spans_are_exact():
    text = "# A *heading*\n\n**Bold** and `code` &amp; a\nbreak.\n\n- one\n- two\n\n1. three\n\n> said\n\n<p>html</p>\n\n    indented"
    assert body_of(text) == [
        ("heading", "A heading"),
        ("paragraph", "Bold and code & a\nbreak."),
        ("item", "one"),
        ("item", "two"),
        ("item", "three"),
        ("blockquote", "said"),
        ("paragraph", "html"),
        ("paragraph", "indented"),
    ]


def test_items_stand_on_lines_and_blocks_apart():
    assert parse(b"Intro:\n\n* one\n* two\n\nAfter.", "a.md").text == "Intro:\n\none\ntwo\n\nAfter."


def test_bullets_that_markdown_does_not_know():
    assert body_of("Cue:\n• one\n•two\n– three that\nis wrapped\n\nAfter.") == [
        ("paragraph", "Cue:"),
        ("item", "one"),
        ("item", "two"),
        ("item", "three that\nis wrapped"),
        ("paragraph", "After."),
    ]


def test_the_address_of_a_named_link_is_kept_below_the_story():
    text = parse(b"See [the guide](https://a.example/g) or [b.example](https://b.example/).\n\nEnd.", "a.md").text
    assert text == "See the guide or b.example.\n\nEnd.\n\nthe guide: https://a.example/g"


def test_plain_text_wrapped_by_a_program_is_joined_and_lines_by_hand_are_not():
    wrapped = "This paragraph was wrapped by a program at a width of about\nsixty signs, so that its lines belong together.\nShort.\nLines."
    assert [words for _, words in body_of(wrapped, "a.txt")] == [
        "This paragraph was wrapped by a program at a width of about\nsixty signs, so that its lines belong together.",
        "Short.",
        "Lines.",
    ]


def test_letters_are_composed_and_invisible_marks_left_out():
    assert parse("Cafe\u0301 with\u00ad soft\u200b marks\r\nand lines.".encode(), "a.md").text == "Café with soft marks\nand lines."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("18 Mar 2020", date(2020, 3, 18)),
        ("Wednesday 18th March 2020", date(2020, 3, 18)),
        ("March 18, 2020", date(2020, 3, 18)),
        ("2020-03-18", date(2020, 3, 18)),
        ("2020-03-18T09:30:00Z", date(2020, 3, 18)),
        ("18/03/2020", date(2020, 3, 18)),
        ("18.03.20", date(2020, 3, 18)),
        ("30 Feb 2020", None),
        ("soon", None),
    ],
)
def test_dates_in_any_usual_form(written, expected):
    release = head_of(f"title: t\narea: a\ndate: {written}")
    assert release.date == expected
    assert bool(release.warnings) == (expected is None)


def test_a_weekday_that_does_not_fit_is_a_warning():
    release = head_of("title: t\narea: a\ndate: Monday 18 March 2020")
    assert release.date == date(2020, 3, 18)
    assert "Wednesday" in release.warnings[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2020-03-18 09:30", datetime(2020, 3, 18, 9, 30, tzinfo=UTC)),
        ("2020-07-18 09:30", datetime(2020, 7, 18, 8, 30, tzinfo=UTC)),
        ("2020-03-18T09:30:00+02:00", datetime(2020, 3, 18, 7, 30, tzinfo=UTC)),
        ("00:01 on Thursday 19 March 2020", datetime(2020, 3, 19, 0, 1, tzinfo=UTC)),
        ("6am, 19 March", datetime(2020, 3, 19, 6, 0, tzinfo=UTC)),
    ],
)
def test_an_embargo_is_a_moment(written, expected):
    assert head_of(f"title: t\narea: a\ndate: 2020-03-18\nembargo: {written}").embargo == expected


def test_an_embargo_line_above_the_story_counts_and_an_unreadable_one_is_named():
    story = parse(b"EMBARGOED UNTIL 00:01 ON 19 MARCH 2020\n\nThe story.", "a.txt")
    assert story.embargo == datetime(2020, 3, 19, 0, 1, tzinfo=UTC)
    assert any("embargo" in w for w in head_of("title: t\nembargo: after the match").warnings)


def test_front_matter_stays_text():
    assert head_of("title: 0800\narea: no").title == "0800"
    assert head_of("title: 0800\narea: no").area == "no"


def test_windows_text_is_read_with_a_warning():
    release = parse("It cost £8 – “cheap”.".encode("cp1252"), "a.txt")
    assert release.text == "It cost £8 – “cheap”."
    assert "Windows-1252" in release.warnings[0]


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_marked_encodings(coding):
    assert parse("Café.".encode(coding), "a.txt").text == "Café."


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.md", "empty"),
        (b" \n\t\n", "a.txt", "empty"),
        (b"%PDF-1.7", "a.md", "PDF"),
        (b"PK\x03\x04rest", "a.txt", "Word file is damaged"),
        (b"words", "a.doc", "save it as .docx"),
        (b"\xd0\xcf\x11\xe0rest", "a.docx", "old Word file"),
        (b"", "a.html", "empty"),
        (b"a\x00b", "a.md", "binary"),
        (b"\x81\x8d\x8f", "a.txt", "UTF-8"),
        (b"x" * 5_000_001, "a.md", "5 MB"),
        (b"words", "a.docx", "Word file is damaged"),
        (b"words", "a.rtf", ".rtf"),
        (b"<html><body><script>words</script></body></html>", "a.html", "no text"),
        (b"---\ntitle: a\n", "a.md", "a.md:1:"),
        (b"---\ntitle: 'a\n---\nwords", "a.md", "a.md:2:"),
        (b"```yaml\n- a\n- b\n```\nwords", "a.md", "key: value"),
        (b"---\ntitle: a\n---\n", "a.md", "no text"),
        (b"<!-- -->", "a.md", "no text"),
    ],
)
def test_bad_input_is_one_sentence(data, name, says):
    with pytest.raises(ReleaseError) as caught:
        parse(data, name)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_is_read_by_its_name(tmp_path):
    path = tmp_path / "story.md"
    path.write_text("A story.", "utf-8")
    release = read(str(path))
    assert (release.name, release.reader, release.original) == ("story.md", "markdown/2", b"A story.")


def test_standard_input_is_markdown():
    release = read("-", stdin=b"# Head\n\nStory.")
    assert (release.name, release.title) == ("standard input", "Head")


def test_what_is_no_file(tmp_path):
    for source, says in [
        (str(tmp_path / "none.md"), "no such file"),
        (str(tmp_path), "folder"),
        (str(tmp_path / "b\x00.md"), "cannot be read"),
    ]:
        with pytest.raises(ReleaseError) as caught:
            read(source)
        assert says in str(caught.value)


def test_every_reader_reads():
    for suffix, reader in READERS.items():
        if reader != "docx":
            assert parse(b"A story.", f"release{suffix}").text == "A story."
