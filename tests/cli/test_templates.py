"""`campaign templates`: what there is, how it reads, own wordings, and whether all can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.compose import KINDS
from tests.cli.desk import Desk, typed

BAD = """\
wordings:
  - id: ours
    long: |
      A fine first line.
      {% for a in range(99999999) %}{% for b in range(99999999) %}x{% endfor %}{% endfor %}
"""


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A workspace without posts."""
    made = Desk(tmp_path / "desk")
    made.good("init", str(made.root))
    return made


def own(desk: Desk, text: str, kind: str = "hook") -> Path:
    path = desk.root / "posts" / "templates" / f"{kind}.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_list_says_what_there_is_and_where_from(empty: Desk) -> None:
    own(empty, "wordings:\n  - {id: ours, long: Hello}\n")
    rows = empty.good("templates", "list", "--json").json
    assert [row["kind"] for row in rows] == list(KINDS)
    hook = rows[0]
    assert (hook["wordings"], hook["own"], hook["language"]) == (["ours"], True, "en")
    assert hook["file"].endswith("posts/templates/hook.yaml")
    assert [p["rule"] for p in hook["problems"]] == ["few-wordings"]
    assert all(not row["own"] and not row["problems"] and len(row["wordings"]) >= 6 for row in rows[1:])
    assert "built in" in empty.good("templates", "list").out


@pytest.mark.parametrize("kind", KINDS)
def test_show_fills_every_form_in(empty: Desk, kind: str) -> None:
    forms = empty.good("templates", "show", kind, "--json").json
    assert forms
    assert all("{{" not in form["text"] and form["length"] == len(form["text"]) for form in forms)
    assert forms[0]["text"] in empty.good("templates", "show", kind).out


def test_a_new_file_is_used_and_never_overwritten(empty: Desk) -> None:
    path = empty.root / "posts" / "templates" / "en" / "signs.yaml"
    assert str(path) in empty.good("templates", "new", "signs").out
    assert "campaign templates test" in path.read_text("utf-8")
    assert empty.good("templates", "test").out == "Every wording can be used.\n"
    path.write_text("# mine\n", "utf-8")
    said = empty.run("templates", "new", "signs")
    assert (said.code, path.read_text("utf-8")) == (1, "# mine\n")
    assert said.err == f"{path}: There are wordings of yours here already; nothing was changed. Edit that file.\n"


def test_a_file_without_a_language_is_not_shadowed_either(empty: Desk) -> None:
    path = own(empty, "# mine\n")
    assert str(path) in empty.run("templates", "new", "hook").err
    assert not (empty.root / "posts" / "templates" / "en").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_new_writes_can_be_used_at_once(empty: Desk, kind: str) -> None:
    before = empty.good("templates", "show", kind, "--json").json
    empty.good("templates", "new", kind)
    after = empty.good("templates", "show", kind, "--json").json
    assert [form["text"] for form in after] == [form["text"] for form in before]
    assert empty.run("templates", "test").code == 0


def test_test_ends_a_hostile_wording_in_a_sentence_with_its_line(empty: Desk) -> None:
    path = own(empty, BAD)
    said = empty.run("templates", "test")
    assert said.code == 1
    row = BAD.splitlines()[4].strip()
    assert f"{path}:5: stop: This wording cannot be used: a wording may not repeat anything (for), in “{row}”." in said.out
    assert "Traceback" not in said.out + said.err
    problems = empty.run("templates", "test", "--json").json
    assert {(p["rule"], p["line"]) for p in problems} == {("few-wordings", None), ("template", 5)}


def test_show_of_a_broken_file_says_where(empty: Desk) -> None:
    path = own(empty, BAD)
    said = empty.run("templates", "show", "hook")
    assert said.code == 1
    assert said.err.startswith(f"{path}:5: This wording cannot be used")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("wordings:\n  - {id: a, long: Hi!}\n", "exclamation"),
        ("wordings:\n  - {id: a, long: '{# nothing #}'}\n", "empty"),
        ("wordings:\n  - {id: a, long: Please read this one. Really.}\n  - {id: b, long: Please read this one. Do.}\n", "opening-twice"),
        ("wordings:\n  - {id: a, long: Call 0808 157 0123}\n", "typed-number"),
        (f"wordings:\n  - {{id: a, long: {'long ' * 60}}}\n", "too-long"),
        ("wordings:\n  - {id: a, long: 'News of {{ aera }}'}\n", "template"),
    ],
)
def test_each_problem_is_named(empty: Desk, text: str, rule: str) -> None:
    own(empty, text)
    assert rule in {p["rule"] for p in empty.run("templates", "test", "--json").json}


def test_without_a_workspace_the_built_in_wordings_are_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed("templates", "test").code == 0
    assert len(typed("templates", "list", "--json").json) == len(KINDS)
    said = typed("templates", "new", "hook")
    assert said.code == 1
    assert "campaign init" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show",), "Which kind of post?"),
        (("show", "hok"), "hook"),
        (("new", "../../hook"), "There is no kind"),
        (("test", "hook"), "takes no kind"),
        (("show", "hook", "--language", "../../etc"), "is no language"),
        (("show", "hook", "--language", "fr"), "no wordings for hook posts in the language “fr”"),
        (("list", "--language", "fr"), "fr"),
    ],
)
def test_a_mistake_is_one_sentence(empty: Desk, words: tuple[str, ...], said: str) -> None:
    answer = empty.run("templates", *words)
    assert answer.code == 1
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_mistyped_action_is_a_usage_error(empty: Desk) -> None:
    assert empty.run("templates", "lst").code == 2
    assert empty.run("templates").code == 2
