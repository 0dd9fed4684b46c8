"""Sets of characters that X's and Mastodon's rules share, as bodies of character classes.

Source of the sets: github twitter/twitter-text (Apache-2.0), behaviour of 3.1.0; checked against its conformance data.
"""

from __future__ import annotations

SPACES = r"\x09-\x0d\x20\x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
INVALID = r"\ufffe\ufeff\uffff"
DIRECTION = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
# Punctuation that cannot stand in a domain; the hyphen, the dot and the underscore have rules of their own.
PUNCTUATION = r"!'#%&()*+,\\/:;<=>?@\[\]^{|}~$"
ACCENTS = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    r"\u02bb\u0300-\u036f\u1e00-\u1eff"
)
CYRILLIC = r"\u0400-\u04ff"
AT = "@＠"
HASH = "#＃"
