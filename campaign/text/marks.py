"""A text as a platform's interface wants it written: what stands for itself is escaped, and nothing that people read changes."""

from __future__ import annotations

import re

from campaign.text import x

# https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format (read November 2026): a character that is
# not escaped can end the post where it stands.
_LITTLE = re.compile(r"[\\|{}@\[\]()<>#*_~]")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def sent(text: str, platform: str) -> str:
    """``text`` for ``platform``'s interface. LinkedIn and Telegram read marks in a text; the others take it as it is."""
    match platform:
        case "linkedin":
            return little(text)
        case "telegram":
            return re.sub("[&<>]", lambda found: _HTML[found[0]], text)
        case _:
            return text


def little(text: str) -> str:
    """LinkedIn's "little text": every reserved character escaped but the sign of a hashtag, which makes it one."""
    tags = {tag.start for tag in x.hashtags(text)}
    return _LITTLE.sub(lambda found: found[0] if found[0] == "#" and found.start() in tags else f"\\{found[0]}", text)
