"""Sending one delivery: stage → arm → create → record, or looking an unclear outcome up.

What is promised, and why in this order: uploads are invisible and may be repeated; the intent is durable before the one
visible call; its outcome is durable after it; and a process that dies in between leaves an *unknown* outcome, which is
looked up and never sent again blind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from campaign.delivery import decide
from campaign.delivery.confirm import confirm
from campaign.delivery.journal import TAMPERED, Armed, Ended, HeldBack, Journal, Ready, Setting, altered, restaged
from campaign.errors import CampaignError, ConfigError, LedgerError, NotAuthorized, NotSent, OutcomeUnknown
from campaign.ledger import Delivery, Fenced, deliveries
from campaign.models import DeliveryState, Marker, Receipt, Staged, Unsure, Wait
from campaign.platforms.base import Platform

__all__ = ["Sender", "Setting", "Step"]

log = logging.getLogger(__name__)
RECORD_TRIES = 3


Step = Callable[[str, str], None]


@dataclass(kw_only=True)
class Sender(Journal):
    """Takes claimed deliveries to their end. The only caller of platforms' visible calls.

    ``step`` is told of every step as it is passed, which is how the tests stop a real process between any two of them.
    """

    step: Step = lambda _step, _delivery: None

    def publish(self, name: str, fence: int) -> None:
        """Do what delivery ``name`` needs next. Whoever no longer holds the newest ``fence`` does nothing."""
        with self.ledger.read() as tx:
            delivery = deliveries.get(tx, name)
        if delivery.fence == fence and delivery.lease_owner is not None:
            self.work(delivery)

    def work(self, delivery: Delivery) -> None:
        """The same for a delivery that was claimed just now, as it was read with the claim."""
        self.step("claimed", delivery.id)
        try:
            if delivery.state is DeliveryState.UNKNOWN:
                self._look_up(delivery)
            else:
                self._send(delivery)
        except Fenced:
            log.info("delivery %s was taken over by somebody else", delivery.id)

    # -- sending ---------------------------------------------------------------------------------------------------

    def _send(self, delivery: Delivery) -> None:
        if (broken := self._broken(delivery)) is not None:
            self._refuse(delivery, broken)
            return
        try:
            platform = self._platform(delivery.account)
            staged = self._stage(delivery, platform)
            if staged is None:
                return
            marker = delivery.marker or _id(platform.baseline())
        except Fenced:
            raise
        except Exception as error:  # whatever a library raises before the visible call, nothing is online
            self._before_call(delivery, error)
            return
        self.step("arming", delivery.id)
        if (broken := self._broken(delivery)) is not None:
            self._refuse(delivery, broken)
            return
        try:
            armed = self.arm(Ready(delivery=delivery, platform=platform, staged=staged, marker=marker))
        except HeldBack:
            self._release(delivery)
        except LedgerError:
            raise
        except Exception as error:  # the request could not be written down: the intent is undone
            self._before_call(delivery, error)
        else:
            if armed is not None:
                self.step("armed", delivery.id)
                self._create(armed)

    def _platform(self, account: str) -> Platform:
        try:
            return self.platform(account)
        except ConfigError as error:
            raise NotAuthorized(str(error)) from error

    def _stage(self, delivery: Delivery, platform: Platform) -> Staged | None:
        """Upload what has to be there before the call. None when the platform needs time; the claim is given back."""
        before = None
        if delivery.after is not None:
            with self.ledger.read() as tx:
                before = self._before(tx, delivery)
        result = platform.stage(delivery.content, delivery.staged, before)
        self.step("staged", delivery.id)
        if isinstance(result, Wait):
            next_at = self.clock() + timedelta(seconds=result.seconds)
            with self.ledger.write() as tx:
                deliveries.move(tx, delivery, DeliveryState.WAITING, fence=delivery.fence, staged=result.staged, next_at=next_at)
            return None
        return result

    def _before_call(self, delivery: Delivery, error: Exception) -> None:
        if not isinstance(error, CampaignError):
            log.error("delivery %s could not be prepared", delivery.id, exc_info=error)
        now = self.clock()
        with self.ledger.write() as tx:
            tries = len(deliveries.journal(tx, delivery.id)) + delivery.lookups
            decision = decide.after_error(error, delivery, tries, now, visible=False)
            self._apply(tx, delivery, decision, now, lookups=delivery.lookups + 1, **restaged(error))

    def _broken(self, delivery: Delivery) -> str | None:
        """Why what is about to be sent is not what was approved, or None: texts and pictures are compared with their digests."""
        try:
            for media in delivery.content.media:
                self.media.get(media.digest)
        except LedgerError as error:
            return str(error)
        return TAMPERED if altered(delivery) else None

    def _refuse(self, delivery: Delivery, reason: str) -> None:
        with self.ledger.write() as tx:
            self._refuse_in(tx, delivery, reason, self.clock())

    def _release(self, delivery: Delivery) -> None:
        with self.ledger.write() as tx:
            deliveries.move(tx, delivery, fence=delivery.fence)

    def _create(self, armed: Armed) -> None:
        result = self._call(armed)
        self.step("created", armed.delivery.id)
        for left in reversed(range(RECORD_TRIES)):
            try:
                self.record(Ended(armed=armed, result=result))
                break
            except Fenced:
                raise
            except LedgerError:
                # The post may be online, so its receipt is worth waiting for a lock; later it can only be looked up.
                if not left:
                    raise
        self.step("recorded", armed.delivery.id)
        if isinstance(result, Receipt):
            confirm(self.ledger, armed.platform, armed.delivery, armed.request, result, at=self.clock, actor=self.actor)

    def _call(self, armed: Armed) -> Receipt | Exception:
        if self.clock() - armed.at > timedelta(seconds=decide.CALL_SECONDS):
            # A process that was frozen between the intent and the call: by now somebody else may have taken this over.
            return NotSent("The program stood still just before it would have sent this.")
        try:
            result = armed.platform.create(armed.request)
        except Exception as error:  # an unforeseen error after arming is an unknown outcome, never a reason to send again
            if not isinstance(error, CampaignError):
                log.error("delivery %s: the call ended in an unforeseen way", armed.delivery.id, exc_info=error)
            return error
        return result if getattr(result, "id", None) else OutcomeUnknown("The platform took it, but did not say as what.")

    # -- looking up ------------------------------------------------------------------------------------------------

    def _look_up(self, delivery: Delivery) -> None:
        assert delivery.request is not None
        try:
            platform = self._platform(delivery.account)
            with self.ledger.read() as tx:
                claimed = deliveries.claimed_ids(tx, delivery.account)
            since = Marker(id=delivery.marker) if delivery.marker else None
            found = platform.find(delivery.request, since, claimed)
        except Exception as error:  # a look-up that fails has settled nothing; it is made again later
            if not isinstance(error, CampaignError):
                log.error("delivery %s could not be looked up", delivery.id, exc_info=error)
            found, platform = Unsure(why=str(error)), None
        self.step("looked", delivery.id)
        now = self.clock()
        account = self.setting.accounts.get(delivery.account)
        with self.ledger.write() as tx:
            if isinstance(found, Receipt) and (other := deliveries.published_as(tx, delivery.account, found.id, found.url)) is not None:
                found = Unsure(why=f"The post that was found is the one of {other}.")
            decision = decide.after_look(
                found,
                delivery,
                deliveries.journal(tx, delivery.id),
                now,
                kind=platform.kind if platform is not None else self._kind(delivery),
                key_ttl=platform.key_ttl if platform is not None else None,
                resend_likely=account is not None and account.resend == "likely",
            )
            self._apply(tx, delivery, decision, now, lookups=delivery.lookups + 1)

def _id(marker: Marker | None) -> str | None:
    return None if marker is None else marker.id
