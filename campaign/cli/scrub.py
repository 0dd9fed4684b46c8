"""Takes secrets out of what is logged: those that are known, as they stand or quoted, and whatever looks like one."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "[secret]"
_NAMES = (
    "access_?token|refresh_?token|id_token|page_token|bot_token|token|access_?jwt|refresh_?jwt|client_secret|app_?password|password|passwd"
    "|secret|api_?key|api_?secret|access_?secret|appsecret_proof|oauth_signature|code_verifier|x-amz-signature|x-amz-security-token"
)
# Each repetition is bounded or of one class of characters: a hostile line takes linear time.
_LOOKS: tuple[tuple[re.Pattern[str], str], ...] = (
    # OAuth's header is a list with commas, and libraries print headers in one line: nothing after the name is kept.
    (re.compile(r"(?i)\b((?:proxy-)?authorization|set-cookie|cookie)(['\"]?\s{0,3}[:=,])[^\r\n]+"), rf"\1\2 {HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|dpop)\s{1,3}[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)/bot[0-9]{3,}:[\w-]+"), f"/bot{HIDDEN}"),
    (re.compile(r"(?i)(?<![\w+.-])([a-z][a-z0-9+.-]{1,30}://)[^\s/@]{1,500}@"), rf"\1{HIDDEN}@"),
    (re.compile(rf"(?i)(?<![\w-])({_NAMES})(\\?['\"]?\s{{0,3}}[=:]\s{{0,3}}\\?['\"]?)[^\s\"'&,;}}#\\]+"), rf"\1\2{HIDDEN}"),
    (re.compile(r"(?i)([?&]code=)[^\s&\"'#]+"), rf"\1{HIDDEN}"),
)


def forms(secrets: Iterable[str]) -> list[str]:
    """Each secret as it may stand in a line: plain, quoted in an address, in JSON, in base64. The longest first."""
    found: set[str] = set()
    for secret in secrets:
        encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
        found |= {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1], encoded}
    return sorted((form for form in found if len(form) >= 4), key=len, reverse=True)


def scrub(text: str, known: Iterable[str] = ()) -> str:
    """The text without secrets; ``known`` are ``forms`` of those that this workspace has."""
    for form in known:
        text = text.replace(form, HIDDEN)
    for pattern, instead in _LOOKS:
        text = pattern.sub(instead, text)
    return text
