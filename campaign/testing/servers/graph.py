"""What Meta's three servers share: versions, tokens in a header, errors by code."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from campaign.testing.servers.base import Call, LoopbackServer, Refusal, Reply

USAGE = {"type": "pages", "call_count": 100, "total_time": 20, "total_cputime": 20, "estimated_time_to_regain_access": 5}


class GraphServer(LoopbackServer):
    """A Graph API. ``token`` is the name of the credential that goes with every call."""

    retry_after = 300.0
    spent: ClassVar[dict[str, str]] = {"x-business-use-case-usage": json.dumps({"1000": [USAGE]}, separators=(",", ":"))}
    token = "ACCESS_TOKEN"  # the name of a credential

    def authorise(self, call: Call) -> None:
        """The token in a header, and nowhere else."""
        if "access_token" in call.query or b"access_token" in call.body:
            raise Refusal(400, "the token stands in the address or the body, from where it gets into logs", name="100")
        if call.headers.get("authorization") != f"Bearer {self.credentials[self.token]}":
            raise Refusal(400, "Error validating access token: the session has been invalidated", name="190/460")

    def refuse(self, status: int, why: str, name: str) -> Reply:
        """Graph's error object; ``name`` is ``code`` or ``code/subcode``."""
        code, _, subcode = (name or "100").partition("/")
        error: dict[str, Any] = {"message": why, "type": "OAuthException", "code": int(code), "fbtrace_id": "A1"}
        if subcode:
            error["error_subcode"] = int(subcode)
        return Reply(status=status, data={"error": error})

    def dead(self) -> Reply:
        """Graph says it with a 400."""
        return self.refuse(400, "Error validating access token", "190/463")

    def limited(self) -> Reply:
        """So is a limit; the header says for how many minutes."""
        reply = self.refuse(400, "Page request limit reached", "32")
        return Reply(status=reply.status, data=reply.data, headers=self.spent)


def only(data: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The fields, if no other is among them."""
    if unknown := set(data) - names:
        raise Refusal(400, f"(#100) unknown fields {sorted(unknown)}", name="100")
    return data


def stamp(n: int) -> str:
    """The time of the n-th post, as Graph writes it: one a second."""
    return f"2026-03-18T{9 + n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}+0000"
