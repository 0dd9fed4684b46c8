"""The record on paper: everything an answer to a request needs, in a spreadsheet and in one page that stands alone."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from html.parser import HTMLParser

import pytest

from campaign.actions import export
from tests.cli.desk import NAME, Desk


class _Page(HTMLParser):
    """What a browser would fetch, run and show."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page


@pytest.fixture
def day(desk: Desk) -> Desk:
    """A day that went out, with a stop and a take-down in it."""
    desk.good("approve", NAME, "--all")
    desk.good("stop", "--reason", "a drill")
    desk.good("resume", "--reason", "the drill is over")
    for row in desk.good("ledger", "--json").json:
        desk.now = datetime.fromisoformat(row["due_at"])
        desk.tick()
    sent = [row["delivery"] for row in desk.good("ledger", "--json").json if row["state"] == "published"]
    desk.good("take-down", sent[0], "--reason", "=SUM(wrong)")
    return desk


def test_the_page_has_everything_and_asks_nobody_for_anything(day: Desk) -> None:
    file = day.root / "record.html"
    day.good("ledger", NAME, "--html", str(file))
    text = file.read_text("utf-8")
    page, said = _page(text), " ".join(_page(text).words)
    rows = day.good("ledger", NAME, "--json").json
    for row in rows:
        assert row["approval"]["digest"] in said
        assert row["text"] in "".join(page.words)
        for image in row["images"]:
            assert image["alt"] in "".join(page.words)
        for attempt in row["attempts"]:
            assert attempt["started_at"].replace("T", " ") in said
    for words in ("a drill", "the drill is over", "Everything stopped".lower(), "=SUM(wrong)", "Taken down"):
        assert words in said
    asked = [(tag, attrs) for tag, attrs in page.tags if tag in {"script", "link", "iframe", "object", "form"} or "src" in attrs]
    assert asked
    assert all(tag == "img" and str(attrs["src"]).startswith("data:image/") for tag, attrs in asked)
    assert "default-src 'none'" in text
    assert not re.search(r"url\(|@import", text)


def test_the_table_has_a_row_for_every_delivery_and_runs_nothing(day: Desk) -> None:
    file = day.root / "record.csv"
    day.good("ledger", NAME, "--csv", str(file))
    table = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    rows = day.good("ledger", NAME, "--json").json
    assert [line["delivery"] for line in table] == [row["delivery"] for row in rows]
    assert all(line["digest"] and line["approved by"] == "Ola" and "published" in line["attempts"] for line in table)
    assert "by Ola: =SUM(wrong)" in next(line["taken down"] for line in table if line["taken down"])
    assert any(line["alt texts"] for line in table)


@pytest.mark.parametrize("sign", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "\n=1"])
def test_no_cell_runs_as_a_formula(sign: str) -> None:
    assert export._cell(sign) == f"'{sign}"


def test_whatever_is_written_stays_text(desk: Desk) -> None:
    nasty = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    desk.good("approve", NAME, "--all", "--as", nasty)
    file = desk.root / "record.html"
    desk.good("ledger", "--html", str(file))
    text = file.read_text("utf-8")
    assert "<script" not in text
    assert "<img src=x" not in text
    assert nasty in "".join(_page(text).words)


def test_a_redacted_name_is_nowhere_in_the_exports(day: Desk) -> None:
    said = day.good("ledger", "--redact", "Ola", "--reason", "left, and asked for it", "--as", "Ann").out
    assert "still verifies" in said
    day.good("ledger", "--verify")
    for how in ("--html", "--csv"):
        file = day.root / "record"
        day.good("ledger", how, str(file))
        assert not re.search(r"\bOla\b", file.read_text("utf-8"))


def test_the_seal_that_is_printed_is_found_again(day: Desk) -> None:
    seal = day.good("ledger", "--verify", "--json").json["seal"]
    assert day.good("ledger", "--seal", seal).out.startswith("The record is unaltered. ")
    bad = day.run("ledger", "--seal", "0" * 64)
    assert bad.code == 1
    assert f"No seal {'0' * 64} is in the record" in bad.err
