"""What a web page puts around a story and a copy of it carries along: share links, adverts, captions, bylines, related stories.

Only lines that surely say nothing of the release are dropped; each pattern must match a whole line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from campaign.release.dates import find_date

Kind = Literal["heading", "paragraph", "item", "blockquote"]

_NETWORK = r"(?:facebook|twitter|x|whatsapp|linkedin|e-?mail|messenger|reddit|pinterest|telegram|bluesky|threads|flipboard|copy link)"
_JUNK = re.compile(
    rf"""
      (?:hide|close|skip)\ ad(?:vert(?:isement)?)?s? | advertisements?(?:\ -\ .*)? | advert | sponsored(?:\ content)?
    | promoted(?:\ content)?
    | (?:article\ )?(?:continues|story\ continues)\ below(?:\ advert\w*)?
    | skip\ to\ (?:main\ )?(?:content|navigation|menu|search|footer)\.? | (?:jump|back|return)\ to\ (?:the\ )?top(?:\ of\ .*)?
    | (?:share|tweet|post|print|e-?mail|save|send)(?:\ (?:this|the|on|to|via|by|page|article|story|release|post|news|link|it|now|with|your
        |friends|a|friend|{_NETWORK}|,|and|or|/|&))*:?
    | share\ (?:this|on|via)\b.{{0,60}}(?:{_NETWORK}).{{0,60}} | copy\ (?:this\ )?link(?:\ to\ clipboard)? | link\ copied!?
    | (?:click\ here\ to\ )?(?:sign\ up|subscribe|register)\b.{{0,80}}\b(?:newsletters?|inbox|bulletins?|e-?mail\ alerts?)\b.{{0,120}}
    | (?:get|want|receive)\b.{{0,80}}\b(?:to|in|into)\ your\ inbox\b.{{0,120}} | newsletter(?:\ sign-?\ ?up)?
    | enter\ your\ e-?mail(?:\ address)?\.*
    | (?:read|see)\ (?:more|next|also)(?:\ ?(?::|-|–|»|›|>|…|\.\.\.).{{0,200}})?
    | (?:don[’']t\ miss|watch|in\ pictures|listen)\ ?:\ .{{0,200}}
    | (?:main\ )?(?:image|picture|photo|pic|photograph|video|media)s?(?:\ (?:caption|credit|source|copyright|by
        |courtesy\ of))?\ ?:\ .{{0,240}}
    | (?:image|video|media)\ (?:caption|source|copyright)(?:,|\ ).{{0,240}}
    | (?:file|stock|library)\ (?:photo|picture|image)(?:\W.{{0,120}})?
    | (?:follow|like|find)\ us(?:\ on\b.{{0,100}})?
    | (?:view|show|load|leave|add|post|write|read)\ (?:an?\ |all\ |more\ |the\ )?comments?(?:\ ?\(?\d*\)?)?
    | \d+\ comments? | join\ the\ (?:conversation|discussion) | log\ in\ to\ comment | be\ the\ first\ to\ comment
    | (?:accept|reject|manage|allow|deny|decline|view)\ (?:all\ |additional\ |optional\ |your\ )?cookies?(?:\ (?:settings|preferences
        |policy))?
    | cookies?\ (?:settings|policy|preferences|notice|on\b.{{0,60}})
    | (?:we|this\ (?:web)?site)\ uses?\ (?:some\ )?(?:essential\ )?cookies\b.{{0,300}}
    | (?:you\ have\ )?(?:accepted|rejected)\ (?:additional|all|optional)\ cookies\b.{{0,200}} | hide\ (?:cookie|this)\ message
    | home(?:\ ?[>›»/|→]\ ?[^>›»|→/]{{1,60}}){{1,8}} | you\ are\ here:?(?:\ .{{0,160}})?
    | loading\W* | (?:listen\ to|play)\ (?:this\ )?(?:article|story|audio|video)\b.{{0,60}} | (?:\d+|one|two|three)[\ -]min(?:ute)?s?\ read
    | (?:estimated\ )?read(?:ing)?\ time\ ?:?.{{0,30}}
    | (?:next|previous|older|newer)(?:\ (?:article|story|post|release|page|news))?\ ?[»›→>]?
    | [«‹←<]\ ?(?:next|previous|back)\b.{{0,60}}
    | all\ rights\ reserved\.? | (?:copyright\ )?©.{{0,160}} | copyright\ \d{{4}}.{{0,120}}
    | (?:report\ a\ problem\ with|is\ this\ page|was\ this\ page|did\ you\ find\ this|help\ us\ improve)\b.{{0,80}}
    | thank\ you\ for\ your\ feedback\.?
    | open\ (?:image|in\ (?:a\ )?new\ (?:window|tab)).{{0,40}} | opens?\ in\ (?:a\ )?new\ (?:window|tab)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE = re.compile(
    r"(?:Written )?[Bb]y[: ] ?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}(?:,? (?:[Ll]ocal |[Dd]emocracy |[Nn]ews |[Cc]rime |[Ss]enior "
    r"|[Cc]hief |[Hh]ealth )"
    r"{0,3}(?:[Rr]eporter|[Ee]ditor|[Cc]orrespondent|[Ww]riter|[Jj]ournalist)[\w ,]{0,40})?"
)
_MORE = re.compile(
    r"(?i)(?:related|more|latest|other|similar|recommended|top|trending|popular|recent)\W*(?:stories|articles|content|news|topics"
    r"|pages|posts|releases"
    r"|releases? from .{0,60}|from .{0,60}|on this story|like this|reading|for you)?|(?:most|mostly) (?:read|popular|viewed|shared)"
    r"|you (?:may|might)"
    r" (?:also )?(?:like|be interested in|have missed)|(?:related|useful) topics|around the web|promoted stories|comments"
    r"|recommended for you"
    r"|(?:tags|topics|categories|filed under)"
)
_LABELLED = re.compile(
    r"(?i)(?:(?:first |last |date |story )?(?:published|posted|released|issued|updated|modified|date|publication date|release date)"
    r"(?: on| at| date)?)[ ]?[:–-]?[ ](?=.*\d).{4,80}"
)
_DATE_LINE = re.compile(
    r"(?i)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9},? \d{4}"
    r"|[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d\d-\d\d)(?:,? (?:at )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?)?\.?"
)
_UPDATED = re.compile(r"(?i)(?:last )?(?:updated|modified)")
_MENU = frozenset({
    "home", "news", "menu", "search", "close", "about", "about us", "contact", "contact us", "careers", "jobs", "sport",
    "weather", "events", "services", "topics", "sections", "sign in", "log in", "login", "register", "subscribe", "latest",
    "latest news", "your area", "press office", "media centre", "newsroom", "news and appeals", "cymraeg", "english", "a-z",
    "accessibility", "privacy", "privacy policy", "cookies", "terms and conditions", "terms", "sitemap", "site map", "facebook",
    "twitter", "x", "instagram", "youtube", "linkedin", "whatsapp", "email", "print", "share", "rss", "opinion", "business",
    "lifestyle", "video", "video player", "more", "what's on", "what’s on", "politics", "world", "uk", "local", "culture",
    "travel", "skip to content",
})  # fmt: skip
_REACH = re.compile(r"www\.|://|@|(?<!\d)\d{3,5} ?\d{3}")  # whatever else it says, a line that says whom to reach stays
_TOP = 10  # a date line, a menu or a byline stands above the story
_LONGEST = 320


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """The blocks that are the release, the line that dates it, and the lines that were left out."""

    entries: list[tuple[Kind, str]]
    dated: str | None
    dropped: tuple[str, ...]


def is_junk(line: str) -> bool:
    """Whether a line is surely no part of a release."""
    return len(line) < _LONGEST and _JUNK.fullmatch(line) is not None and not _REACH.search(line)


def is_more(line: str) -> bool:
    """Whether a line is the heading of a list of other stories, of tags or of comments."""
    return len(line) < 60 and _MORE.fullmatch(line.rstrip(":")) is not None


def is_dated(line: str) -> bool:
    """Whether a line says only when the page was published."""
    return len(line) < 120 and bool(_LABELLED.fullmatch(line) or _DATE_LINE.fullmatch(line)) and find_date(line) != (None, "")


def clean(entries: Sequence[tuple[Kind, str]]) -> Kept:
    """Leave out what surely is no part of the release; never all of it."""
    dropped: list[str] = []
    dated: list[str] = []
    menus = _menus(entries)
    kept: list[tuple[Kind, str]] = []
    more = False
    for n, (kind, words) in enumerate(entries):
        if n < _TOP and kind != "item" and is_dated(words):
            dated.append(words)
            continue
        more = (is_more(words) and kind != "item" and bool(kept)) or (more and _teaser(words))
        shown = "" if more or n in menus else _without_junk(kind, words, len(kept))
        if shown:
            kept.append((kind, shown))
        if shown != words:
            dropped.append(words)
    if not kept:
        return Kept(entries=list(entries), dated=None, dropped=())
    first = next((line for line in dated if not _UPDATED.match(line)), dated[0] if dated else None)
    return Kept(entries=kept, dated=first, dropped=tuple(dropped))


def _without_junk(kind: Kind, words: str, place: int) -> str:
    if kind != "item" and len(words) < 120 and place < _TOP and _BYLINE.fullmatch(words):
        return ""
    lines = words.split("\n")
    kept: list[str] = []
    for line in lines:
        # in the middle of a sentence that a program wrapped, the same words are the sentence's own
        open_ended = kept and not kept[-1].endswith((".", "!", "?", ":", "”", '"', "’"))
        if (open_ended and len(lines) > 1 and not line[:1].isupper()) or not is_junk(line):
            kept.append(line)
    return "\n".join(kept)


def _teaser(words: str) -> bool:
    """Whether this may be the headline of another story, a tag or a comment's name: short, no sentence, nothing to call."""
    return len(words) < 140 and not words.endswith((".", "!", "”", '"', ":")) and not re.search(r"@|\d{3}|www\.|[“”\"]", words)


def _menus(entries: Sequence[tuple[Kind, str]]) -> frozenset[int]:
    """The blocks of runs of three and more words that only stand in menus."""
    found: set[int] = set()
    run: list[int] = []
    for n, (_, words) in enumerate(entries):
        if all(line.casefold().strip(" |>›»•") in _MENU for line in words.split("\n")):
            run.append(n)
            continue
        found.update(run if _is_menu(entries, run) else ())
        run = []
    return frozenset(found | set(run if _is_menu(entries, run) else ()))


def _is_menu(entries: Sequence[tuple[Kind, str]], run: Sequence[int]) -> bool:
    """Three lines at least, and no list that a sentence before it announces."""
    if sum(entries[n][1].count("\n") + 1 for n in run) < 3:
        return False
    return run[0] == 0 or not entries[run[0] - 1][1].endswith(":")
