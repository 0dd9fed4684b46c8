"""Logins that end are renewed ahead of time: the new one is kept durably before it is first used."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign import config
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError
from campaign.ledger import record

log = logging.getLogger(__name__)
AHEAD = timedelta(days=30)
"""A login that ends sooner is renewed; Meta's live 60 days and must be a day old."""
WARN = timedelta(days=14)
"""A login that ends sooner, and could not be renewed, is for a person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """A login that ends. ``why`` says why it was not renewed, None where it was."""

    account: str
    expires_at: datetime
    why: str | None = None


def ending(workspace: Workspace, now: datetime, within: timedelta = WARN) -> list[Ending]:
    """The logins that end soon, or have ended; nothing is asked of anybody."""
    found = []
    for account in workspace.config.accounts:
        try:
            until = config.expires_at(workspace.config, account)
        except CampaignError:
            continue  # `doctor` says what is wrong with the store
        if until is not None and until - now < within:
            found.append(Ending(account=account, expires_at=until, why="it ends soon" if until > now else "it has ended"))
    return found


def renew(workspace: Workspace, now: datetime) -> list[Ending]:
    """Renew every login that ends within 30 days and can be. Each is on its own: trouble with one is told and stops no other."""
    done = []
    for one in ending(workspace, now, AHEAD):
        try:
            until = _renewed(workspace, one.account, now)
        except CampaignError as error:
            log.warning("the login of %s could not be renewed: %s", one.account, error)
            done.append(Ending(account=one.account, expires_at=one.expires_at, why=str(error)))
            continue
        if until is not None:
            done.append(Ending(account=one.account, expires_at=until))
    return done


def _renewed(workspace: Workspace, account: str, now: datetime) -> datetime | None:
    """The new end of a login, or None where this platform's cannot be renewed. Raises CampaignError."""
    fresh = workspace.platform(account).refresh()
    if fresh is None:
        return None
    if any(config.given_by_environment(workspace.config, account, key) for key in fresh.values):
        name = config.env_name(account, next(iter(fresh.values)))
        fix = f"Unset it, then: campaign connect {account}"
        raise CampaignError(f"{name} is set in the environment, where it cannot be renewed.", fix=fix)
    until = now + fresh.lives if fresh.lives is not None else None
    config.store(workspace.config, account, fresh.values, expires_at=until)
    workspace.forget(account)
    with workspace.ledger.write() as tx:
        record.note(tx, at=now, actor="daemon", kind="login_renewed", subject=f"account:{account}", data={"until": until})
    log.info("the login of %s was renewed%s", account, f" until {until:%Y-%m-%d}" if until else "")
    return until
