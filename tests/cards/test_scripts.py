"""Cards in other alphabets: every character has a glyph, lines run the right way, numbers keep their order; or it is an error."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, features

from campaign.cards import LANDSCAPE, PORTRAIT, Brand, draw, load_brand
from campaign.cards.bidi import levels, right_to_left, visual
from campaign.cards.pieces import holds, pieces
from campaign.cards.words import letters, tidy
from campaign.errors import CardError, ConfigError
from campaign.models import Card, CardSize
from tests.cards.conftest import number

NOTO = Path("/usr/share/fonts/truetype/noto")  # Debian, Ubuntu: fonts-noto-core, fonts-noto-color-emoji
needs_fonts = pytest.mark.skipif(not (NOTO / "NotoNastaliqUrdu-Regular.ttf").exists(), reason="fonts-noto-core is not installed")
needs_raqm = pytest.mark.skipif(not features.check("raqm"), reason="FriBiDi is not installed: such cards are refused")
needs_emoji = pytest.mark.skipif(not (NOTO / "NotoColorEmoji.ttf").exists(), reason="fonts-noto-color-emoji is not installed")

CARDS = {
    "Urdu": Card(layout="signs", fields={
        "eyebrow": "نشانیاں پہچانیں", "title": "کیا کوئی بچہ خطرے میں ہے؟", "note": "ایک نشانی کا مطلب بہت کم ہو سکتا ہے۔",
        "items": ["اکثر گھر سے غائب رہنا", "فون پر پیغامات چھپانا"], "action": "پریشان ہیں؟ 101 پر کال کریں"}),
    "Arabic": Card(layout="quote", fields={
        "eyebrow": "من فريقنا", "name": "آشا مالك", "role": "محققة، الحماية العامة",
        "quote": "اتصلوا بنا (0808 157 0123) متى شئتم، ولا تترددوا أبداً."}),
    "Hebrew": Card(layout="contact", fields={
        "title": "מודאגים? דברו איתנו",
        "numbers": [number("999", "בשעת חירום", "emergency"), number("+44 1632 960123", "עזרה", "helpline")]}),
    "Hindi": Card(layout="steps", fields={
        "eyebrow": "आप क्या कर सकते हैं", "title": "अगर बच्चा खतरे में है", "items": ["पूछें, और सुनें", "जो देखा, उसे लिख लें"],
        "action": "101 पर कॉल करें।"}),
    "Bengali": Card(layout="myth", fields={"myth": "নিখোঁজ জানাতে ২৪ ঘণ্টা অপেক্ষা করতে হয়।", "fact": "আপনি সঙ্গে সঙ্গে জানাতে পারেন।"}),
    "Punjabi": Card(layout="thanks", fields={"title": "ਨਿਸ਼ਾਨੀਆਂ ਸਿੱਖਣ ਲਈ ਧੰਨਵਾਦ", "text": "ਇੱਕ ਦੂਜੇ ਦਾ ਧਿਆਨ ਰੱਖੋ।"}),
    "Gujarati": Card(layout="event", fields={
        "eyebrow": "તમારી ટીમને મળો", "title": "અધિકારીઓ સાથે વાત કરો", "date": "18 માર્ચ 2026", "time": "10 થી 2", "place": "Mill Lane"}),
    "Tamil": Card(layout="statistic", fields={
        "eyebrow": "விழிப்புணர்வு நாள்", "figure": "62%", "title": "யாரிடமும் சொல்ல மாட்டோம்", "source": "ஆதாரம்: Example Council"}),
    "Vietnamese": Card(layout="quote", fields={"eyebrow": "Từ đội ngũ", "quote": "Mọi thứ đều ổn. Ấm ứ Ế Ộ.", "name": "Nguyễn Thị Ánh"}),
    "Greek": Card(layout="hook", fields={"eyebrow": "Ημέρα", "title": "Θα αναγνωρίζατε τα σημάδια;", "action": "Καλέστε 101"}),
    "Cyrillic": Card(layout="signs", fields={"eyebrow": "Знайте ознаки", "title": "Дитина в небезпеці?", "items": ["зникає", "приховує"]}),
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Brand:
    path = tmp_path_factory.mktemp("brand") / "brand.yaml"
    path.write_text(f'name: Example Constabulary\nfooter: "@exampleforce"\nfonts: {{also: [{NOTO}]}}\n')
    return load_brand(path)


@needs_fonts
@needs_raqm
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("language", CARDS)
def test_a_card_in_another_alphabet_is_drawn_whole(language: str, size: CardSize, many: Brand) -> None:
    drawn = draw(CARDS[language], many, size)
    for run in drawn.runs:
        for piece in pieces(run.face, run.text):
            assert holds(piece.face, piece.text), f"{piece.text} has no glyph in {piece.face.path.name}"
    shown = letters("".join(run.text for run in drawn.runs))
    for text in CARDS[language].fields.values():
        if isinstance(text, str):
            assert letters(tidy(text)) in shown


@needs_fonts
@needs_raqm
def test_cards_that_are_read_from_the_right_are_mirrored(many: Brand) -> None:
    left = {run.field: run for run in draw(CARDS["Hindi"], many, PORTRAIT).runs}
    right = {run.field: run for run in draw(CARDS["Urdu"], many, PORTRAIT).runs}
    assert left["eyebrow"].ink.left < 100 < 1080 - 100 < right["eyebrow"].ink.right
    assert left["brand.footer"].ink.left > right["brand.footer"].ink.right
    assert right["mark.1"].ink.left > right["items.0"].ink.right
    assert not left["title"].face.rtl
    assert right["title"].face.rtl


@needs_fonts
@needs_raqm
def test_urdu_is_set_in_nastaliq_and_a_foreign_letter_takes_its_whole_text_along(many: Brand) -> None:
    urdu = next(run for run in draw(CARDS["Urdu"], many, PORTRAIT).runs if run.field == "title")
    assert {piece.face.path.name for piece in pieces(urdu.face, urdu.text)} == {"NotoNastaliqUrdu-Bold.ttf"}
    viet = [run for run in draw(CARDS["Vietnamese"], many, PORTRAIT).runs if run.field in {"quote", "name"}]
    assert all(run.face.path.name.startswith("NotoSans-") for run in viet)


@needs_fonts
@needs_raqm
def test_lines_of_tall_scripts_keep_apart(many: Brand) -> None:
    for language in ("Urdu", "Vietnamese", "Hindi"):
        fields = {"eyebrow": "101", "title": str(CARDS[language].fields.get("quote") or CARDS[language].fields["title"]) * 3}
        lines = [run.ink for run in draw(Card(layout="hook", fields=fields), many, PORTRAIT).runs if run.field == "title"]
        assert len(lines) > 1
        assert not any(one.meets(other) for n, one in enumerate(lines) for other in lines[n + 1 :])


@needs_fonts
@needs_raqm
@needs_emoji
def test_emoji_are_drawn_in_their_colours(many: Brand) -> None:
    card = Card(layout="hook", fields={"eyebrow": "Save the date", "title": "Meet us 👮🏽‍♀️ on Saturday 🇬🇧"})
    drawn = draw(card, many, PORTRAIT)
    image = Image.open(io.BytesIO(drawn.data)).convert("RGB")
    assert len(image.getcolors(1 << 20) or ()) > 500
    assert "👮🏽‍♀️" in drawn.alt
    assert "🇬🇧" in drawn.alt


@needs_fonts
@pytest.mark.parametrize("language", ["Urdu", "Hebrew", "Hindi"])
def test_without_a_shaping_library_such_a_card_is_refused_with_what_to_do(language: str, many: Brand) -> None:
    with pytest.raises(CardError, match=r"character 1 of .*libfribidi0.*doctor"):
        draw(CARDS[language], many, PORTRAIT, engine="basic")


@needs_fonts
def test_greek_is_drawn_without_one(many: Brand) -> None:
    assert draw(CARDS["Greek"], many, PORTRAIT, engine="basic").alt


@needs_fonts
@needs_raqm
def test_what_no_font_holds_is_named(many: Brand) -> None:
    with pytest.raises(CardError, match=r"no '\ue000' \(U\+E000\), character 4 of the field 'title'"):
        draw(Card(layout="hook", fields={"eyebrow": "Signs", "title": "क्\ue000"[:2] + "a\ue000"}), many, PORTRAIT)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "brand.yaml"
    path.write_text("name: Example\nfonts: {also: [nowhere]}\n")
    with pytest.raises(ConfigError, match="no font or folder 'nowhere'"):
        load_brand(path)


def test_joiners_stay_where_they_shape_letters_and_go_where_they_only_hide() -> None:
    assert tidy("می\u200cخواهم") == "می\u200cخواهم"
    assert tidy("👮\u200d♀\ufe0f") == "👮\u200d♀\ufe0f"
    assert tidy("pass\u200dword\u200c") == "password"


# -- which way a line runs ---------------------------------------------------------------------------------------------


def shown(text: str, *, rtl: bool) -> str:
    """The stretches of a line from left to right, those that run to the left in square brackets."""
    found = levels(text, rtl=rtl)
    return "".join(f"[{text[a:b]}]" if level % 2 else text[a:b] for a, b, level in visual(found))


@pytest.mark.parametrize(("text", "rtl", "expected"), [
    ("plain words, 101", False, "plain words, 101"),
    ("אב 0800 555 111 גד", True, "[ גד]0800 555 111[אב ]"),
    ("اتصل 0800 555 111 الآن", True, "[ الآن]0800 555 111[اتصل ]"),
    ("0800 555 111", True, "0800 555 111"),
    ("اتصل +44 1632 960123.", True, "[.]+44 1632 960123[اتصل ]"),
    ("אב (Childline) גד", True, "[) גד]Childline[אב (]"),
    ("see (אבג) now", False, "see ([אבג]) now"),
    ("a (b אבג) c", False, "a (b [אבג]) c"),
    ("אב 5% גד", True, "[ גד]5%[אב ]"),
    ("אב @force גד", True, "[ גד]@force[אב ]"),
    ("אב 18/3/2026", True, "18/3/2026[אב ]"),
])
def test_the_order_in_which_a_line_is_seen(text: str, rtl: bool, expected: str) -> None:
    assert shown(text, rtl=rtl) == expected


def test_the_direction_of_a_card_is_that_of_most_of_its_letters() -> None:
    assert right_to_left("اتصل 101")
    assert not right_to_left("Call أب on 101, please")
