"""Brand files: what is read, what is checked, and what the errors say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from campaign.cards import PORTRAIT, SIZES, Brand, alt_text, brand_resources, draw, load_brand
from campaign.cards.brandfile import FONTS, SAMPLE, looks
from campaign.cards.colour import MARK_RATIO, TEXT_RATIO, contrast, mix, nearest, parse
from campaign.cards.specs import SPECS
from campaign.errors import CardError, ConfigError
from campaign.models import Card
from tests.cards.conftest import CARDS
from tests.conftest import ROOT


def write(folder: Path, text: str) -> Path:
    path = folder / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_known_contrasts() -> None:
    """The values of WCAG's formula for pairs that others have measured."""
    pairs = {("#ffffff", "#12436d"): 10.3, ("#ffdd00", "#12436d"): 7.6, ("#0b0c0c", "#ffdd00"): 14.6, ("#ffffff", "#28a197"): 3.2}
    for (ink, ground), ratio in pairs.items():
        one, other = parse(ink), parse(ground)
        assert one is not None
        assert other is not None
        assert contrast(one, other) == pytest.approx(ratio, abs=0.06)
    assert mix((0, 0, 0), (255, 255, 255), 0.5) == (128, 128, 128)
    assert (parse("#abc"), parse("abcdef"), parse("#12345"), parse("red")) == ((170, 187, 204), None, None, None)


def test_every_theme_of_the_sample_brand_draws_every_card(brand: Brand) -> None:
    for theme in brand.themes:
        for card in (CARDS["hook"], CARDS["signs"], CARDS["quote"], CARDS["contact"]):
            themed = Card(layout=card.layout, fields={**card.fields, "theme": theme})
            assert draw(themed, brand, PORTRAIT).runs[0].ground in {brand.themes[theme].ground, brand.themes[theme].panel}


def test_every_pair_of_every_theme_can_be_read(brand: Brand) -> None:
    for theme in brand.themes.values():
        pairs = (theme.text, theme.ground), (theme.panel_text, theme.panel), (theme.eyebrow, theme.motif)
        assert min(contrast(*pair) for pair in pairs) >= TEXT_RATIO
        assert contrast(theme.mark, theme.ground) >= MARK_RATIO


def test_a_brand_file_needs_only_a_name(tmp_path: Path) -> None:
    brand = load_brand(write(tmp_path, "name: Example Fire and Rescue Service\n"))
    assert (brand.name, brand.initials, brand.footer) == ("Example Fire and Rescue Service", "EFR", "")
    for card in CARDS.values():
        for size in SIZES:
            assert "Example Fire and Rescue Service." in draw(card, brand, size).alt


def test_a_long_name_fits_every_card(tmp_path: Path) -> None:
    brand = load_brand(write(tmp_path, "name: Office of the Police and Crime Commissioner for Exampleshire\nfooter: '@pcc'\n"))
    for card in CARDS.values():
        for size in SIZES:
            assert draw(card, brand, size).alt.endswith("Exampleshire, @pcc.")


def test_a_theme_of_ones_own(tmp_path: Path) -> None:
    text = (
        'name: Example Trust\ncolours: {green: "#00401f"}\n'
        "themes: {moss: {ground: green, text: white, eyebrow: yellow, mark: yellow, "
        'panel: "#fff", panel_text: ink, panel_eyebrow: green}}\n'
        "layouts: {hook: moss}\n"
    )
    brand = load_brand(write(tmp_path, text))
    assert draw(CARDS["hook"], brand, PORTRAIT).runs[0].ground == (0, 64, 31)


