"""Whether a whole string is a web address: for a link that somebody typed into a field, not for links inside a text."""

from __future__ import annotations

import ipaddress
from functools import cache

import regex

_FREE = r"a-z0-9\-._~!$&'()*+,;=\x80-\U0010ffff"


def is_url(text: str, *, scheme: bool = True) -> bool:
    """Whether ``text`` is an http or https address and nothing else; without ``scheme``, one from which that may be missing.

    The host is a domain of two or more labels, or an IP address. Names beyond ASCII are taken as they are. The rules agree with
    twitter-text's ``validate.yml``.
    """
    found = _shape().fullmatch(text)
    if found is None or (scheme and not found["scheme"]) or any(map(str.isspace, text)):
        return False
    if found["six"]:
        return _is_address(found["six"][1:-1])
    return _is_address(found["host"]) or _is_domain(found["host"])


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_domain(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < 2:
        return False
    *subdomains, name, ending = labels
    if not (_label("-").fullmatch(name) and _label("-").fullmatch(ending)) or ending[0].isdigit():
        return False
    return all(_label("_-").fullmatch(label) for label in subdomains)


@cache
def _label(glue: str) -> regex.Pattern[str]:
    outer = r"a-z0-9\x80-\U0010ffff"
    return regex.compile(rf"[{outer}](?:[{outer}{glue}]*[{outer}])?", regex.IGNORECASE)


@cache
def _shape() -> regex.Pattern[str]:
    coded = "%[0-9a-f]{2}"
    user = rf"(?:(?:[{_FREE}:]|{coded})++@)?"
    rest = rf"(?::[0-9]{{1,5}})?(?:/(?:[{_FREE}:|@/]|{coded})*+)?(?:\?(?:[{_FREE}:|@/?]|{coded})*+)?(?:\#(?:[{_FREE}:|@/?!]|{coded})*+)?"
    host = r"(?:(?P<six>\[[0-9a-f:.]++\])|(?P<host>[^\s/?#:@%\[\]]++))"
    return regex.compile(rf"(?:(?P<scheme>https?)://)?{user}{host}{rest}", regex.IGNORECASE)
