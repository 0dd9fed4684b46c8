"""The rules that need more than a text: the settings, the release, the cards, the day, other campaigns and the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from campaign.actions import draw as actions_draw
from campaign.actions import texts
from campaign.actions.politics import holds_office
from campaign.actions.workspace import Workspace
from campaign.models import Severity
from campaign.platforms.links import look
from tests.cli.desk import Desk, Said

RELEASE = """\
---
title: Help is there for anyone facing domestic abuse
date: 2026-03-18
area: Harrowmere
---

Harrowmere Council is asking people to look out for friends who live with domestic abuse.

Councillor Petra Lindqvist, cabinet member for safety, said: "Nobody should be afraid in their own home. Please tell somebody you trust."

Dr Amal Idowu, who runs the Harrowmere refuge, said: "You will be believed here. We have a room for you tonight."

Signs that a friend may need you:

- they stop seeing people they know
- they check in with a partner all the time
- they seem afraid to be late

Call the National Domestic Abuse Helpline on 0808 2000 247. In an emergency call 999. If it is not an emergency, call 101.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A workspace with a practice account and the day of a sensitive subject."""
    made = Desk(tmp_path / "desk")
    made.good("init", str(made.root))
    (tmp_path / "release.md").write_text(RELEASE, "utf-8")
    made.good("plan", str(tmp_path / "release.md"), "--date", "2026-03-18", "--name", "help")
    return made


def post_with(desk: Desk, words: str) -> Path:
    return next(p for p in sorted((desk.root / "posts" / "help").glob("[0-9]*.md")) if words in p.read_text("utf-8"))


def rewrite(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text, text
    file.write_text(text.replace(before, after, 1), "utf-8")


def say(desk: Desk, words: str, kind: str = "thanks") -> Path:
    """Put words at the end of a post."""
    file = post_with(desk, f"kind: {kind}")
    file.write_text(file.read_text("utf-8").rstrip() + f"\n\n{words}\n", "utf-8")
    return file


def check(desk: Desk, rule: str) -> list[dict[str, str]]:
    return [problem for problem in desk.run("check", "--json").json if problem["rule"] == rule]


def settings(desk: Desk, words: str) -> None:
    """Put settings at the end of config.yaml in place of those that stand there."""
    path = desk.root / "config.yaml"
    keys = tuple(line.split(":")[0] + ":" for line in words.splitlines() if line[:1].strip())
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(keys)]
    path.write_text("\n".join([*kept, words, ""]), "utf-8")


def live(desk: Desk) -> None:
    """As if the posts went to a real account."""
    desk.setting("practice: {platform: outbox}", "practice: {platform: x, handle: harrowmere}")


# -- the settings ------------------------------------------------------------------------------------------------------

LONG = (
    "Please talk to a friend, a neighbour, a teacher, a nurse, a youth worker or anyone else you know about what you saw "
    "this week because it helps."
)


def test_a_rule_is_a_hint_until_it_is_switched(desk: Desk) -> None:
    say(desk, LONG)
    (problem,) = check(desk, "long-sentence")
    assert (problem["severity"], problem["guidance"][:8]) == ("hint", "https://")
    settings(desk, "lint: {long-sentence: stop}")
    assert [p["severity"] for p in check(desk, "long-sentence")] == ["stop"]
    rewrite(desk.root / "config.yaml", "long-sentence: stop", "long-sentence: off")
    assert check(desk, "long-sentence") == []


@pytest.mark.parametrize(
    ("switch", "said"),
    [
        ("long-sentense: off", "long-sentence"),
        ("untraced-figure: off", "--override untraced-figure=REASON"),
        ("flag: off", "guards people"),
        ("long-sentence: never", "off, hint, warn or stop"),
    ],
)
def test_a_switch_that_cannot_be_is_named_with_its_line(desk: Desk, switch: str, said: str) -> None:
    settings(desk, f"lint:\n  {switch}")
    answer = desk.run("check")
    assert answer.code == 1
    assert said in answer.err
    assert f"config.yaml:{len((desk.root / 'config.yaml').read_text('utf-8').splitlines())}" in answer.err


def test_a_blocked_word_stops_until_somebody_says_why_it_may_go(desk: Desk) -> None:
    settings(desk, "blocked: [looked after]\njargon: {domestic abuse: abuse at home}")
    file = say(desk, "You will be looked after.")
    post = file.read_text("utf-8").split("id: ")[1].split()[0]
    assert [(p["post"], p["severity"]) for p in check(desk, "blocked")] == [(post, "stop")]
    assert "abuse at home" in check(desk, "jargon")[0]["fix"]
    assert desk.run("approve", "help", post, "--as", "Mo Reed").code == 1
    desk.good("approve", "help", post, "--as", "Mo Reed", "--override", "blocked=the refuge says so itself")


def test_the_words_on_a_card_count_too(desk: Desk) -> None:
    file = post_with(desk, "eyebrow: Harrowmere")
    rewrite(file, "eyebrow: Harrowmere", "eyebrow: 𝗛𝗮𝗿𝗿𝗼𝘄𝗺𝗲𝗿𝗲")
    (problem,) = check(desk, "fancy-letters")
    assert problem["source"] == "media.0"
    assert problem["fix"].endswith("Harrowmere.")


def test_the_queue_reports_the_reading_ease(desk: Desk) -> None:
    say(desk, LONG)
    eases = [row["reading_ease"] for row in desk.run("queue", "--json").json]
    assert any(isinstance(ease, float) and 0 < ease < 100 for ease in eases)


# -- sensitive subjects ------------------------------------------------------------------------------------------------


def test_planned_posts_give_no_warning_but_that_nobody_watches(desk: Desk, tmp_path: Path) -> None:
    live(desk)
    desk.good("plan", str(tmp_path / "release.md"), "--date", "2026-03-18", "--name", "help")
    problems = [p for p in desk.run("check", "--json").json if p["severity"] != "hint" and p["rule"] != "flag"]
    assert {p["rule"] for p in problems} <= {"watch", "brand"}


def test_somebody_is_named_who_watches_the_replies_until_the_last_post(desk: Desk) -> None:
    assert [p["severity"] for p in check(desk, "watch")] == ["hint"]
    live(desk)
    (problem,) = check(desk, "watch")
    assert problem["severity"] == "warn"
    assert problem["file"].endswith("campaign.yaml")
    header = desk.root / "posts" / "help" / "campaign.yaml"
    rewrite(header, "watch: {who: null, until: null}", "watch: {who: Sam Oyelaran, until: 2026-03-18 08:00}")
    assert "the last post goes out" in check(desk, "watch")[0]["message"]
    rewrite(header, "2026-03-18 08:00", "2026-03-18")
    assert check(desk, "watch") == []


@pytest.mark.parametrize("words", ["Thinking of suicide?", "Mae hunanladdiad yn effeithio ar bawb.", "Self-harm can be a sign."])
def test_a_post_on_suicide_gives_a_helpline_itself(desk: Desk, words: str) -> None:
    file = say(desk, words)
    (problem,) = check(desk, "helpline")
    assert problem["severity"] == "warn"
    assert "116 123" in problem["fix"] or "0800 1111" in problem["fix"]
    file.write_text(file.read_text("utf-8") + "\nSamaritans: 116 123\n", "utf-8")
    assert check(desk, "helpline") == []


# -- before an election ------------------------------------------------------------------------------------------------


def test_before_an_election_a_politician_s_quote_waits_for_the_named_approver(desk: Desk) -> None:
    file = post_with(desk, "Lindqvist")
    post = file.read_text("utf-8").split("id: ")[1].split()[0]
    assert check(desk, "pre-election") == []
    settings(desk, "pre_election:\n  - {from: 2026-03-18, to: 2026-05-07, approver: Mo Reed, why: local elections}")
    found = check(desk, "pre-election")
    assert post in {p["post"] for p in found}
    assert all("Lindqvist" in p["message"] for p in found)
    reason = ("--override", "pre-election=a warning to the public")
    assert desk.run("approve", "help", post, "--as", "Mo Reed").code == 1
    refused = desk.run("approve", "help", post, "--as", "Ines Duarte", *reason)
    assert refused.code == 1
    assert "Mo Reed" in refused.err
    desk.good("approve", "help", post, "--as", "mo  reed", *reason)


def test_other_voices_and_other_days_are_free_before_an_election(desk: Desk) -> None:
    settings(desk, "pre_election: [{from: 2026-03-19, to: 2026-05-07, approver: Mo Reed}]")
    assert check(desk, "pre-election") == []
    rewrite(desk.root / "config.yaml", "from: 2026-03-19, to: 2026-05-07", "from: 2026-03-01, to: 2026-03-17")
    assert check(desk, "pre-election") == []
    rewrite(desk.root / "config.yaml", "to: 2026-03-17", "to: 2026-03-18")
    texts = {p["id"]: p["text"] for p in desk.run("queue", "--json").json}
    held = {p["post"] for p in check(desk, "pre-election")}
    assert held
    assert not any("Idowu" in texts[post] for post in held)


@pytest.mark.parametrize(
    "name",
    [
        "Cllr Petra Lindqvist", "Petra Lindqvist, Mayor of Harrowmere", "Ifan Rhydderch MS", "Ifan Rhydderch AS", "Jo Patel MP",
        "Minister for Policing Jo Patel", "Jo Patel, Police and Crime Commissioner", "Deputy PCC Jo Patel", "Y Cynghorydd Nia Prys",
        "Petra Lindqvist, leader of Harrowmere County Council",
    ],
)  # fmt: skip
def test_who_holds_an_elected_office(name: str) -> None:
    assert holds_office(name)


@pytest.mark.parametrize(
    "name",
    [
        "Dr Amal Idowu, consultant, who lives with MS", "Rev Jo Patel, Methodist minister", "Jo Patel, Chief Constable",
        "Jo Patel, secretary of the cycling club", "AS level student Ifan Rhydderch", "Detective Sergeant Nia Prys", "Ms Jo Patel",
    ],
)  # fmt: skip
def test_who_does_not(name: str) -> None:
    assert not holds_office(name)


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_an_alt_text_holds_every_word_of_its_card(desk: Desk) -> None:
    assert check(desk, "alt-words") == []
    file = post_with(desk, "layout: signs")
    rewrite(file, "alt: null", "alt: A card with signs.")
    (problem,) = check(desk, "alt-words")
    assert problem["severity"] == "stop"
    assert "“friend”" in problem["message"]
    assert problem["line"]


def test_a_long_list_is_checked_drawn_and_frozen_as_several_cards(desk: Desk) -> None:
    sign = "          - they seem afraid to be late\n"
    rewrite(post_with(desk, "layout: signs"), sign, sign * 6)
    assert check(desk, "card") == []
    workspace = Workspace(desk.root)
    campaign = workspace.campaign("help")
    post = next(post for post in campaign.posts if post.id == "signs-1")
    drawn, _ = actions_draw.draw(workspace, "help", post=post.id)
    assert [card.problem for card in drawn] == [None, None]
    assert ["1 of 2" in drawn[0].alt, "2 of 2" in drawn[1].alt] == [True, True]
    (content,) = texts.freeze(workspace, campaign, post, texts.said(workspace, post)[0])
    assert [media.alt for media in content.media] == [card.alt for card in drawn]


def test_a_portrait_whose_consent_has_ended_stops_the_post(desk: Desk) -> None:
    folder = desk.root / "images" / "brand"
    Image.new("RGB", (400, 400)).save(folder / "amal.png")
    brand = (folder / "brand.yaml").read_text("utf-8")
    for ends, found in (("2026-03-18", 0), ("2026-03-17", 1)):
        portrait = f'portraits: {{Dr Amal Idowu: {{file: amal.png, consent: "by e-mail", expires: {ends}}}}}\n'
        (folder / "brand.yaml").write_text(brand + portrait, "utf-8")
        problems = [p for p in check(desk, "picture") if "Dr Amal Idowu" in p["message"]]
        assert bool(problems) == bool(found)


def test_the_line_over_a_title_is_somebody_s(desk: Desk) -> None:
    assert check(desk, "untraced-eyebrow") == []
    file = post_with(desk, "eyebrow: Harrowmere")
    rewrite(file, "eyebrow: Harrowmere", "eyebrow: Breaking news")
    (problem,) = check(desk, "untraced-eyebrow")
    assert "Breaking news" in problem["message"]
    desk.setting('{id: one-sign, text: "One sign on its own may mean little."}', '{id: news, text: "Breaking news"}')
    assert check(desk, "untraced-eyebrow") == []


# -- other campaigns ---------------------------------------------------------------------------------------------------


def test_what_another_campaign_says_on_the_account_is_a_duplicate(desk: Desk, tmp_path: Path) -> None:
    desk.good("plan", str(tmp_path / "release.md"), "--date", "2026-03-18", "--name", "again")
    assert check(desk, "near-duplicate") == []
    desk.good("approve", "help", "--all", "--as", "Mo Reed")
    found = check(desk, "near-duplicate")
    assert {p["campaign"] for p in found} == {"again"}
    assert "help/" in found[0]["message"]


# -- the network -------------------------------------------------------------------------------------------------------

PAGES = {
    "/signs": (200, "<title>Spot the signs of abuse</title>", ""),
    "/other": (200, "<title>Cheap watches</title>", ""),
    "/empty": (200, "%PDF", ""),
    "/soft": (200, "<title>Page not found | Council</title>", ""),
    "/gone": (404, "", ""),
    "/shy": (403, "", ""),
    "/broken": (503, "", ""),
    "/old": (301, "", "/signs"),
    "/old/": (301, "", "/old"),
    "/oldgone": (301, "", "/gone"),
    "/stroke": (301, "", "/stroke/"),
    "/stroke/": (200, "<title>Signs</title>", ""),
    "/round": (302, "", "/round"),
    "/away": (302, "", "https://other.example/signs?x=1"),
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the name is the library's
        status, body, location = PAGES[self.path]
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "severity", "said"),
    [
        ("/signs", None, ""),
        ("/empty", None, ""),
        ("/stroke", None, ""),
        ("/other", Severity.HINT, "Cheap watches"),
        ("/soft", Severity.WARN, "Page not found"),
        ("/gone", Severity.STOP, "404"),
        ("/oldgone", Severity.STOP, "404"),
        ("/round", Severity.STOP, "circles"),
        ("/shy", Severity.WARN, "403"),
        ("/broken", Severity.WARN, "503"),
        ("/old", Severity.HINT, "/signs"),
        ("/away", Severity.WARN, "https://other.example/signs?x=1"),
    ],
)
def test_where_a_link_leads(site: str, path: str, severity: Severity | None, said: str) -> None:
    found = look(site + path, "The signs of domestic abuse")
    assert (found.severity if found else None) is severity
    assert said in (found.message if found else "")


def test_online_every_link_of_a_post_is_asked_wherever_it_stands(desk: Desk, site: str) -> None:
    say(desk, f"See {site}/gone")
    file = post_with(desk, "kind: quote")
    rewrite(file, "link: null", f"link: {site}/away")
    answer: Said = desk.run("check", "--online", "--json")
    found = [(p["severity"], p["source"], bool(p["line"])) for p in answer.json if p["rule"] == "link" and site in p["message"]]
    assert sorted(found) == [("stop", "body", True), ("warn", "link", True)]
