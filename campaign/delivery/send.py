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
from campaign.delivery.approve import signed_digest
from campaign.delivery.confirm import confirm
from campaign.delivery.decide import Decision
from campaign.delivery.holds import Conditions, hold
from campaign.delivery.moves import hold_account, maybe_online, miss, release_followers
from campaign.delivery.stopfile import StopFile
from campaign.errors import CampaignError, ConfigError, LedgerError, NotAuthorized, NotSent, OutcomeUnknown
from campaign.ledger import Delivery, Fenced, Ledger, MediaStore, Tx, approvals, control, deliveries, record
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
RECORD_TRIES = 3
_TAMPERED = "Not sent. What was about to go is not what was approved. Someone must look at both."


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
        return Conditions(
            now=now,
            stops=[stop for stop in (control.stopped(tx), self.stop_file.read()) if stop is not None],
            accounts=control.account_states(tx),
            unsettled=deliveries.unsettled(tx),
            quiet_until=self.setting.quiet,
            gap=self.setting.gap,
            on_unknown=self.setting.on_unknown,
            halves=deliveries.open_halves(tx),
        )

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
        try:
            armed = self._arm(delivery, platform, staged, marker)
        except _Held:
            self._release(delivery)
        except LedgerError:
            raise
        except Exception as error:  # the request could not be written down: the intent is undone
            self._before_call(delivery, error)
        else:
            if armed is not None:
                self.step("armed", delivery.id)
                self._create(delivery, platform, *armed)

    def _platform(self, account: str) -> Platform:
        try:
            return self.platform(account)
        except ConfigError as error:
            raise NotAuthorized(str(error)) from error

    def _stage(self, delivery: Delivery, platform: Platform) -> Staged | None:
        """Upload what has to be there before the call. None when the platform needs time; the claim is given back."""
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
            self._apply(tx, delivery, decision, now, lookups=delivery.lookups + 1, **_restaged(error))

    def _arm(self, delivery: Delivery, platform: Platform, staged: Staged, marker: str | None) -> tuple[Request, datetime] | None:
        """Write the intent, durably, unless something bars the delivery. After this its outcome is unknown until it is known."""
        self.step("arming", delivery.id)
        with self.ledger.write() as tx:
            control.steady(tx)
            now = self.clock()
            if self._barred(tx, delivery, platform, staged, now):
                return None
            request = self._request(tx, delivery, platform, staged, now)
            deadline = now + timedelta(seconds=decide.CALL_SECONDS)
            deliveries.open_attempt(tx, delivery, request_hash=digest_of(request), started_at=now, deadline=deadline)
            values = {"staged": staged, "key": request.key, "request": request, "marker": marker, "next_at": None, "lookups": 0}
            values["lease_until"] = now + decide.LEASE
            deliveries.move(tx, delivery, DeliveryState.ARMED, fence=delivery.fence, free=False, **values)
            record.note(tx, at=now, actor=self.actor, kind="armed", subject=delivery.id, data={"request": digest_of(request)})
            # Read last: a stop that was written while this transaction was made still holds it back.
            if self._stopped_meanwhile(delivery):
                raise _Held
            return request, now

    def _barred(self, tx: Tx, delivery: Delivery, platform: Platform, staged: Staged, now: datetime) -> bool:
        """Whether something keeps this delivery from being armed; what follows from that is stored."""
        journal = deliveries.journal(tx, delivery.id)
        account = self.setting.accounts.get(delivery.account)
        likely = account is not None and account.resend == "likely"
        if (broken := self._broken(deliveries.get(tx, delivery.id), signed_digest(tx, delivery))) is not None:
            self._refuse_in(tx, delivery, broken, now)
        elif delivery.request is not None and journal and digest_of(delivery.request) != journal[-1].request_hash:
            self._refuse_in(tx, delivery, _TAMPERED, now)
        elif not approvals.in_force(tx, delivery.campaign, delivery.post, delivery.generation):
            self._apply(tx, delivery, self._lapsed(tx, delivery), now)
        elif now > delivery.late_at:
            miss(tx, delivery, now, fence=delivery.fence, actor=self.actor)
        elif not decide.may_repeat(journal, now, key_ttl=platform.key_ttl, resend_likely=likely):
            reason = "It is probably not online, but the platform no longer remembers the first attempt."
            self._apply(tx, delivery, Decision(state=DeliveryState.NEEDS_PERSON, reason=reason), now)
        elif (found := hold(delivery, self.conditions(tx, now))) is not None:
            deliveries.move(tx, delivery, fence=delivery.fence, staged=staged, next_at=found.until or delivery.next_at)
        else:
            return False
        return True

    def _lapsed(self, tx: Tx, delivery: Delivery) -> Decision:
        """Its approval was taken back while its outcome was unclear. Newer wording that waits for this account needs a person."""
        newest = approvals.newest(tx, delivery.campaign, delivery.post)
        doubt = maybe_online(tx, delivery)
        if doubt or (newest is not None and newest.withdrawn_at is None):
            where = "It is probably not online" if doubt else "It is not online"
            reason = f"{where}, and the post was changed since. Drop it and approve the post again; then the new wording goes out here."
            return Decision(state=DeliveryState.NEEDS_PERSON, reason=reason)
        return Decision(state=DeliveryState.CANCELLED, reason="The approval was taken back before it went out.")

    def _stopped_meanwhile(self, delivery: Delivery) -> bool:
        stop = self.stop_file.read()
        return stop is not None and not stop.released & {f"account:{delivery.account}", f"campaign:{delivery.campaign}"}

    def _release(self, delivery: Delivery) -> None:
        with self.ledger.write() as tx:
            deliveries.move(tx, delivery, fence=delivery.fence)

    def _broken(self, delivery: Delivery, signed: str | None = None) -> str | None:
        """Why what is about to be sent is not what was approved, or None: the digest is taken again over the frozen bytes.

        ``signed`` is the digest that the approval's own record has. A content that belongs elsewhere is not this delivery's.
        """
        try:
            for media in delivery.content.media:
                self.media.get(media.digest)
        except LedgerError as error:
            return str(error)
        content, digest = delivery.content, digest_of(delivery.content)
        whose = ((content.campaign, delivery.campaign), (content.post, delivery.post), (content.account, delivery.account))
        elsewhere = content.part != delivery.part or any(said not in {"", row} for said, row in whose)
        return _TAMPERED if elsewhere or digest != delivery.digest or signed not in {None, digest} else None

    def _refuse(self, delivery: Delivery, reason: str) -> None:
        with self.ledger.write() as tx:
            self._refuse_in(tx, delivery, reason, self.clock())

    def _refuse_in(self, tx: Tx, delivery: Delivery, reason: str, now: datetime) -> None:
        self._apply(tx, delivery, Decision(state=DeliveryState.FAILED, reason=reason), now)

    def _request(self, tx: Tx, delivery: Delivery, platform: Platform, staged: Staged, now: datetime) -> Request:
        if delivery.request is not None and staged == delivery.staged:
            return delivery.request
        key = delivery.key or keys.mint(self.ledger.workspace, delivery.id, now)
        # The time and the delivery's name are not part of what was approved; the outbox names its folders after them.
        content = replace(delivery.content, due_at=wall(delivery.due_at, self.setting.zone), delivery=delivery.id)
        return platform.request(content, staged, key, self._before(tx, delivery))

    def _before(self, tx: Tx, delivery: Delivery) -> Receipt | None:
        """The receipt of the part before. The second half of a pair waits for the first too, but it replies to nothing."""
        waited = deliveries.get(tx, delivery.after) if delivery.after else None
        return waited.receipt if waited is not None and waited.post == delivery.post else None

    def _create(self, delivery: Delivery, platform: Platform, request: Request, armed_at: datetime) -> None:
        result = self._call(delivery, platform, request, armed_at)
        self.step("created", delivery.id)
        for left in reversed(range(RECORD_TRIES)):
            try:
                self._record(delivery, platform, result)
                break
            except Fenced:
                raise
            except LedgerError:
                # The post may be online, so its receipt is worth waiting for a lock; later it can only be looked up.
                if not left:
                    raise
        self.step("recorded", delivery.id)
        if isinstance(result, Receipt):
            confirm(self.ledger, platform, delivery, request, result, at=self.clock, actor=self.actor)

    def _call(self, delivery: Delivery, platform: Platform, request: Request, armed_at: datetime) -> Receipt | Exception:
        if self.clock() - armed_at > timedelta(seconds=decide.CALL_SECONDS):
            # A process that was frozen between the intent and the call: by now somebody else may have taken this over.
            return NotSent("The program stood still just before it would have sent this.")
        try:
            result = platform.create(request)
        except Exception as error:  # an unforeseen error after arming is an unknown outcome, never a reason to send again
            if not isinstance(error, CampaignError):
                log.error("delivery %s: the call ended in an unforeseen way", delivery.id, exc_info=error)
            return error
        return result if getattr(result, "id", None) else OutcomeUnknown("The platform took it, but did not say as what.")

    def _record(self, delivery: Delivery, platform: Platform, result: Receipt | Exception) -> None:
        now = self.clock()
        with self.ledger.write() as tx:
            armed = deliveries.get(tx, delivery.id)
            if armed.fence != delivery.fence or armed.state is not DeliveryState.ARMED:
                raise Fenced(f"Delivery {delivery.id} was taken over.")
            if isinstance(result, Receipt) and (other := deliveries.published_as(tx, armed.account, result.id)) is not None:
                result = OutcomeUnknown(f"The platform answered with the post of {other}.")
            if isinstance(result, Receipt):
                decision = Decision(state=DeliveryState.PUBLISHED, outcome=Outcome.PUBLISHED, receipt=result)
            else:
                tries = len(deliveries.journal(tx, armed.id)) - 1
                decision = decide.after_error(result, armed, tries, now, visible=True, kind=platform.kind)
            self._apply(tx, armed, decision, now, **_restaged(result))
            if isinstance(result, Receipt) and platform.pause > 0:  # its next post would only be told to wait
                control.wait(tx, armed.account, now + timedelta(seconds=platform.pause))

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
        log.info("%s is %s%s", delivery.id, decision.state, f": {decision.reason}" if decision.reason else "")
        if decision.receipt is not None:
            # What was found by a look-up has been online since its attempt; the gap counts from there.
            since = deliveries.journal(tx, delivery.id)[-1].started_at if decision.outcome is Outcome.FOUND else now
            control.published(tx, delivery.account, at=since, post=f"{delivery.campaign}/{delivery.post}")
        if decision.outcome is Outcome.RATE_LIMITED and decision.next_at is not None:
            control.wait(tx, delivery.account, decision.next_at)
        if decision.account is not None:
            hold_account(tx, delivery.account, decision.account, decision.reason or "", now, actor=self.actor)
        if decision.state is DeliveryState.UNKNOWN and delivery.state is DeliveryState.ARMED:
            self._count_unknown(tx, delivery, now)
        release_followers(tx, delivery, decision.state, now)

    def _count_unknown(self, tx: Tx, delivery: Delivery, now: datetime) -> None:
        if len(deliveries.unsettled(tx).get(delivery.account, ())) >= 2:
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


def _restaged(result: Receipt | Exception) -> dict[str, Any]:
    """What was staged has expired: it is staged anew before the next attempt."""
    return {"staged": Staged()} if isinstance(result, NotSent) and result.stale else {}


def _id(marker: Marker | None) -> str | None:
    return None if marker is None else marker.id
