"""Forms as they come in: multipart with files, and the plain kind."""

from __future__ import annotations

from email import message_from_bytes, policy
from urllib.parse import parse_qsl

from campaign.testing.servers.base import Call, Refusal


def multipart(call: Call) -> dict[str, bytes]:
    """The fields of a multipart form."""
    head = f"content-type: {call.headers.get('content-type', '')}\r\n\r\n".encode()
    message = message_from_bytes(head + call.body, policy=policy.HTTP)
    if not message.is_multipart():
        raise Refusal(400, "the body is no multipart form")
    fields = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        fields[str(name)] = bytes(part.get_payload(decode=True) or b"")
    return fields


def plain(call: Call) -> dict[str, str]:
    """The fields of a plain form."""
    if "application/x-www-form-urlencoded" not in call.headers.get("content-type", ""):
        raise Refusal(400, "the body is no form")
    return dict(parse_qsl(call.body.decode(), keep_blank_values=True))
