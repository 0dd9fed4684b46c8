"""Taking a person out of the record on request, and taking out what the settings keep no longer."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from campaign.actions.workspace import Workspace
from campaign.errors import NotAllowed
from campaign.ledger import deliveries, erase
from campaign.ledger.erase import Erased

log = logging.getLogger(__name__)
# A picture is stored just before the approval that holds it: a young one is left alone.
YOUNG = timedelta(days=1)


def redact(workspace: Workspace, what: str, *, by: str, reason: str, now: datetime) -> Erased:
    """Take a name (or the texts of one event, by its number) out of the whole record. The reason is kept, the name is not.

    Raises NotAllowed without a reason, when nothing holds the name, and while a post that holds it is still under way.
    """
    what, reason = " ".join(what.split()), reason.strip()
    if not reason:
        raise NotAllowed("A redaction needs a reason.", fix="--reason says why; it is kept in the record.")
    if len(what) < 3 and not what.isdigit():
        raise NotAllowed(f"{what!r} is too short to look for.", fix="Give the whole name, or the number of an event.")
    if not what.isdigit() and _holding(what)(reason):
        raise NotAllowed("The reason holds the name itself, and the reason is kept.", fix="Word it without the name.")
    done = Erased()
    with workspace.ledger.write() as tx:
        if what.isdigit():
            if (there := erase.written_by(tx, int(what))) is None:
                raise NotAllowed(f"There is no event {what}.", fix="`campaign ledger --json` numbers them.")
            texts = set(there[0])
            erase.in_rows(tx, done, texts.__contains__, only=there[1])
            erase.in_events(tx, done, lambda _text: True, number=int(what))
        else:
            wanted = _holding(what)
            if busy := erase.needing(tx, wanted):
                raise NotAllowed(f"Still under way: {', '.join(busy[:5])}.", fix="Reject or settle those first, then redact.")
            erase.in_rows(tx, done, wanted)
            erase.in_events(tx, done, wanted)
            erase.in_contents(tx, done, wanted)
        if not done.any:
            raise NotAllowed(f"Nothing in the record holds {what!r}.", fix="Look at it: campaign ledger --html FILE")
        erase.note(tx, done, kind="redacted", by=by, reason=reason, at=now)
    workspace.ledger.scrub()
    _unused(workspace, now)
    return done


def _holding(name: str) -> Callable[[str], bool]:
    """Whether a text holds a name, as whole words, in any case."""
    words = r"\s+".join(re.escape(word) for word in name.split(" "))
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return lambda text: pattern.search(text) is not None


def retain(workspace: Workspace, *, by: str, now: datetime) -> Erased:
    """Take out what ``retention`` in config.yaml keeps no longer, and remove pictures that nothing in the record refers to."""
    kept, done = workspace.config.retention, Erased()
    with workspace.ledger.write() as tx:
        if kept.content is not None:
            erase.in_contents(tx, done, lambda _text: True, before=now - kept.content)
        if kept.names is not None:
            erase.in_rows(tx, done, lambda text: text != "[redacted]", before=now - kept.names)
            erase.in_events(tx, done, lambda _text: True, before=now - kept.names)
        if done.any:
            erase.note(tx, done, kind="retention", by=by, reason="no longer kept, as config.yaml says", at=now)
    if done.any:
        workspace.ledger.scrub()
        log.info("retention: %d contents and the texts of %d events were taken out", len(done.contents), len(done.events))
    _unused(workspace, now)
    return done


def _unused(workspace: Workspace, now: datetime) -> None:
    with workspace.ledger.read() as tx:
        used = deliveries.pictures(tx)
    workspace.media.keep_only(used, older_than=now - YOUNG)
