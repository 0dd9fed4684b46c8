"""The nouns stay true to themselves: their states, their frozen values, their one JSON form."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign import models
from campaign.models import AccountState, DeliveryState, Outcome, PostState

Moves = Mapping[Any, frozenset[Any]]

# The table of moves, where a life begins, and where it ends.
TABLES: dict[str, tuple[type[StrEnum], Moves, StrEnum, set[StrEnum]]] = {
    "post": (PostState, models.POST_MOVES, PostState.DRAFT, set()),
    "account": (AccountState, models.ACCOUNT_MOVES, AccountState.OK, set()),
    "delivery": (DeliveryState, models.DELIVERY_MOVES, DeliveryState.QUEUED, {DeliveryState.CANCELLED, DeliveryState.TAKEN_DOWN}),
    "attempt": (
        Outcome,
        models.OUTCOME_MOVES,
        Outcome.ARMED,
        {
            Outcome.PUBLISHED,
            Outcome.REFUSED,
            Outcome.NOT_SENT,
            Outcome.RATE_LIMITED,
            Outcome.BLOCKED,
            Outcome.FOUND,
            Outcome.ABSENT_PROVEN,
        },
    ),
}
tables = pytest.mark.parametrize(("states", "moves", "start", "ends"), TABLES.values(), ids=TABLES)


def reachable(moves: Moves, start: StrEnum) -> set[StrEnum]:
    """Every state that some chain of moves leads to, the first one included."""
    seen, todo = {start}, [start]
    while todo:
        fresh = moves[todo.pop()] - seen
        seen |= fresh
        todo += fresh
    return seen


@tables
def test_every_state_has_its_row(states: type[StrEnum], moves: Moves, start: StrEnum, ends: set[StrEnum]) -> None:
    assert set(moves) == set(states)
    assert all(target in states for row in moves.values() for target in row)


@tables
def test_no_state_moves_to_itself(states: type[StrEnum], moves: Moves, start: StrEnum, ends: set[StrEnum]) -> None:
    assert [state for state, row in moves.items() if state in row] == []


@tables
def test_every_state_can_be_reached(states: type[StrEnum], moves: Moves, start: StrEnum, ends: set[StrEnum]) -> None:
    assert reachable(moves, start) == set(states)


@tables
def test_only_the_last_states_have_no_way_on(states: type[StrEnum], moves: Moves, start: StrEnum, ends: set[StrEnum]) -> None:
    assert {state for state, row in moves.items() if not row} == ends


def test_what_is_published_never_goes_back_to_be_sent() -> None:
    after = reachable(models.DELIVERY_MOVES, DeliveryState.PUBLISHED)
    assert after == {DeliveryState.PUBLISHED, DeliveryState.TAKEN_DOWN}


@pytest.mark.parametrize("state", [DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON, DeliveryState.FAILED, DeliveryState.MISSED])
def test_what_is_not_settled_is_never_armed_straight_away(state: DeliveryState) -> None:
    assert DeliveryState.ARMED not in models.DELIVERY_MOVES[state]


def test_an_armed_delivery_is_never_cancelled_or_missed() -> None:
    """What may already be visible has to be looked up; it can't be declared not to be."""
    assert models.DELIVERY_MOVES[DeliveryState.ARMED].isdisjoint({DeliveryState.CANCELLED, DeliveryState.MISSED})


def test_an_approved_post_that_is_edited_needs_a_new_approval() -> None:
    assert PostState.DRAFT not in models.POST_MOVES[PostState.APPROVED]
    assert PostState.APPROVED in models.POST_MOVES[PostState.WITHDRAWN]


NOUNS = [n for n in vars(models).values() if isinstance(n, type) and dataclasses.is_dataclass(n)]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_every_noun_is_frozen_and_named_by_keyword(noun: type) -> None:
    settings = noun.__dataclass_params__  # type: ignore[attr-defined]
    assert settings.frozen
    assert all(f.kw_only for f in dataclasses.fields(noun))
    assert noun.__doc__
    assert not noun.__doc__.startswith(f"{noun.__name__}(")


def test_a_frozen_value_refuses_to_be_changed() -> None:
    line = models.HouseLine(id="one-sign", text="One sign on its own may mean little.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        line.text = "Something else."  # type: ignore[misc]


def test_secrets_are_not_in_what_is_printed() -> None:
    assert "hunter2" not in repr(models.Credentials(values={"ACCESS_TOKEN": "hunter2"}))
    hidden = {f.name for f in dataclasses.fields(models.Config) if not f.repr}
    assert hidden >= {"alerts", "ledger"}


def test_plain_turns_every_kind_of_value_into_json() -> None:
    quote = models.Quote(text="Please call.", speaker="Ffion Ashgrove", role=None, spans=(models.Span(3, 15),), rule="said")
    shown = models.plain(quote)
    assert (shown["text"], shown["role"], shown["spans"], shown["rule"]) == ("Please call.", None, [[3, 15]], "said")
    moment = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
    assert models.plain({"at": moment, "day": date(2026, 3, 18), "gap": timedelta(minutes=45), "file": Path("posts/01.md")}) == {
        "at": "2026-03-18T09:30:00+00:00",
        "day": "2026-03-18",
        "gap": 2700.0,
        "file": "posts/01.md",
    }
    assert json.loads(models.canonical(PostState.DRAFT)) == "draft"


def test_plain_keeps_what_is_unknown_but_leaves_out_an_absent_rule() -> None:
    sign = models.plain(models.TextFact(text="acting secretively", span=models.Span(0, 19)))
    assert sign == {"text": "acting secretively", "span": [0, 19]}
    assert models.plain(models.Statistic(text="1 in 4", value="1 in 4", source=None, span=models.Span(0, 6)))["source"] is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), values))
def test_canonical_does_not_depend_on_order_and_loses_nothing(value: dict[str, Any]) -> None:
    backwards = dict(reversed(value.items()))
    assert models.canonical(value) == models.canonical(backwards)
    assert json.loads(models.canonical(value)) == value


@given(values, values)
def test_two_values_share_a_digest_only_if_they_are_the_same(one: Any, other: Any) -> None:
    assert (models.digest_of(one) == models.digest_of(other)) == (models.canonical(one) == models.canonical(other))
    assert len(models.digest_of(one)) == 64


def test_the_digest_of_a_release_is_over_its_text() -> None:
    release = models.Release(title="T", text="Café\n", blocks=(), reader="text/1", name="r.txt", original=b"Caf\xc3\xa9\r\n")
    same = dataclasses.replace(release, original=b"other bytes", name="s.txt")
    assert release.digest == same.digest
    assert release.digest != dataclasses.replace(release, text="Cafe\n").digest
