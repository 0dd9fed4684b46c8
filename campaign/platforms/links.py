"""Where a link in a post leads. It is followed on its own host only: another host is named, not asked."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx

from campaign.models import Problem, Severity
from campaign.platforms.wire import Answer, BrokenCall, Transport

_HOPS = 4
_UNSURE = frozenset({401, 403, 405, 406, 408, 425, 429})  # a page that is there for people may refuse a program
_GONE = re.compile(
    r"(?i)\b(?:404|(?:page|site) (?:not found|cannot be found|can[’']t be found)|not found|domain (?:is )?for sale|buy this domain"
    r"|parked|account suspended|heb ei chanfod|ddim ar gael)\b"
)
_TITLE = re.compile(rb"<title[^>]{0,200}>(.{1,300}?)</title>", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{4,}")
_EVERYWHERE = frozenset({"home", "homepage", "page", "welcome", "website", "site", "index", "http", "https", "hafan"})


def look(link: str, about: str = "", transport: Transport | None = None) -> Problem | None:
    """What is wrong with a link, or None: it is dead (stop), cannot be reached or leads to another host (warn), has moved, or its
    page has a title that shares no word with ``about`` (hint).
    """
    url = link if "://" in link else f"https://{link}"
    moved, there = False, url
    for _ in range(_HOPS):
        try:
            answer = (transport or Transport(deadline=15.0)).send(httpx.Request("GET", there))
        except BrokenCall as broken:
            return _problem(Severity.WARN, f"{link} cannot be reached: {broken.why}.", "Open it yourself before you approve.")
        except (httpx.InvalidURL, ValueError):
            return _problem(Severity.STOP, f"{link} is no address.", "Correct it.")
        if not (300 <= answer.status < 400 and answer.headers.get("location")):
            return _answered(link, answer, about) or (_moved(link, there) if moved and _differ(url, there) else None)
        moved = moved or answer.status in {301, 308}
        there = urljoin(there, answer.headers["location"])
        if _host(there) != _host(url):
            host = urlsplit(there).netloc
            return _problem(Severity.WARN, f"{link} leads on to {host}: {there}", "Make sure that this is meant, and write that address.")
    return _problem(Severity.STOP, f"{link} is sent round in circles and never arrives.", "Correct it, or leave it out.")


def _answered(link: str, answer: Answer, about: str) -> Problem | None:
    if answer.status in _UNSURE or answer.status >= 500:
        message = f"{link} answers {answer.status}, perhaps only because a program asks."
        return _problem(Severity.WARN, message, "Open it yourself before you approve.")
    if answer.status >= 400:
        return _problem(Severity.STOP, f"{link} answers {answer.status}: readers would find nothing there.", "Correct it, or leave it out.")
    title = _title(answer)
    if _GONE.search(title):
        return _problem(Severity.WARN, f"{link} is there, but its title says “{title}”.", "Open it: is the page gone?")
    known = {*_words(about), *_words(link)}
    if about and title and not any(word in known or word in link.lower() for word in _words(title)):
        return _problem(Severity.HINT, f"{link} is “{title}”.", "Is that the page that is meant?")
    return None


def _title(answer: Answer) -> str:
    found = _TITLE.search(answer.body[:200_000])
    return unescape(" ".join(found[1].decode("utf-8", "replace").split())) if found else ""


def _moved(link: str, there: str) -> Problem:
    return _problem(Severity.HINT, f"{link} has moved to {there}", "Write the new address: the old one may end.")


def _differ(one: str, other: str) -> bool:
    """Whether two addresses of a host are of different pages; https and a stroke at the end make none."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.path.rstrip("/"), first.query) != (second.path.rstrip("/"), second.query)


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if word not in _EVERYWHERE}


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _problem(severity: Severity, message: str, fix: str) -> Problem:
    return Problem(rule="link", severity=severity, message=message, fix=fix)
