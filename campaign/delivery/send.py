"""Sending one delivery: stage → arm → create → record, or looking an unclear outcome up.

What is promised, and why in this order: uploads are invisible and may be repeated; the intent is durable before the one
visible call; its outcome is durable after it; and a process that dies in between leaves an *unknown* outcome, which is
looked up and never sent again blind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from campaign.delivery import decide, keys
from campaign.delivery.decide import Decision
from campaign.delivery.holds import Conditions, hold
from campaign.delivery.moves import hold_account, miss, release_followers
from campaign.delivery.stopfile import StopFile
from campaign.errors import CampaignError, ConfigError, LedgerError, NotAuthorized
from campaign.ledger import Delivery, Fenced, Ledger, MediaStore, Tx, control, deliveries, record
from campaign.models import (
    Account,
    AccountState,
    DeliveryState,
    Idempotency,
    Marker,
    Outcome,
    Receipt,
    Request,
    Staged,
    Unsure,
    Wait,
    digest_of,
)
from campaign.platforms.base import Platform
from campaign.schedule import wall

log = logging.getLogger(__name__)


class _Held(Exception):
    """The stop file appeared while the intent was being written; the transaction is undone."""


Step = Callable[[str, str], None]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the settings say about sending; changed as one when config.yaml changes."""

    accounts: dict[str, Account]
    gap: timedelta
    zone: str = "UTC"
    quiet: Callable[[datetime], datetime | None] = lambda _now: None
    on_unknown: Literal["go_on", "hold"] = "go_on"


