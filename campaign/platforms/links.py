"""Where a link in a post leads, asked once and without following it further."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import httpx

from campaign.models import Problem, Severity
from campaign.platforms.wire import BrokenCall, Transport


def look(link: str, transport: Transport | None = None) -> Problem | None:
    """What is wrong with a link, or None: it is dead (stop), cannot be reached now, or leads to another host (warn)."""
    url = link if "://" in link else f"https://{link}"
    try:
        answer = (transport or Transport(deadline=15.0)).send(httpx.Request("GET", url))
    except BrokenCall as broken:
        return _problem(Severity.WARN, f"{link} cannot be reached: {broken.why}.", "Open it yourself before you approve.")
    except (httpx.InvalidURL, ValueError):
        return _problem(Severity.STOP, f"{link} is no address.", "Correct it.")
    if answer.status >= 400:
        return _problem(Severity.STOP, f"{link} answers {answer.status}: readers would find nothing there.", "Correct it, or leave it out.")
    if 300 <= answer.status < 400:
        there = urlsplit(answer.headers.get("location", ""))
        if there.netloc and _host(there.netloc) != _host(urlsplit(url).netloc):
            return _problem(Severity.WARN, f"{link} leads on to {there.netloc}.", "Make sure that this is meant.")
        return None
    title = re.search(rb"<title[^>]{0,200}>(.{1,300}?)</title>", answer.body[:200_000], re.IGNORECASE | re.DOTALL)
    said = unescape(" ".join(title[1].decode("utf-8", "replace").split())) if title else "a page without a title"
    return _problem(Severity.HINT, f"{link} is “{said}”.", "Is that the page that is meant?")


def _host(name: str) -> str:
    return name.lower().removeprefix("www.")


def _problem(severity: Severity, message: str, fix: str) -> Problem:
    return Problem(rule="link", severity=severity, message=message, fix=fix)
