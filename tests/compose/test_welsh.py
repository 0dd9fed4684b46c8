"""Welsh wordings: nothing of a release stands where it would have to mutate, signs are never certain, days are known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from campaign import facts, release, text
from campaign.compose import Brief, check_templates, welsh, write
from campaign.compose.material import about_children, event_today, sensitive
from campaign.compose.rendering import dated
from campaign.compose.wordings import FILES, Piece, load, load_lines
from campaign.models import Account, Facts, Severity
from tests.conftest import ROOT

SAMPLE = ROOT / "campaign" / "data" / "sample" / "county-lines-day.cy.md"
SLOTS = tuple(f"2026-05-13 {9 + n // 2:02}:{30 * (n % 2):02}" for n in range(10))


def _pieces() -> list[tuple[str, Piece]]:
    phrases = [(f"{kind}/{p.id}", piece) for kind in FILES for p in load(kind, "cy") for piece in p.forms.values()]
    cards = [(f"{kind}/{p.id}/card", x) for kind in FILES for p in load(kind, "cy") for group in p.card.values() for x in group]
    lines = load_lines("cy")
    said = [(key, piece) for ways in (lines.listed, lines.said, lines.named) for key, group in ways.items() for piece in group]
    return phrases + cards + said


def _facts() -> Facts:
    return facts.find(release.read(str(SAMPLE)))


@pytest.mark.parametrize(("name", "piece"), _pieces())
def test_a_slot_stands_only_where_welsh_does_not_mutate(name: str, piece: Piece) -> None:
    assert list(welsh.exposed(piece.source)) == []


@pytest.mark.parametrize("source", ["Diolch i {{ speaker }}", "Newyddion o {{ area }}", "Arwyddion {{ topic }}:", "{{ event }} yw heddiw"])
def test_a_slot_after_a_word_that_mutates_or_before_one_is_found(source: str) -> None:
    assert list(welsh.exposed(source))


def test_every_kind_has_six_wordings_and_nothing_is_wrong_in_them() -> None:
    found = check_templates((), "cy")
    assert [p for p in found if p.severity is not Severity.HINT] == []
    assert all(len(load(kind, "cy")) >= 6 for kind in FILES)


def test_what_a_welsh_speaker_should_confirm_is_listed_with_its_place() -> None:
    found = [p for p in check_templates((), "cy") if p.rule == "confirm"]
    assert len(found) > 5
    assert all(p.file and p.line and "speaker of the language" in p.message for p in found)


def test_the_english_and_the_welsh_lines_say_the_same_kinds_of_contact() -> None:
    english, welsh_lines = load_lines("en"), load_lines("cy")
    plain = {key for key in english.listed if key in {"emergency", "non_emergency", "anonymous", "helpline", "report", "web", "textphone"}}
    assert plain <= welsh_lines.listed.keys()
    assert "support" in welsh_lines.said


@pytest.mark.parametrize("words", ["Heddiw yw’r diwrnod.", "Dewch ddydd Mercher.", "Byddwn yno nos Fercher.", "yr wythnos hon"])
def test_day_words_tie_a_welsh_text_to_its_day(words: str) -> None:
    assert dated(words)
    assert not dated("Dysgwch yr arwyddion.")


@pytest.mark.parametrize("words", ["arwyddion o hunan-niweidio", "meddwl am hunanladdiad"])
def test_a_sensitive_sign_is_known_in_welsh(words: str) -> None:
    assert sensitive(words)
    assert not sensitive("mynd yn dawel")


def test_the_sample_is_about_children_and_its_event_is_today() -> None:
    found = _facts()
    assert about_children(found)
    assert event_today(found)


def test_the_sample_makes_a_welsh_day() -> None:
    found = _facts()
    accounts = (Account(id="practice", platform="outbox"), Account(id="x", platform="x"))
    brief = Brief(
        facts=found, accounts=accounts, day=date(2026, 5, 13), measure=text.measure,
        limits={a.id: text.limits(a.platform, None) for a in accounts}, language="cy", release=release.read(str(SAMPLE)),
    )  # fmt: skip
    posts = write(brief, SLOTS)
    said = "\n".join(post.body for post in posts)
    assert len(posts) == 10
    assert {post.language for post in posts} == {"cy"}
    assert "Mewn argyfwng, ffoniwch 999 bob amser." in said
    assert "Taclo’r Taclau" in said
    assert "Childline, 0800 1111" in said
    assert not {"call", "the", "Please", "emergency", "signs"} & set(said.replace(".", " ").replace(",", " ").split())
    labels = [n["label"] for post in posts for m in post.media if m.card for n in m.card.fields.get("numbers", ())]
    assert "Mewn argyfwng" in labels


def test_no_wording_of_the_package_is_read_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "cy").mkdir()
    (tmp_path / "cy" / "thanks.yaml").write_text("wordings:\n- {id: own, confirm: Edrychwch, long: Diolch i chi.}\n", "utf-8")
    assert [(p.id, p.confirm) for p in load("thanks", "cy", (tmp_path,))] == [("own", "Edrychwch")]
