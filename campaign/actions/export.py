"""The record as a spreadsheet and as one page: for an answer to a request, printed or sent as a file."""

from __future__ import annotations

import base64
import csv
import io
from collections import Counter
from datetime import datetime
from typing import Any

from campaign import html
from campaign.actions.workspace import Workspace, local
from campaign.errors import LedgerError
from campaign.ledger import record, seals

# A picture larger than this is named by its digest; a page of more would be too large to send.
PICTURE = 1_500_000
PAGE = 40_000_000
PLAIN = ("delivery", "campaign", "post", "part", "account", "platform", "language", "due_at", "state", "reason")
_HEADINGS = (
    *("delivery", "campaign", "post", "part", "account", "platform", "language", "due at", "state", "reason"),
    *("approved by", "approved at", "digest", "acknowledged", "attempts", "published at", "address", "platform's id"),
    *("taken down", "text", "link", "content warning", "alt texts", "pictures", "history"),
)
_SAID = {
    "approved": "approved",
    "withdrawn": "taken back",
    "rejected": "rejected",
    "retimed": "moved to another time",
    "stopped": "everything stopped",
    "resumed": "let go again",
    "planned": "planned",
    "needs_person": "needs a person",
    "taken_down": "taken down",
    "settled_online": "seen online by a person",
    "resend": "sent again by order",
    "dropped": "left out",
    "redacted": "redacted",
    "retention": "old texts taken out",
    "take_down_asked": "asked to be taken down",
    "take_down_unclear": "taking down is unclear",
    "take_down_failed": "not taken down",
    "account_held": "account held",
    "account_blocked": "account blocked",
}
_QUIET = {"armed", "moved", "migrated"}  # said by the attempts, or of no meaning to a reader


def as_csv(rows: list[dict[str, Any]]) -> str:
    """The record as a table for a spreadsheet. A cell that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_HEADINGS)
    for row in rows:
        table.writerow([_cell(c) for c in _cells(row)])
    return out.getvalue()


def _cells(row: dict[str, Any]) -> list[Any]:
    approval, receipt = row["approval"] or {}, row["receipt"] or {}
    down = next((f"{e['at']} by {e['by']}: {e['why']}" for e in row["history"] if e["what"] == "taken_down"), None)
    return [
        *(row[key] for key in PLAIN),
        *(approval.get(key) for key in ("by", "at", "digest")),
        "; ".join(f"{rule}: {why}" for rule, why in approval.get("acknowledged", {}).items()),
        "; ".join(_attempt(a) for a in row["attempts"]),
        *(receipt.get(key) for key in ("published_at", "url", "id")),
        down,
        *(row[key] for key in ("text", "link", "warning")),
        "; ".join(i["alt"] or "" for i in row["images"]),
        "; ".join(i["sha256"] for i in row["images"]),
        "; ".join(f"{e['at']} {said(e['what'])} by {e['by']}" + (f": {e['why']}" if e["why"] else "") for e in row["history"]),
    ]


def _attempt(one: dict[str, Any]) -> str:
    text = f"{one['n']}: {one['started_at']} to {one['ended_at'] or 'no end known'}, {one['outcome'].replace('_', ' ')}"
    return f"{text} ({one['detail']})" if one["detail"] else text


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    # Spreadsheets pass over spaces and controls before they look for a formula's sign.
    first = next((c for c in text if c > " " and c != "\u00a0"), "")
    return f"'{text}" if first in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} or text[:1] in {"\t", "\r", "\n"} else text


def said(kind: str) -> str:
    """What an event is called on paper."""
    return _SAID.get(kind, kind.replace("_", " "))


def as_html(workspace: Workspace, rows: list[dict[str, Any]], *, campaign: str | None, now: datetime) -> str:
    """The record as one page that stands alone: what was said, by whose leave, what became of it, and every decision on the way."""
    with workspace.ledger.read() as tx:
        newest, history = seals.newest(tx), record.history(tx)
    names = {row["delivery"] for row in rows} | {f"{row['campaign']}/{row['post']}" for row in rows} | {row["campaign"] for row in rows}
    events = [e for e in history if campaign is None or e["subject"] in names or e["subject"] == "workspace"]
    return html.render(
        "ledger.html",
        organisation=workspace.config.organisation,
        campaign=campaign,
        rows=rows,
        states=Counter(str(row["state"]).replace("_", " ") for row in rows),
        events=[moved(workspace, e) for e in events if e["kind"] not in _QUIET],
        pictures=_pictures(workspace, rows),
        said=said,
        seal=newest and newest.hash,
        zone=workspace.config.timezone,
        made=local(now, workspace).isoformat(timespec="minutes"),
    )


def moved(workspace: Workspace, event: dict[str, Any]) -> dict[str, Any]:
    """An event for people: number, time, who, what, to what, and why."""
    data = event["data"]
    why = next((str(data[key]) for key in ("reason", "url", "due_at") if data.get(key)), "")
    at = local(event["at"], workspace).isoformat(timespec="seconds")
    return {"event": event["id"], "at": at, "by": event["actor"], "what": event["kind"], "subject": event["subject"], "why": why}


def _pictures(workspace: Workspace, rows: list[dict[str, Any]]) -> dict[str, str]:
    """The frozen pictures as data addresses, as long as they are small enough to send."""
    found: dict[str, str] = {}
    size = 0
    for image in (image for row in rows for image in row["images"]):
        if image["sha256"] in found or image["mime"] not in {"image/png", "image/jpeg", "image/gif", "image/webp"}:
            continue
        try:
            data = workspace.media.get(image["sha256"])
        except LedgerError:
            continue
        if len(data) <= PICTURE and size + len(data) <= PAGE:
            size += len(data)
            found[image["sha256"]] = f"data:{image['mime']};base64,{base64.b64encode(data).decode()}"
    return found