@dataclass(kw_only=True)
class Sender:
    """Takes claimed deliveries to their end. The only caller of platforms' visible calls.

    ``platform`` makes the adapter of an account; ``clock`` gives the time; ``step`` is told of every step as it is passed,
    which is how the tests stop a real process between any two of them.
    """

    ledger: Ledger
    media: MediaStore
    stop_file: StopFile
    platform: Callable[[str], Platform]
    setting: Setting
    clock: Callable[[], datetime]
    actor: str = "daemon"
    step: Step = lambda _step, _delivery: None

    def publish(self, name: str, fence: int) -> None:
        """Do what delivery ``name`` needs next. Whoever no longer holds the newest ``fence`` does nothing."""
        with self.ledger.read() as tx:
            delivery = deliveries.get(tx, name)
        if delivery.fence != fence or delivery.lease_owner is None:
            return
        self.step("claimed", name)
        try:
            if delivery.state is DeliveryState.UNKNOWN:
                self._look_up(delivery)
            else:
                self._send(delivery)
        except Fenced:
            log.info("delivery %s was taken over by somebody else", name)

    def conditions(self, tx: Tx, now: datetime) -> Conditions:
        """What holds deliveries at this moment: both stops, the accounts, unclear outcomes, quiet windows, the gap."""
        unclear: dict[str, list[Delivery]] = {}
        for other in deliveries.find(tx, states=(DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON)):
            if other.request is not None:
                unclear.setdefault(other.account, []).append(other)
        return Conditions(
            now=now,
            stops=[stop for stop in (control.stopped(tx), self.stop_file.read()) if stop is not None],
            accounts=control.account_states(tx),
            unsettled=unclear,
            quiet_until=self.setting.quiet,
            gap=self.setting.gap,
            on_unknown=self.setting.on_unknown,
        )

    # -- sending ---------------------------------------------------------------------------------------------------

    def _send(self, delivery: Delivery) -> None:
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
        try:
            request = self._arm(delivery, platform, staged, marker)
        except _Held:
            self._release(delivery)
            return
        if request is not None:
            self.step("armed", delivery.id)
            self._create(delivery, platform, request)

    def _platform(self, account: str) -> Platform:
        try:
            return self.platform(account)
        except ConfigError as error:
            raise NotAuthorized(str(error)) from error

    def _stage(self, delivery: Delivery, platform: Platform) -> Staged | None:
        """Upload what has to be there before the call. None when the platform needs time; the claim is given back."""
        result = platform.stage(delivery.content, delivery.staged)
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
            self._apply(tx, delivery, decision, now, lookups=delivery.lookups + 1)

    def _arm(self, delivery: Delivery, platform: Platform, staged: Staged, marker: str | None) -> Request | None:
        """Write the intent, durably, unless something holds the delivery. After this its outcome is unknown until it is known."""
        broken = self._broken(delivery)
        self.step("arming", delivery.id)
        with self.ledger.write() as tx:
            now = self.clock()
            if broken is not None:
                deliveries.move(tx, delivery, DeliveryState.FAILED, fence=delivery.fence, reason=broken, next_at=None)
                record.note(tx, at=now, actor=self.actor, kind="refused", subject=delivery.id, data={"reason": broken})
                return None
            if now > delivery.late_at:
                miss(tx, delivery, now, fence=delivery.fence, actor=self.actor)
                return None
            if (found := hold(delivery, self.conditions(tx, now))) is not None:
                next_at = found.until or delivery.next_at
                deliveries.move(tx, delivery, fence=delivery.fence, staged=staged, next_at=next_at)
                return None
            request = self._request(tx, delivery, platform, staged, now)
            deliveries.open_attempt(
                tx, delivery, request_hash=digest_of(request), started_at=now, deadline=now + timedelta(seconds=decide.CALL_SECONDS)
            )
            values = {"staged": staged, "key": request.key, "request": request, "marker": marker, "next_at": None, "lookups": 0}
            deliveries.move(tx, delivery, DeliveryState.ARMED, fence=delivery.fence, free=False, **values)
            record.note(tx, at=now, actor=self.actor, kind="armed", subject=delivery.id, data={"request": digest_of(request)})
            # Read last: a stop that was written while this transaction was made still holds it back.
            if self._stopped_meanwhile(delivery):
                raise _Held
            return request

    def _stopped_meanwhile(self, delivery: Delivery) -> bool:
        stop = self.stop_file.read()
        return stop is not None and not stop.released & {f"account:{delivery.account}", f"campaign:{delivery.campaign}"}

    def _release(self, delivery: Delivery) -> None:
        with self.ledger.write() as tx:
            deliveries.move(tx, delivery, fence=delivery.fence)

    def _broken(self, delivery: Delivery) -> str | None:
        """Why what is about to be sent is not what was approved, or None: the digest is taken again over the frozen bytes."""
        try:
            for media in delivery.content.media:
                self.media.get(media.digest)
        except LedgerError as error:
            return str(error)
        if digest_of(delivery.content) != delivery.digest:
            return "Not sent. What was about to go is not what was approved. Someone must look at both."
        return None

    def _request(self, tx: Tx, delivery: Delivery, platform: Platform, staged: Staged, now: datetime) -> Request:
        if delivery.request is not None and staged == delivery.staged:
            return delivery.request
        key = delivery.key or keys.mint(self.ledger.workspace, delivery.id, now)
        before = deliveries.get(tx, delivery.after).receipt if delivery.after else None
        # The time and the delivery's name are not part of what was approved; the outbox names its folders after them.
        content = replace(delivery.content, due_at=wall(delivery.due_at, self.setting.zone), delivery=delivery.id)
        return platform.request(content, staged, key, before)

    def _create(self, delivery: Delivery, platform: Platform, request: Request) -> None:
        result: Receipt | Exception
        try:
            result = platform.create(request)
        except Exception as error:  # an unforeseen error after arming is an unknown outcome, never a reason to send again
            if not isinstance(error, CampaignError):
                log.error("delivery %s: the call ended in an unforeseen way", delivery.id, exc_info=error)
            result = error
        self.step("created", delivery.id)
        now = self.clock()
        with self.ledger.write() as tx:
            armed = deliveries.get(tx, delivery.id)
            if armed.fence != delivery.fence or armed.state is not DeliveryState.ARMED:
                raise Fenced(f"Delivery {delivery.id} was taken over.")
            if isinstance(result, Receipt):
                decision = Decision(state=DeliveryState.PUBLISHED, outcome=Outcome.PUBLISHED, receipt=result)
            else:
                tries = len(deliveries.journal(tx, armed.id)) - 1
                decision = decide.after_error(result, armed, tries, now, visible=True, kind=platform.kind)
            self._apply(tx, armed, decision, now)
        self.step("recorded", delivery.id)

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

    # -- recording -------------------------------------------------------------------------------------------------

    def _apply(self, tx: Tx, delivery: Delivery, decision: Decision, now: datetime, **values: Any) -> None:
        """Store a decision: the attempt's outcome, the delivery's state, the account's, the parts that wait for it, the event."""
        if decision.outcome is not None and delivery.state in {DeliveryState.ARMED, DeliveryState.UNKNOWN}:
            deliveries.settle_attempt(tx, delivery.id, decision.outcome, at=now, detail=decision.reason)
        changes: dict[str, Any] = {"reason": decision.reason, "next_at": decision.next_at, **values}
        if decision.receipt is not None:
            changes |= {"receipt": decision.receipt, "remote_id": decision.receipt.id, "published_at": decision.receipt.published_at or now}
        deliveries.move(tx, delivery, decision.state, fence=delivery.fence, **changes)
        record.note(tx, at=now, actor=self.actor, kind=decision.state, subject=delivery.id, data={"reason": decision.reason})
        if decision.receipt is not None:
            control.published(tx, delivery.account, at=now, post=f"{delivery.campaign}/{delivery.post}")
        if decision.account is not None:
            hold_account(tx, delivery.account, decision.account, decision.reason or "", now, actor=self.actor)
        if decision.state is DeliveryState.UNKNOWN and delivery.state is DeliveryState.ARMED:
            self._count_unknown(tx, delivery, now)
        release_followers(tx, delivery, decision.state, now)

    def _count_unknown(self, tx: Tx, delivery: Delivery, now: datetime) -> None:
        if deliveries.unsettled(tx, delivery.account) >= 2:
            why = "two posts may or may not be online; settle them, then resume the account"
            hold_account(tx, delivery.account, AccountState.HELD, why, now, actor=self.actor)

    def abandon(self, tx: Tx, delivery: Delivery, now: datetime) -> None:
        """Take back a claim whose worker is gone. Armed means: it may be online; anything else is simply free again."""
        if delivery.state is not DeliveryState.ARMED:
            deliveries.move(tx, delivery)
            return
        reason = "The program ended while it was being sent."
        self._apply(tx, delivery, decide.unclear(self._kind(delivery), now, reason), now)

    def _kind(self, delivery: Delivery) -> Idempotency:
        try:
            return self.platform(delivery.account).kind
        except CampaignError:
            return Idempotency.DETECT


def _id(marker: Marker | None) -> str | None:
    return None if marker is None else marker.id
