"""What is wrong with a YAML text, in words for people who do not know YAML."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from campaign.errors import CampaignError


@dataclass(kw_only=True, slots=True)
class Source:
    """The text under reading, and how to say what is wrong with it."""

    text: str
    name: str
    error: type[CampaignError]
    first_line: int
    ends: list[int] = field(default_factory=list)

    def line(self, index: int) -> int:
        # counted here, not taken from ruamel: it also counts U+2028 and U+0085, which no editor shows as a line
        if not self.ends:
            self.ends = [m.end() for m in re.finditer(r"\r\n?|\n|\Z", self.text)]
        return self.first_line + bisect_right(self.ends, index)

    def fail(self, message: str, index: int, fix: str = "") -> CampaignError:
        return self.error(message, fix=fix, file=self.name, line=self.line(index))


_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (r"found character '\\t'", "There is a tab here.", "YAML takes only spaces between and before words: replace the tab with spaces."),
    (r"found character '(?P<c>.+)' that cannot start", "A value cannot begin with {c} here.", "Put the whole value in quotation marks."),
    (r"unknown escape character", "Inside double quotation marks a \\ begins a code.", "Use single quotation marks ('…') or write \\\\."),
    (r"mapping values are not allowed", "There is a colon here where none can stand.",
     "If it is part of the text, put the text in quotation marks; else check the spaces before this line and the line above it."),
    (r"sequence entries are not allowed", "A list entry (-) cannot begin here.",
     "Begin the list on its own line, or put the text in quotation marks."),
    (r"could not find expected ':'", "A colon is missing after this name.", "Write it as `name: value`."),
    (r"expected ',' or '\]'", "A list that begins with [ is not finished: a comma or the closing ] is missing.", ""),
    (r"expected ',' or '\}'", "A group that begins with {{ is not finished: a comma or the closing }} is missing.", ""),
    (r"expected <block end>", "This line does not fit the lines before it.",
     "Check that it begins with as many spaces as its neighbours and that every quotation mark has its closing one."),
    (r"chomping or indentation", "After | or > nothing else may stand in the line.", "Begin the text on the next line."),
    (r"expected alphabetic or numeric", "A value cannot begin with * or & here.", "Put the whole value in quotation marks."),
)


def explain(source: Source, exc: Any) -> CampaignError:
    problem, mark = str(exc.problem), exc.problem_mark or exc.context_mark
    at = mark.index if mark else 0
    if "quoted scalar" in str(exc.context) and "unexpected" in problem:
        opened = "The quotation mark that opens here has no closing one."
        return source.fail(opened, exc.context_mark.index, "Add it at the end of the text.")
    for pattern, message, fix in _SENTENCES:
        if found := re.search(pattern, problem):
            return source.fail(message.format(**found.groupdict()), at, fix)
    return source.fail(f"This line cannot be read ({problem}).", at, "Check its spaces, colons and quotation marks.")


def unprintable(source: Source, exc: Any) -> CampaignError:
    at = getattr(exc, "position", None)
    fix = "It often comes from copying out of another program: delete it and type the words around it again."
    return source.fail("There is an invisible control character here.", at if isinstance(at, int) else 0, fix)