@pytest.mark.parametrize(("text", "line", "match"), [
    ("name: X\ncolor: {}\n", 2, "'color' is not a setting of a brand file. Did you mean 'colours'"),
    ("initials: X\n", 1, "has no name"),
    ("- name\n", 1, "A brand file is a list of settings"),
    ('name: X\ncolours:\n  navy: "#12"\n', 3, "'navy' is not written as"),
    ("name: X\ncolours:\n  navy: #123456\n", 3, "# begins a comment"),
    ("name: X\nthemes:\n  dusk: {ground: nvy}\n", 3, "Did you mean 'navy'"),
    ("name: X\nthemes:\n  dusk: {ground: navy}\n", 3, "'dusk' has no text"),
    ("name: X\nthemes:\n  dusk: {grund: navy}\n", 3, "'themes.dusk.grund' is not a setting of a brand file. Did you mean 'ground'"),
    ("name: X\nlayouts:\n  hook: [papper]\n", 3, "Did you mean 'paper'"),
    ("name: X\nlayouts:\n  hok: [paper]\n", 3, "Did you mean 'hook'"),
    ("name: X\nwords:\n  emergancy: Now\n", 3, "Did you mean 'emergency'"),
    ("name: X\nfonts:\n  bold: Missing.ttf\n", 3, "There is no file 'Missing.ttf'. .*comes with the program"),
    ("name: X\nfonts:\n  bald: Missing.ttf\n", 3, "Did you mean 'bold'"),
    ("name: X\nlogo:\n  on_light: logo.png\n", 3, "There is no file 'logo.png'"),
    ("name: X\nfonts: Arial\n", 2, "'fonts' must be a group"),
    ("name: [X]\n", 1, "'name' must be text"),
    ("name: X\nlogo:\n  on_light: brand.yaml\n", 3, "not a picture"),
    ("name: X\nfonts:\n  bold: brand.yaml\n", 3, "'brand.yaml' can't be used"),
    ("name: X\n  y: [\n", 2, "colon here"),
])
def test_a_broken_brand_file_says_where_and_what(tmp_path: Path, text: str, line: int, match: str) -> None:
    with pytest.raises(ConfigError, match=match) as caught:
        load_brand(write(tmp_path, text))
    assert str(caught.value).startswith(f"{tmp_path / 'brand.yaml'}:{line}: ")


def test_a_missing_brand_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_brand(tmp_path / "brand.yaml")


def test_a_pair_that_cannot_be_read_is_named_with_its_ratio(tmp_path: Path) -> None:
    text = (
        'name: X\ncolours: {sea: "#28a197"}\nthemes:\n'
        "  beach:\n    ground: sea\n    text: white\n    eyebrow: ink\n    mark: ink\n"
        "    panel: ink\n    panel_text: white\n    panel_eyebrow: white\n"
    )
    pair = (r"text \(white, #ffffff\) on ground \(sea, #28a197\) has a contrast of 3\.16:1 and needs 4\.5:1.*"
            r"#[0-9a-f]{6} would do for the text")
    with pytest.raises(ConfigError, match=pair) as caught:
        load_brand(write(tmp_path, text))
    assert caught.value.line == 6


def test_a_colour_of_the_sample_that_is_changed_is_checked_in_its_themes(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"The theme '.*' can't be read"):
        load_brand(write(tmp_path, 'name: X\ncolours:\n  navy: "#8fa8d0"\n'))


def test_fonts_beside_the_brand_file_or_in_the_package(tmp_path: Path) -> None:
    bold = FONTS / "atkinson-hyperlegible-next" / "AtkinsonHyperlegibleNext-Bold.ttf"
    shutil.copy(bold, tmp_path / "Ours.ttf")
    text = "name: X\nfonts:\n  regular: Ours.ttf\n  bold: atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-Bold.ttf\n"
    brand = load_brand(write(tmp_path, text))
    assert brand.faces["regular"].path == tmp_path / "Ours.ttf"
    assert brand.faces["bold"].path == bold
    assert brand.faces["regular"].sha256 == brand.faces["bold"].sha256


def test_resources_name_every_file_that_decides_the_look(tmp_path: Path) -> None:
    path = write(tmp_path, "name: X\nlogo: {on_light: logo.png}\n")
    Image.new("RGBA", (400, 100), (10, 20, 90, 255)).save(tmp_path / "logo.png")
    before = brand_resources(load_brand(path))
    assert set(before) == {"brand.yaml", "font:regular", "font:semibold", "font:bold", "logo:on_light", "logo:on_dark"}
    Image.new("RGBA", (400, 100), (10, 20, 91, 255)).save(tmp_path / "logo.png")
    after = brand_resources(load_brand(path))
    assert {name for name in before if before[name] != after[name]} == {"logo:on_light", "logo:on_dark"}


