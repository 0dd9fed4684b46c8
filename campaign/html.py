"""HTML pages: the one place where text is escaped and where the environments of page templates are made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = Path(__file__).parent / "data" / "pages"


def escape(text: object) -> str:
    """``text`` as it may stand in an HTML page or in an attribute between quotation marks."""
    from markupsafe import escape as escaped

    return str(escaped(text))


@cache
def environment(folder: Path) -> Environment:
    """The templates of one folder. Every value is escaped; a name that was not given is an error, not an empty place."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def render(template_name: str, **values: object) -> str:
    """One of the package's own pages (``campaign/data/pages``), filled in."""
    return environment(PAGES).get_template(template_name).render(**values)
