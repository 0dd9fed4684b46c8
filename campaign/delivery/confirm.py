"""What is online is read once: is it whole?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from campaign.ledger import Delivery, Ledger, record
from campaign.models import Receipt, Request
from campaign.platforms.base import Platform

log = logging.getLogger(__name__)


def confirm(
    ledger: Ledger, platform: Platform, delivery: Delivery, request: Request, receipt: Receipt, *, at: Callable[[], datetime], actor: str
) -> None:
    """Read a published post. What is not whole goes on record; it is published all the same, and is never sent again."""
    try:
        problems = platform.confirm(receipt, request)
    except Exception as error:  # it is online; a look at it that fails changes nothing
        log.info("%s could not be read back: %s", delivery.id, error)
        return
    if not problems:
        return
    said = [problem.message for problem in problems]
    log.warning("%s is online, but not as it was sent: %s", delivery.id, " ".join(said))
    with ledger.write() as tx:
        record.note(tx, at=at(), actor=actor, kind="not_whole", subject=delivery.id, data={"problems": said})
