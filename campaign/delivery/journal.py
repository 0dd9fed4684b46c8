"""The two durable writes around a visible call, each made for everything that is ready at that moment: the intent, then the outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from campaign.delivery import decide, keys
from campaign.delivery.decide import Decision
from campaign.delivery.holds import Conditions, hold
from campaign.delivery.moves import hold_account, maybe_online, miss, release_followers
from campaign.delivery.stopfile import StopFile
from campaign.delivery.together import Together
from campaign.errors import CampaignError, NotSent, OutcomeUnknown
from campaign.ledger import Attempt, Delivery, Fenced, Ledger, MediaStore, Tx, approvals, batches, control, deliveries, record
from campaign.models import Account, AccountState, DeliveryState, Idempotency, Outcome, Receipt, Request, Staged, canonical
from campaign.platforms.base import Platform
from campaign.schedule import wall

log = logging.getLogger(__name__)
_S = DeliveryState
TAMPERED = "Not sent. What was about to go is not what was approved. Someone must look at both."


class HeldBack(Exception):
    """The stop file appeared while the intent was being written; the transaction is undone."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the settings say about sending; changed as one when config.yaml changes."""

    accounts: dict[str, Account]
    gap: timedelta
    zone: str = "UTC"
    quiet: Callable[[datetime], datetime | None] = lambda _now: None
    on_unknown: Literal["go_on", "hold"] = "go_on"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """What can be sent but for the intent: everything is uploaded."""

    delivery: Delivery
    platform: Platform
    staged: Staged
    marker: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Armed:
    """The intent is durable. ``delivery`` is the row as it is now, ``n`` the attempt, ``at`` when it began."""

    delivery: Delivery
    platform: Platform
    request: Request
    n: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How the call ended."""

    armed: Armed
    result: Receipt | Exception


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """What the decision to arm rests on, read in its own transaction."""

    conditions: Conditions
    standings: Mapping[str, batches.Standing]
    journals: Mapping[str, list[Attempt]]
    in_force: Mapping[tuple[str, str], int]
    signed: Mapping[tuple[str, int], str]


@dataclass(kw_only=True)
class Journal:
    """Writes what happens to claimed deliveries. ``platform`` makes the adapter of an account; ``clock`` gives the time."""

    ledger: Ledger
    media: MediaStore
    stop_file: StopFile
    platform: Callable[[str], Platform]
    setting: Setting
    clock: Callable[[], datetime]
    actor: str = "daemon"
    company: Callable[[], int] = lambda: 0  # how many deliveries are under way
    _arming: Together[Ready, Armed | None] = field(init=False)
    _recording: Together[Ended, None] = field(init=False)

    def __post_init__(self) -> None:
        self._arming, self._recording = Together(self._arm, self._under_way), Together(self._record, self._under_way)

    def _under_way(self) -> int:
        return self.company()

    def conditions(self, tx: Tx, now: datetime, chosen: Sequence[str] | None = None) -> Conditions:
        """What holds deliveries at this moment: both stops, the accounts, unclear outcomes, quiet windows, the gap.

        ``chosen`` are the deliveries that it is asked for, where these are few.
        """
        return Conditions(
            now=now,
            stops=[stop for stop in (control.stopped(tx), self.stop_file.read()) if stop is not None],
            accounts=control.account_states(tx),
            unsettled=deliveries.unsettled(tx),
            quiet_until=self.setting.quiet,
            gap=self.setting.gap,
            on_unknown=self.setting.on_unknown,
            halves=deliveries.open_halves(tx, chosen),
        )

    # -- the intent ------------------------------------------------------------------------------------------------

    def arm(self, ready: Ready) -> Armed | None:
        """Write the intent, durably, unless something bars the delivery: then what follows is written, and None returned.

        After this its outcome is unknown until it is known. Raises HeldBack when a stop came in between; nothing is written then.
        """
        with self.stop_file.arming():
            return self._arming(ready)

    def _arm(self, group: Sequence[Ready]) -> list[Armed | None]:
        with self.ledger.write() as tx:
            control.steady(tx)
            now = self.clock()
            seen, batch = self._seen(tx, group, now), batches.Batch(tx)
            armed = [self._armed(tx, ready, seen, now) for ready in group]
            for one, ready in zip(armed, group, strict=True):
                if one is not None:
                    self._intend(tx, batch, one, ready.delivery.state)
            batch.write()
            # Read last: a stop that was written while this transaction was made still holds everything back.
            if self._stopped(one.delivery for one in armed if one is not None):
                raise HeldBack
            return armed

    def _stopped(self, armed: Iterable[Delivery]) -> bool:
        stop = self.stop_file.read()
        return stop is not None and any(not stop.released & {f"account:{d.account}", f"campaign:{d.campaign}"} for d in armed)

    def _seen(self, tx: Tx, group: Sequence[Ready], now: datetime) -> _Seen:
        names = [ready.delivery.id for ready in group]
        posts = {(ready.delivery.campaign, ready.delivery.post) for ready in group}
        return _Seen(
            standings=batches.standings(tx, names),
            journals=batches.journals(tx, names),
            in_force=batches.in_force(tx, posts),
            signed=batches.signed(tx, posts),
            conditions=self.conditions(tx, now, names),
        )

    def _armed(self, tx: Tx, ready: Ready, seen: _Seen, now: datetime) -> Armed | None:
        """The intent as it will be written, or None when something bars it."""
        delivery, standing = ready.delivery, seen.standings.get(ready.delivery.id)
        if standing is None or (standing.state, standing.fence) != (delivery.state, delivery.fence):
            raise Fenced(f"Delivery {delivery.id} was changed by somebody else in the meantime.")
        if self._barred(tx, ready, seen, now):
            return None
        request = self._request(tx, delivery, ready, now)
        armed = replace(
            delivery, state=_S.ARMED, staged=ready.staged, key=request.key, request=request, marker=ready.marker, next_at=None, lookups=0
        )
        journal = seen.journals[delivery.id]
        return Armed(delivery=armed, platform=ready.platform, request=request, n=journal[-1].n + 1 if journal else 1, at=now)

    def _intend(self, tx: Tx, batch: batches.Batch, armed: Armed, was: DeliveryState) -> None:
        delivery, said = armed.delivery, canonical(armed.request).decode()
        request = batches.sha256(said)
        batch.open_attempt(delivery, armed.n, request, started_at=armed.at, deadline=armed.at + timedelta(seconds=decide.CALL_SECONDS))
        values: dict[str, Any] = {"staged": delivery.staged, "key": delivery.key, "request": said, "marker": delivery.marker}
        values |= {"next_at": None, "lookups": 0, "lease_until": armed.at + decide.LEASE}
        batch.move(delivery, was, _S.ARMED, values)
        record.note(tx, at=armed.at, actor=self.actor, kind="armed", subject=delivery.id, data={"request": request})

    def _barred(self, tx: Tx, ready: Ready, seen: _Seen, now: datetime) -> bool:
        """Whether something keeps this delivery from being armed; what follows from that is stored."""
        delivery, journal = ready.delivery, seen.journals[ready.delivery.id]
        account = self.setting.accounts.get(delivery.account)
        likely = account is not None and account.resend == "likely"
        if self._tampered(delivery, seen):
            self._refuse_in(tx, delivery, TAMPERED, now)
        elif seen.in_force.get((delivery.campaign, delivery.post)) != delivery.generation:
            self._apply(tx, delivery, self._lapsed(tx, delivery), now)
        elif now > delivery.late_at:
            miss(tx, delivery, now, fence=delivery.fence, actor=self.actor)
        elif not decide.may_repeat(journal, now, key_ttl=ready.platform.key_ttl, resend_likely=likely):
            reason = "It is probably not online, but the platform no longer remembers the first attempt."
            self._apply(tx, delivery, Decision(state=_S.NEEDS_PERSON, reason=reason), now)
        elif (found := hold(delivery, seen.conditions)) is not None:
            deliveries.move(tx, delivery, fence=delivery.fence, staged=ready.staged, next_at=found.until or delivery.next_at)
        else:
            return False
        return True

    def _tampered(self, delivery: Delivery, seen: _Seen) -> bool:
        """Whether the rows as they are now differ from what was claimed, from the approval's own record, or from the attempt before."""
        standing, journal = seen.standings[delivery.id], seen.journals[delivery.id]
        signed = seen.signed.get((delivery.id, delivery.generation))
        if altered(delivery, signed) or {standing.content, standing.digest} != {delivery.found}:
            return True
        return standing.request is not None and bool(journal) and standing.request != journal[-1].request_hash

    def _lapsed(self, tx: Tx, delivery: Delivery) -> Decision:
        """Its approval was taken back while its outcome was unclear. Newer wording that waits for this account needs a person."""
        newest = approvals.newest(tx, delivery.campaign, delivery.post)
        doubt = maybe_online(tx, delivery)
        if doubt or (newest is not None and newest.withdrawn_at is None):
            where = "It is probably not online" if doubt else "It is not online"
            reason = f"{where}, and the post was changed since. Drop it and approve the post again; then the new wording goes out here."
            return Decision(state=_S.NEEDS_PERSON, reason=reason)
        return Decision(state=_S.CANCELLED, reason="The approval was taken back before it went out.")

    def _request(self, tx: Tx, delivery: Delivery, ready: Ready, now: datetime) -> Request:
        if delivery.request is not None and ready.staged == delivery.staged:
            return delivery.request
        key = delivery.key or keys.mint(self.ledger.workspace, delivery.id, now)
        # The time and the delivery's name are not part of what was approved; the outbox names its folders after them.
        content = replace(delivery.content, due_at=wall(delivery.due_at, self.setting.zone), delivery=delivery.id)
        return ready.platform.request(content, ready.staged, key, self._before(tx, delivery))

    def _before(self, tx: Tx, delivery: Delivery) -> Receipt | None:
        """The receipt of the part before. The second half of a pair waits for the first too, but it replies to nothing."""
        waited = deliveries.get(tx, delivery.after) if delivery.after else None
        return waited.receipt if waited is not None and waited.post == delivery.post else None

    def _refuse_in(self, tx: Tx, delivery: Delivery, reason: str, now: datetime) -> None:
        self._apply(tx, delivery, Decision(state=_S.FAILED, reason=reason), now)

    # -- the outcome -----------------------------------------------------------------------------------------------

    def record(self, ended: Ended) -> None:
        """Write how the call ended, durably. Raises Fenced when somebody has taken the delivery over in the meantime."""
        self._recording(ended)

    def _record(self, group: Sequence[Ended]) -> list[None]:
        now = self.clock()
        with self.ledger.write() as tx:
            names = [one.armed.delivery.id for one in group]
            states = batches.states(tx, names)
            for one in group:
                if states.get(one.armed.delivery.id) != (_S.ARMED, one.armed.delivery.fence):
                    raise Fenced(f"Delivery {one.armed.delivery.id} was taken over.")
            plain, batch = self._plain(tx, group, names), batches.Batch(tx)
            for one in group:
                if isinstance(one.result, Receipt) and one.armed.delivery.id in plain:
                    self._published(tx, batch, one.armed, one.result, now)
                else:
                    self._record_one(tx, one.armed, one.result, now)
            batch.write()
        return [None] * len(group)

    def _plain(self, tx: Tx, group: Sequence[Ended], names: Sequence[str]) -> set[str]:
        """The deliveries of which nothing follows but that they are published."""
        ids = {(e.armed.delivery.account, e.result.id): e.armed.delivery.id for e in group if isinstance(e.result, Receipt)}
        taken = batches.owners(tx, ids) if ids else {}
        known = batches.known_accounts(tx)
        followed = batches.with_followers(tx, names)
        paused = {e.armed.delivery.id for e in group if e.armed.platform.pause > 0}
        new = {e.armed.delivery.id for e in group if e.armed.delivery.account not in known}
        return set(ids.values()) - {ids[key] for key in taken} - followed - paused - new

    def _published(self, tx: Tx, batch: batches.Batch, armed: Armed, receipt: Receipt, now: datetime) -> None:
        delivery = armed.delivery
        batch.close_attempt(delivery, armed.n, Outcome.PUBLISHED, at=now)
        values = {"receipt": receipt, "remote_id": receipt.id, "published_at": receipt.published_at or now}
        values |= {"reason": None, "next_at": None, "lease_owner": None, "lease_until": None}
        batch.move(delivery, _S.ARMED, _S.PUBLISHED, values)
        record.note(tx, at=now, actor=self.actor, kind=_S.PUBLISHED, subject=delivery.id, data={"reason": None})
        batch.published(delivery, at=now)
        _say(delivery, _S.PUBLISHED, None, armed.n)

    def _record_one(self, tx: Tx, armed: Armed, result: Receipt | Exception, now: datetime) -> None:
        delivery, platform = armed.delivery, armed.platform
        if isinstance(result, Receipt) and (other := deliveries.published_as(tx, delivery.account, result.id)) is not None:
            result = OutcomeUnknown(f"The platform answered with the post of {other}.")
        if isinstance(result, Receipt):
            decision = Decision(state=_S.PUBLISHED, outcome=Outcome.PUBLISHED, receipt=result)
        else:
            tries = len(deliveries.journal(tx, delivery.id)) - 1
            decision = decide.after_error(result, delivery, tries, now, visible=True, kind=platform.kind)
        self._apply(tx, delivery, decision, now, **restaged(result))
        if isinstance(result, Receipt) and platform.pause > 0:  # its next post would only be told to wait
            control.wait(tx, delivery.account, now + timedelta(seconds=platform.pause))

    def _apply(self, tx: Tx, delivery: Delivery, decision: Decision, now: datetime, **values: Any) -> None:
        """Store a decision: the attempt's outcome, the delivery's state, the account's, the parts that wait for it, the event."""
        if decision.outcome is not None and delivery.state in {_S.ARMED, _S.UNKNOWN}:
            deliveries.settle_attempt(tx, delivery.id, decision.outcome, at=now, detail=decision.reason)
        changes: dict[str, Any] = {"reason": decision.reason, "next_at": decision.next_at, **values}
        if decision.receipt is not None:
            changes |= {"receipt": decision.receipt, "remote_id": decision.receipt.id, "published_at": decision.receipt.published_at or now}
        deliveries.move(tx, delivery, decision.state, fence=delivery.fence, **changes)
        record.note(tx, at=now, actor=self.actor, kind=decision.state, subject=delivery.id, data={"reason": decision.reason})
        tried = deliveries.journal(tx, delivery.id) if delivery.state in {_S.ARMED, _S.UNKNOWN} else []
        _say(delivery, decision.state, decision.reason, tried[-1].n if tried else None)
        if decision.receipt is not None:
            # What was found by a look-up has been online since its attempt; the gap counts from there.
            since = deliveries.journal(tx, delivery.id)[-1].started_at if decision.outcome is Outcome.FOUND else now
            control.published(tx, delivery.account, at=since, post=f"{delivery.campaign}/{delivery.post}")
        if decision.outcome is Outcome.RATE_LIMITED and decision.next_at is not None:
            control.wait(tx, delivery.account, decision.next_at)
        if decision.account is not None:
            hold_account(tx, delivery.account, decision.account, decision.reason or "", now, actor=self.actor)
        if decision.state is _S.UNKNOWN and delivery.state is _S.ARMED:
            self._count_unknown(tx, delivery, now)
        release_followers(tx, delivery, decision.state, now)

    def _count_unknown(self, tx: Tx, delivery: Delivery, now: datetime) -> None:
        if len(deliveries.unsettled(tx).get(delivery.account, ())) >= 2:
            why = "two posts may or may not be online; settle them, then resume the account"
            hold_account(tx, delivery.account, AccountState.HELD, why, now, actor=self.actor)

    def abandon(self, tx: Tx, delivery: Delivery, now: datetime) -> None:
        """Take back a claim whose worker is gone. Armed means: it may be online; anything else is simply free again."""
        if delivery.state is not _S.ARMED:
            deliveries.move(tx, delivery)
            return
        reason = "The program ended while it was being sent."
        self._apply(tx, delivery, decide.unclear(self._kind(delivery), now, reason), now)

    def _kind(self, delivery: Delivery) -> Idempotency:
        try:
            return self.platform(delivery.account).kind
        except CampaignError:
            return Idempotency.DETECT


def altered(delivery: Delivery, signed: str | None = None) -> bool:
    """Whether what is about to be sent is not what was approved: the digest is taken again over the frozen bytes.

    ``signed`` is the digest that the approval's own record has. A content that belongs elsewhere is not this delivery's.
    """
    content = delivery.content
    whose = ((content.campaign, delivery.campaign), (content.post, delivery.post), (content.account, delivery.account))
    elsewhere = content.part != delivery.part or any(said not in {"", row} for said, row in whose)
    return elsewhere or delivery.found != delivery.digest or signed not in {None, delivery.found}


def restaged(result: object) -> dict[str, Any]:
    """What was staged has expired: it is staged anew before the next attempt."""
    return {"staged": Staged()} if isinstance(result, NotSent) and result.stale else {}


def _say(delivery: Delivery, state: DeliveryState, reason: str | None, attempt: int | None = None) -> None:
    extra = {} if attempt is None else {"attempt": attempt}
    log.info("%s is %s%s", delivery.id, state, f": {reason}" if reason else "", extra=extra)
