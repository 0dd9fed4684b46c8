"""Taking a published post off its platform: the order is on record before the call, and what became of it after."""

from __future__ import annotations

from datetime import datetime

from campaign.delivery.moves import release_followers
from campaign.errors import CampaignError, OutcomeUnknown
from campaign.ledger import Delivery, Ledger, deliveries, record
from campaign.models import DeliveryState
from campaign.platforms.base import Platform


def take_down(ledger: Ledger, delivery: Delivery, platform: Platform, *, by: str, reason: str, now: datetime) -> Delivery:
    """Delete one published delivery; what is gone already counts as deleted. Deleting may be repeated, so nothing is lost by trying.

    Raises the platform's CampaignError when it does not delete it, or when that is not clear; the delivery then stays published.
    """
    assert delivery.receipt is not None
    with ledger.write() as tx:
        record.note(tx, at=now, actor=by, kind="take_down_asked", subject=delivery.id, data={"reason": reason})
    try:
        platform.delete(delivery.receipt)
    except Exception as error:  # an unforeseen one says as little about the post as a lost answer
        known = error if isinstance(error, CampaignError) else OutcomeUnknown("The call ended in an unforeseen way.")
        unclear = isinstance(known, OutcomeUnknown)
        with ledger.write() as tx:
            kind = "take_down_unclear" if unclear else "take_down_failed"
            record.note(tx, at=now, actor=by, kind=kind, subject=delivery.id, data={"reason": known.message})
        if known is error:
            raise
        raise known from error
    with ledger.write() as tx:
        here = deliveries.get(tx, delivery.id)
        if here.state is DeliveryState.PUBLISHED:  # two people may have asked at once
            deliveries.move(tx, here, DeliveryState.TAKEN_DOWN, reason=f"taken down by {by}: {reason}")
            record.note(tx, at=now, actor=by, kind="taken_down", subject=here.id, data={"reason": reason})
            release_followers(tx, here, DeliveryState.TAKEN_DOWN, now)
        return deliveries.get(tx, delivery.id)
