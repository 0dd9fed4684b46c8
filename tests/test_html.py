"""Pages escape what is put into them."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from campaign.html import environment, escape


def test_escape_covers_text_and_attributes() -> None:
    assert escape("<b a='1' c=\"2\">&") == "&lt;b a=&#39;1&#39; c=&#34;2&#34;&gt;&amp;"


def test_a_page_escapes_every_value(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>{{ words }}</p>")
    assert environment(tmp_path).get_template("page.html").render(words="<script>") == "<p>&lt;script&gt;</p>"


def test_a_missing_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ nothing }}")
    with pytest.raises(jinja2.UndefinedError):
        environment(tmp_path).get_template("page.html").render()
