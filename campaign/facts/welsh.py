"""What tells in Welsh where English has other words: names of days, orders, cues of lists, figures.

A word of a Welsh sentence may begin with another letter than it has alone (plant, blant, phlant): the patterns name those forms.
"""

from __future__ import annotations

import re

_SMALL = r"(?:y |yr |i |o |a |ac |ar |am |â |rhag |dros |er |yn |i’r |i'r |o’r |o'r |a’r |a'r )?"
EVENT = re.compile(rf"\b(?:Diwrnod|Wythnos|Mis|Pythefnos)(?: {_SMALL}[A-ZÂÊÎÔÛŴŶ][\w'’-]{{1,30}}){{1,8}}")
"""The name of a day, week or month in its own form; a mutated one (“Ddiwrnod …”) is no name that can stand elsewhere."""

ORDER = r"(?:peidiwch|byddwch|ewch|[^\W\d_]{2,20}(?:wch|ewch))\b"
"""“siaradwch”, “cofiwch”, “peidiwch â …”: what people are told to do, in the plural or the polite form."""

ADVICE = (
    r"cyngor|gyngor|chyngor|awgrymiadau|camau (?:syml|bach)|gallwch|allwch|dylech|ddylech"
    r"|(?:i|er mwyn) (?:helpu|gadw|amddiffyn|osgoi|atal)|(?:cadw|gadw|aros) [^.:]{0,60}yn (?:ddiogel|iach)"
)
LOOK_OUT = r"cadwch (?:lygad|olwg)|cadw (?:llygad|golwg)|gadw (?:llygad|golwg)|sylwch|sylwi ar|chwiliwch am"

COUNT = r"(?P<n_cy>\d{1,3}(?:,\d{3})+|\d+) (?:o |mil o |miliwn o )(?P<noun_cy>[^\W\d_]{3,20})"
SHARE = (
    r"\b(?:\d{1,3}|un|dau|dwy|tri|tair|pedwar|pedair|pump|chwech|saith|wyth|naw|deg) o bob (?:\d{1,4}|[^\W\d_]{2,12})\b"
    r"|\b\d{1,3}(?:[.,]\d{1,3})? y cant\b"
)
