"""YAML as people write it: text stays text, errors name the line, an edit touches one value."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.errors import CampaignError, ConfigError
from campaign.yamlfile import dump_block, dump_flow, dump_scalar, parse, read, set_scalar

NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(" \n\t:#-'\"|>[]{},&*!%@`?~\\\r\u00a0\u2028\u2029\u0085\ufeff\x07é👩‍👩‍👧‍👦09eEx")),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize("written", ["0800 1111", "101", "09:30", "1e3", "no", "0o17", "1_000", "2026-03-18", "true", "1.10"])
def test_every_scalar_is_the_text_as_written(written: str) -> None:
    assert parse(f"a: {written}\n", "f.yaml").data == {"a": written}


@pytest.mark.parametrize("written", ["null", "~", "", "Null"])
def test_a_plain_null_is_nothing(written: str) -> None:
    assert parse(f"a: {written}\n", "f.yaml").data == {"a": None}


@pytest.mark.parametrize("written", ["'null'", '"~"', '""'])
def test_a_quoted_null_is_text(written: str) -> None:
    assert parse(f"a: {written}\n", "f.yaml").data == {"a": written[1:-1]}


def test_every_path_knows_its_line() -> None:
    text = "# head\nschedule:\n  window: x\naccounts:\n  force-x: {platform: x}\nmedia:\n  - card:\n      layout: hook\n  - file: a\n"
    lines = parse(text, "f.yaml").lines
    wanted = {"schedule.window": 3, "accounts.force-x.platform": 5, "media.0.card": 7, "media.0.card.layout": 8, "media.1": 9}
    assert {path: lines[path] for path in wanted} == wanted


def test_lines_are_those_an_editor_shows() -> None:
    text = 'a: "one\u2028two\u0085three"\r\nb: 1\r\nc: 2'
    assert parse(text, "f.yaml", first_line=2).lines == {"": 2, "a": 2, "b": 3, "c": 4}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\n\tb: 2", 2, "tab"),
        ('a: "b\nc: d\ne: f\n', 1, "no closing one"),
        ("a: b\nc: d: e", 2, "colon"),
        ("a: [1, 2\nb: 3", 2, "closing ]"),
        ("a: {x: 2\nb: 3", 2, "closing }"),
        ("a: @force", 1, "begin with @"),
        ("a: *bold*", 1, "begins with *"),
        ("a: &x 1", 1, "begins with &"),
        ("a: !!int 1", 1, "begins with !"),
        ('a: "C:\\path"', 1, "backslash|\\\\ begins"),
        ('a: "x" y', 1, "quotation mark"),
        ("a:\n  b: 1\n c: 2", 3, "as many spaces"),
        ("a: 1\nb: 2\na: 3", 3, "'a' stands here a second time; the first is in line 1"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: 1\nb: \x07", 2, "invisible control character"),
        ("[" * 60, 1, "nested"),
        ('a: 1\nb: "\\ud800"', 2, "stands for no character"),
        ('a: 1\nb: "\\U99999999"', 2, "stands for no character"),
        ("? [a]\n: b", 1, "plain word"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        parse(text, "f.yaml", error=ConfigError)
    assert (caught.value.file, caught.value.line) == ("f.yaml", line)


def test_aliases_cannot_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    with pytest.raises(CampaignError, match="anchor"):
        parse(bomb, "f.yaml")


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    latin, wide, huge = b"a: 1\nb: caf\xe9\n", "a: 1".encode("utf-16"), b"# " + b"x" * 600_000
    for raw, says in ((latin, "f.yaml:2: .*UTF-8"), (wide, "UTF-16"), (huge, "larger")):
        file.write_bytes(raw)
        with pytest.raises(ConfigError, match=says):
            read(file, error=ConfigError)
    with pytest.raises(ConfigError, match="no such file"):
        read(tmp_path / "none.yaml", error=ConfigError)
    with pytest.raises(ConfigError, match="cannot be read"):
        read(tmp_path, error=ConfigError)


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read(file) == ({"a": "1"}, {"": 1, "a": 1})


@given(NASTY)
def test_whatever_is_written_reads_back(value: str) -> None:
    assert parse(f"a: {dump_scalar(value)}\n", "f").data == {"a": value}
    assert parse(f"a: {dump_flow([value, {'k': value}])}\n", "f").data == {"a": [value, {"k": value}]}
    assert parse(f"a:\n  b: {dump_block(value, 4)}\n  c: 1\n", "f").data == {"a": {"b": value, "c": "1"}}


MARKS = " \n\t:#-'\"|>[]{},&*!%@`?~\\xuUN09aZ.\r\u2028\x85"
SYNTAX = st.sampled_from([*MARKS, "---\n", "...\n", "%YAML 1.1\n", "- ", ": ", "\\U99999999", "!!int "])


@given(st.lists(SYNTAX, max_size=25).map("".join))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    said: int | None = 1
    try:
        parse(text, "f.yaml")
    except CampaignError as exc:
        said = exc.line
    assert said is not None
    assert 1 <= said <= len(text) + 1


def test_plain_words_stay_plain_and_risky_ones_are_quoted() -> None:
    assert [dump_scalar(v) for v in ("Signs of exploitation", "2026-03-18 09:30", "force-x")] == [
        "Signs of exploitation", "2026-03-18 09:30", "force-x",
    ]  # fmt: skip
    assert [dump_scalar(v) for v in ("no", "101", "0800 1111", "09:30", "#tag", "a: b", " x", "1e3", "")] == [
        '"no"', '"101"', '"0800 1111"', '"09:30"', '"#tag"', '"a: b"', '" x"', '"1e3"', '""',
    ]  # fmt: skip


FILE = """\
# head
a: 1 # one
b:   # nothing yet
c: |
  x
  y

