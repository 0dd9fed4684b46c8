"""A file to begin own wordings with: what may stand in it, an example, and the built-in wordings to change."""

from __future__ import annotations

from campaign.compose.rendering import NAMES
from campaign.compose.wordings import FORMS, WHEN, find_template
from campaign.errors import TemplateError
from campaign.yamlfile import read_text

_HEAD = """\
# Your own wordings for {kind} posts ({language}). While this file is here, the built-in {kind}.yaml is not used.
#
# A wording has an id, and up to three forms: {forms}. The longest that fits a platform is taken; nothing is ever cut.
# Names between double braces are filled in from the release, exactly as they stand there. A wording whose names the release
# can't fill steps aside. The names:
{names}
# and house_ with the id of a house line of config.yaml (house_one_sign).
# `when` says on what a wording depends; all of it must hold, and "not …" turns one round:
{conditions}
# Beside names there may be: {{% if name %}} … {{% else %}} … {{% endif %}}, and {{# a note to yourselves #}}. No loops, no filters.
# Type no telephone number or address: they come from the release and the contact register, and are checked.
# Afterwards: campaign templates test
#
# wordings:
#   - id: ours
#     when: [signs, not today]
#     long: |
#       The first line of the post.
#
#       {{{{ hook }}}}
#     short: "{{{{ hook }}}}"
#
# Below are the built-in wordings as they are. Change them, add yours, delete what you don't say.

"""
_LINES_HEAD = """\
# How your posts say numbers and addresses ({language}). While this file is here, the built-in lines.yaml is not used.
# Type no telephone number: each is filled in for {{{{ value }}}}. Afterwards: campaign templates test

"""


def new_template(kind: str, language: str) -> str:
    """The text of the file. Raises TemplateError where nothing is built in for this kind and language."""
    built_in = read_text(find_template(kind, language, ()), error=TemplateError)
    if kind == "lines":
        return _LINES_HEAD.format(language=language) + built_in
    head = _HEAD.format(kind=kind, language=language, forms=", ".join(FORMS), names=_rows(NAMES), conditions=_rows(WHEN))
    return head + built_in


def _rows(words: tuple[str, ...]) -> str:
    """Words in lines of a comment, not too long to read."""
    rows = ["#  "]
    for word in words:
        if len(rows[-1]) + len(word) > 110:
            rows.append("#  ")
        rows[-1] += f" {word}"
    return "\n".join(rows)
