"""Who hears of what: each role what it has to act on, and nothing reaches nobody."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.actions.alerts import Message, shares
from campaign.actions.causes import APPROVER, AT_WORK, BOTH_APPROVERS, EVERYBODY, OFFICER, SUMMED_UP, Cause, Roles
from campaign.engine.messages import Post
from tests.engine.test_alerts import Hook, hook

__all__ = ["hook"]
KINDS: dict[str, Roles] = {"unapproved": BOTH_APPROVERS, "fallen": AT_WORK, "login": OFFICER}
MESSAGE = Message(organisation="Example", causes=tuple(Cause(key=k, text=f"{k}.", roles=r) for k, r in KINDS.items()))


def _heard(hook: Hook) -> dict[str, set[str]]:
    """By path of the webhook, which causes it heard of."""
    found: dict[str, set[str]] = {}
    for path, message in zip(hook.told, hook.messages, strict=True):
        found.setdefault(path, set()).update(kind for kind in KINDS if f"{kind}." in message["message"])
    return found


def test_each_role_hears_what_it_has_to_act_on(hook: Hook) -> None:
    at = {name: f"{hook.address}/{name}" for name in ("approver", "deputy", "duty", "officer", "everything")}
    roles = {at[name]: frozenset({name}) for name in ("approver", "deputy", "duty", "officer")}
    found = Post().tell(MESSAGE, tuple(at.values()), roles)  # type: ignore[arg-type]  # the names are roles
    assert _heard(hook) == {
        "/approver": {"unapproved"},
        "/deputy": {"unapproved"},
        "/duty": {"fallen"},
        "/officer": {"fallen", "login"},
        "/everything": {*KINDS},
    }
    assert (found.keys, found.failed) == (KINDS.keys(), ())
    assert len(hook.messages) == 5


def test_what_nobody_has_the_role_for_goes_to_everybody(hook: Hook) -> None:
    deputy, duty = f"{hook.address}/deputy", f"{hook.address}/duty"
    Post().tell(MESSAGE, (deputy, duty), {deputy: frozenset({"deputy"}), duty: frozenset({"duty"})})
    assert _heard(hook) == {"/deputy": {"unapproved", "login"}, "/duty": {"fallen", "login"}}


def test_where_the_role_s_address_fails_the_others_are_told(hook: Hook) -> None:
    gone, duty = "json://127.0.0.1:9/officer", f"{hook.address}/duty"
    found = Post().tell(MESSAGE, (gone, duty), {gone: frozenset({"officer", "approver"}), duty: frozenset({"duty"})})
    assert found.failed == ("alert address 1 (json) did not take the message",)
    assert found.keys == KINDS.keys()
    assert _heard(hook) == {"/duty": {*KINDS}}


def test_one_address_that_hangs_holds_the_others_up_for_its_time_only(hook: Hook) -> None:
    hook.hang.clear()
    hook.hanging = "/slow"
    slow, fast = f"{hook.address}/slow", f"{hook.address}/fast"
    post = Post(seconds=0.6)
    begin = time.monotonic()
    found = post.tell(MESSAGE, (slow, fast), {})
    assert time.monotonic() - begin < 2
    assert found.failed == ("alert address 1 did not answer within 1 seconds",)
    assert _heard(hook) == {"/fast": {*KINDS}}
    assert post.tell(MESSAGE, (slow, fast), {}).failed == ("alert address 1 still hangs",)


@given(st.dictionaries(st.sampled_from("abcde"), st.sets(st.sampled_from(sorted(EVERYBODY))), min_size=1))
def test_every_cause_has_somebody(roles: dict[str, set[str]]) -> None:
    addresses = tuple(roles)
    found = shares(MESSAGE.causes, addresses, {a: frozenset(r) for a, r in roles.items() if r})  # type: ignore[misc]
    assert {cause.key for share in found.values() for cause in share} == KINDS.keys()


@pytest.mark.parametrize("roles", [APPROVER, BOTH_APPROVERS, AT_WORK, OFFICER, SUMMED_UP])
def test_an_address_without_a_role_hears_everything(roles: Roles) -> None:
    cause = Cause(key="k", text="t", roles=roles)
    assert shares([cause], ("all", "one"), {"one": EVERYBODY - roles}) == {"all": [cause], "one": []}