d: [1, "2", {e: f}]
e:
  g: 'q' # why
  h:
    - one
    - two  # here

# tail
z: 09:30
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        ("a", "x: y", "a: 1 # one", 'a: "x: y" # one'),
        ("b", "q", "b:   # nothing yet", "b: q   # nothing yet"),
        ("c", "new\ntext\n", "  x\n  y\n", "  new\n  text\n"),
        ("d.1", "no", '"2"', '"no"'),
        ("d.2.e", "a, b", "e: f", 'e: "a, b"'),
        ("d.2.n", "0800", "e: f}", 'e: f, n: "0800"}'),
        ("e.g", "it's", "'q'", "'it''s'"),
        ("e.new", "no", "    - two  # here\n", '    - two  # here\n  new: "no"\n'),
        ("e.h.1", "three", "two", "three"),
        ("e.h", ["p", "q"], "- one\n    - two", "- p\n    - q"),
        ("z", None, "09:30", "null"),
        ("zz", ["a", "b,c"], "z: 09:30\n", 'z: 09:30\nzz: [a, "b,c"]\n'),
    ],
)
def test_an_edit_changes_only_its_value(path: str, value: str | list[str] | None, old: str, new: str) -> None:
    assert set_scalar(FILE, path, value) == FILE.replace(old, new)
    windows = FILE.replace("\n", "\r\n")
    assert set_scalar(windows, path, value) == windows.replace(old.replace("\n", "\r\n"), new.replace("\n", "\r\n"))


@pytest.mark.parametrize("path", ["x.y", "d.9", "a.b.c"])
def test_an_edit_of_what_is_not_there_is_refused(path: str) -> None:
    with pytest.raises(ConfigError, match="There is no"):
        set_scalar(FILE, path, "v", error=ConfigError)


def test_a_key_can_be_added_to_an_empty_file_and_after_a_last_line_without_end() -> None:
    assert set_scalar("", "a", "1") == 'a: "1"\n'
    assert set_scalar("# only a comment", "a", "b") == "# only a comment\na: b\n"
    assert set_scalar("a: 1", "b", "c") == "a: 1\nb: c\n"


@given(st.sampled_from(["a", "b", "c", "d.0", "d.2.e", "e.g", "e.h.0", "e.n", "z", "n"]), NASTY)
def test_any_text_can_be_set_anywhere(path: str, value: str) -> None:
    changed = set_scalar(FILE, path, value)
    assert [line for line in changed.splitlines() if line.startswith("#")] == ["# head", "# tail"]
    assert set_scalar(changed, path, value) == changed
