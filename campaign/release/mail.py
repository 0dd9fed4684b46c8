"""E-mail pasted as text: the release out of forwarded headers, quoting marks, signatures and disclaimers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADER = re.compile(
    r"(?i)[>|* ]{0,8}\**(from|sent|date|to|cc|bcc|subject|reply-to|importance|attachments?|received|x-[\w-]+|message-id"
    r"|mime-version)\**:\**[ \t]*(.*)"
)
_MARK = re.compile(r"(?:[>|] ?)+")
_FORWARD = re.compile(
    r"(?i)[> ]*(?:-{3,} ?(?:original message|forwarded message|forwarded by\b.*) ?-*|begin forwarded message:|_{8,}|on .{8,120} wrote:)"
)
_PREFIX = re.compile(
    r"(?i)^(?:(?:re|fwd?|aw|wg|tr|atb|ym)\s?:\s*|\[(?:external|ext|official|official-sensitive|secure|caution)\w*\]:?\s*|(?:external"
    r"|caution):\s*)+"
)
_BANNER = re.compile(
    r"(?i)(?:\W*(?:caution|warning|external|\[external\])\W.{0,300}(?:email|e-mail|sender|organisation|organization|links"
    r"|attachments).{0,300}"
    r"|you don[’']t often get email from .{0,300}|\[cid:.{0,80}\]|sent from my \w.{0,40}|get outlook for .{0,40}"
    r"|please consider the environment.{0,200}"
    r"|some people who received this message don[’']t often.{0,300})"
)
_DISCLAIMER = re.compile(
    r"(?i)\W*(?:disclaimer\b|confidentiality\b|this (?:e-?mail|message|communication|transmission)\b[^.]{0,120}\b(?:confidential"
    r"|intended|privileged|addressee"
    r"|property|monitored|virus|scanned|protectively)|the (?:information|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message)"
    r"|if you (?:are not the"
    r" intended|have received this (?:e-?mail|message|communication) in error)|internet (?:e-?mail|communications) (?:is"
    r"|are) not secure|all (?:e-?mails?|communications)"
    r" (?:to|from|sent|may).{0,60}(?:monitored|recorded)|you received this (?:e-?mail|message) because|to unsubscribe)"
)
_SIGN_OFF = re.compile(
    r"(?i)(?:(?:many |with |kind |kindest |best |warm |warmest |yours )?(?:regards|thanks|wishes|faithfully|sincerely|truly)"
    r"|thank you|cheers|diolch(?: yn fawr)?"
    r"|cofion(?: gorau)?|best)(?: and (?:best wishes|regards))?[,.!]?"
)
_GREETING = re.compile(
    r"(?i)(?:hi|hello|dear|good (?:morning|afternoon|evening)|morning|afternoon|prynhawn da|bore da|annwyl)\b[^.:]{0,60}[,!]?"
)
_COVER = re.compile(
    r"(?i)(?:please (?:find|see)|see (?:below|attached)|attached (?:is|please)|fyi|for your information).{0,160}(?:release|statement"
    r"|below|attached|news)?.{0,80}"
)
_ENOUGH = 2  # headers that stand together make a mail: one alone may be the release's own line


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """The innermost mail: its headers and its words."""

    body: str
    fields: dict[str, str] = field(default_factory=dict)


def opened(text: str) -> Mail | None:
    """The release in a pasted e-mail, or None where the text is none."""
    lines = text.split("\n")
    heads = _heads(lines)
    if not heads:
        return None
    parts = [(start, end, lines[end:until]) for (start, end), until in zip(heads, [*(s for s, _ in heads[1:]), len(lines)], strict=True)]
    # whoever forwards a release says little: the longest part is the release
    start, end, body = max(parts, key=lambda part: sum(map(len, part[2])))
    said = _fields(lines[start:end])
    fields = {"title": _PREFIX.sub("", said.get("subject", "")).strip(), "date": said.get("sent") or said.get("date", "")}
    return Mail(body="\n".join(_own_words(_unquoted(body))), fields={k: v for k, v in fields.items() if v})


def _heads(lines: list[str]) -> list[tuple[int, int]]:
    """First and last line (exclusive) of every block of headers."""
    heads: list[tuple[int, int]] = []
    n = 0
    while n < len(lines):
        found = _HEADER.match(lines[n])
        if not found:
            n += 1
            continue
        start, names = n, set[str]()
        while n < len(lines) and ((found := _HEADER.match(lines[n])) or (names and lines[n][:1] in {" ", "\t"} and lines[n].strip())):
            names.add(found[1].lower() if found else "")
            n += 1
        if len(names & {"from", "sent", "date", "to", "subject"}) >= _ENOUGH and names & {"from", "subject"}:
            heads.append((start, n))
    return heads


def _fields(lines: list[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    last = ""
    for line in lines:
        if found := _HEADER.match(line):
            last = found[1].lower()
            out.setdefault(last, found[2].strip().strip("*"))
        elif last:
            out[last] += f" {line.strip()}"
    return out


def _unquoted(lines: list[str]) -> list[str]:
    """Lines without the marks of quoting, where most lines carry them."""
    written = [line for line in lines if line.strip()]
    marked = sum(line.lstrip()[:1] in {">", "|"} for line in written)
    return (
        [_MARK.sub("", line, count=1) if line.lstrip()[:1] in {">", "|"} else line for line in lines]
        if marked * 2 > len(written)
        else lines
    )


def _own_words(lines: list[str]) -> list[str]:
    """Without greeting, banners, disclaimers, and the signature after a sign-off."""
    kept: list[str] = []
    for n, line in enumerate(lines):
        shown = line.strip()
        if (
            line.rstrip(" ") == "--"
            or line == "-- "
            or _DISCLAIMER.match(shown)
            or (_SIGN_OFF.fullmatch(shown) and _only_signature(lines[n + 1 :]))
        ):
            break
        if _FORWARD.fullmatch(shown) or _BANNER.fullmatch(shown):
            continue
        if not any(kept) and (_GREETING.fullmatch(shown) or _COVER.fullmatch(shown)):
            continue
        kept.append(line if shown else "")
    return kept


def _only_signature(lines: list[str]) -> bool:
    """Whether nothing but short lines follows, up to a disclaimer: names, numbers, addresses."""
    for n, line in enumerate(line.strip() for line in lines):
        if _DISCLAIMER.match(line):
            return True
        if len(line) > 120 or (n > 25 and line):
            return False
    return True