def test_a_logo_stands_for_the_name_and_keeps_its_colours(tmp_path: Path) -> None:
    Image.new("RGBA", (400, 100), (10, 20, 90, 255)).save(tmp_path / "logo.png")
    brand = load_brand(write(tmp_path, "name: Example Trust\nlogo: {on_light: logo.png}\nlayouts: {hook: sky}\n"))
    drawn = draw(CARDS["hook"], brand, PORTRAIT)
    (tmp_path / "card.png").write_bytes(drawn.data)
    with Image.open(tmp_path / "card.png") as image:
        assert image.getpixel((84 + 140, 1230)) == (10, 20, 90)
    assert not any(run.field in {"brand.name", "brand.initials"} for run in drawn.runs)
    assert drawn.alt.endswith("Example Trust.")
    (tmp_path / "logo.png").write_bytes(b"changed")
    with pytest.raises(CardError, match="changed since the brand was read"):
        draw(CARDS["hook"], brand, PORTRAIT)


def test_a_name_and_footer_that_do_not_fit_say_so(tmp_path: Path) -> None:
    name = "Office of the Commissioner for Example " * 3
    brand = load_brand(write(tmp_path, f"name: {name}\nfooter: www.a-rather-long-address.example\n"))
    with pytest.raises(CardError, match="Shorten 'footer' or 'name' in the brand file"):
        draw(CARDS["hook"], brand, PORTRAIT)


def test_a_theme_by_number_by_name_or_by_the_words(brand: Brand) -> None:
    first, second = brand.layouts["hook"]
    assert brand.theme("hook", "2", "").name == second
    assert brand.theme("hook", "3", "").name == first
    assert brand.theme("hook", "signal", "").name == "signal"
    assert {brand.theme("hook", None, f"title {n}").name for n in range(30)} == {first, second}


def test_words_for_purposes_can_be_in_another_language(tmp_path: Path) -> None:
    brand = load_brand(write(tmp_path, "name: Heddlu Enghraifft\nwords: {emergency: Mewn argyfwng}\n"))
    assert "Mewn argyfwng: 999." in alt_text(CARDS["contact"], brand)


def test_the_sample_is_a_whole_brand_file() -> None:
    assert load_brand(SAMPLE).name == "Example Constabulary"
    assert (FONTS / "atkinson-hyperlegible-next" / "OFL.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE") == 1


# -- looks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", looks())
def test_a_ready_look_makes_a_feed_of_many_colours(look: str, tmp_path: Path) -> None:
    brand = load_brand(write(tmp_path, f"name: Example Trust\nlook: {look}\n"))
    assert set(brand.layouts) == set(SPECS)
    for names in brand.layouts.values():
        assert len({brand.themes[name].ground for name in names}) + len({brand.themes[name].panel for name in names}) >= 3
    assert len({brand.themes[names[0]].ground for names in brand.layouts.values()}) >= 5
    for layout in SPECS:
        for place in ("1", "2"):
            assert draw(Card(layout=layout, fields={**CARDS[layout].fields, "theme": place}), brand, PORTRAIT).alt


def test_there_are_six_looks_and_the_page_names_each() -> None:
    page = (ROOT / "docs" / "cards.md").read_text("utf-8")
    assert len(looks()) == 6
    assert all(f"| `{look}` |" in page for look in looks())


def test_the_page_names_every_layout_with_its_fields() -> None:
    page = (ROOT / "docs" / "cards.md").read_text("utf-8")
    for layout, spec in SPECS.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{layout}` |"))
        listed = (spec.several[0],) if spec.several else ()
        told = re.findall(r"(\*\*)?`(\w+)`", row.split("|")[2])
        fields = [(name, bool(bold)) for bold, name in told if name not in {"value", "label", "purpose"}]
        assert fields == [(name, name in spec.required or name in listed) for name in spec.reading]


def test_a_look_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Did you mean 'heather'"):
        load_brand(write(tmp_path, "name: X\nlook: hether\n"))


def test_another_look_is_another_card(tmp_path: Path) -> None:
    one = load_brand(write(tmp_path, "name: X\n"))
    assert one.sha256 == load_brand(write(tmp_path, "name: X\n")).sha256
    assert one.themes != load_brand(write(tmp_path, "name: X\nlook: ember\n")).themes


@pytest.mark.parametrize(("ink", "ground"), [("#999999", "#ffffff"), ("#28a197", "#ffffff"), ("#5a6675", "#0b1730"),
                                             ("#777777", "#777777")])
def test_the_nearest_colour_that_can_be_read_is_found(ink: str, ground: str) -> None:
    one, other = parse(ink), parse(ground)
    assert one is not None
    assert other is not None
    found = nearest(one, other, TEXT_RATIO)
    assert found is not None
    assert TEXT_RATIO <= contrast(found, other) < TEXT_RATIO + 0.3
