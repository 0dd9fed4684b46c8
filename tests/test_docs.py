"""The pages say what the program does: their examples are read by it, their commands are its commands."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from campaign import config, facts, queue, release
from campaign.cli.app import app
from campaign.models import Facts, plain

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SAMPLE = ROOT / "campaign" / "data" / "sample" / "cuckooing-awareness-day.md"
COMMANDS: dict[str, Any] = vars(typer.main.get_command(app))["commands"]


def blocks(page: str, language: str) -> list[str]:
    """The fenced examples of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)


# -- examples ----------------------------------------------------------------------------------------------------------


def test_the_example_settings_are_valid_and_mean_what_the_page_says(tmp_path: Path) -> None:
    (example,) = blocks("workspace.md", "yaml")
    (tmp_path / "config.yaml").write_text(example, "utf-8")
    found = config.load(tmp_path, {"CAMPAIGN_ALERT_URL": "mailto://duty@force.example"})
    assert set(found.accounts) == {"practice", "force-x", "force-bsky", "force-masto"}
    assert found.contacts[0].value == "0800 555 111"
    assert found.schedule.per_day == {"force-x": 8}


@pytest.mark.parametrize("page", ["workspace.md", "quick-start.md"])
def test_the_example_post_is_read(page: str) -> None:
    (example,) = blocks(page, "markdown")
    post, problems = queue.read_post(example, Path("posts/awareness-day/02-signs.md"))
    assert problems == ()
    assert post is not None
    assert (post.id, post.kind) == ("signs-1", "signs")
    assert post.media[0].card is not None
    assert "999" in post.body


def test_the_reference_of_settings_is_up_to_date() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert page == config.reference(), "write it again: python -c 'from campaign import config; print(config.reference(), end=\"\")'"


def test_the_example_facts_are_those_of_the_sample() -> None:
    (example,) = (json.loads(block) for block in blocks("facts.md", "json"))
    found = plain(facts.find(release.read(str(SAMPLE))))
    assert set(example) == {f.name for f in dataclasses.fields(Facts)} == set(found)
    for key, value in example.items():
        if isinstance(value, list):
            assert [item for item in value if not any(_within(item, one) for one in found[key])] == []
        else:
            assert _within(value, found[key])


def _within(said: object, found: object) -> bool:
    """Whether all that the page shows of a fact is so; the program may say more."""
    return said == found or (isinstance(said, dict) and isinstance(found, dict) and said.items() <= found.items())


# -- commands ----------------------------------------------------------------------------------------------------------


def typed() -> Iterator[tuple[str, list[str]]]:
    """Every command line of the pages: what stands after ``campaign`` in a shell example, and the page it stands on."""
    for page in PAGES:
        for block in re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                for words in (shlex.split(part, comments=True) for part in line.split("&&")):
                    if words[:1] == ["campaign"]:
                        yield page.name, words[1:]


@pytest.mark.parametrize(("page", "words"), list(typed()), ids=lambda value: value if isinstance(value, str) else " ".join(value))
def test_what_a_page_types_is_a_command(page: str, words: list[str]) -> None:
    command = COMMANDS[words[0]]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_pages_type_the_whole_day() -> None:
    assert {words[0] for page, words in typed() if page == "quick-start.md"} >= {
        *("init", "facts", "plan", "queue", "check", "cards", "approve", "rehearse", "run"),
        *("stop", "resume", "resolve"),
    }


def test_every_command_is_documented_and_every_documented_command_is_there() -> None:
    rows = re.findall(r"^\| `campaign ([\w-]+)", (ROOT / "docs" / "commands.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_and_its_options(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert [p.name for p in command.params if not getattr(p, "help", None)] == []


def test_no_page_names_an_option_that_its_command_lacks() -> None:
    wrong = []
    for line in (ROOT / "docs" / "commands.md").read_text("utf-8").splitlines():
        if row := re.match(r"\| `campaign ([\w-]+)", line):
            known = {option for parameter in COMMANDS[row[1]].params for option in parameter.opts}
            wrong += [f"{row[1]} {option}" for option in re.findall(r"(?<![\w-])--[\w-]+", line) if option not in known]
    assert wrong == []
