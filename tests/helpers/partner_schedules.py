"""Schedules of what befalls a partner, made at random: what fetching and sending share."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from harvested_portal import HarvestedPortal
from hypothesis import event
from hypothesis import given
from hypothesis import Phase
from hypothesis import settings
from hypothesis import strategies as st
from typing import Any

PROFILE = settings(
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
KnownFault = tuple[str, dict[str, Any]]
"""Name of a fault of the reference server, and its parameters."""

FAULTS: tuple[KnownFault, ...] = (
    ("status", {"code": 500}),
    ("status", {"code": 502}),
    ("status", {"code": 504}),
    ("unavailable", {}),
    ("rate_limited", {}),
    ("rate_limited", {"retry_after": "date"}),
    ("rate_limited", {"retry_after": "absurd"}),
    ("unauthorised", {}),
    ("forbidden", {}),
    ("redirect", {}),
    ("login_page", {}),
    ("wrong_content_type", {}),
    ("accept_then_drop", {}),
    ("reset", {}),
    ("truncated_body", {}),
    ("huge_body", {}),
    ("gzip_bomb", {}),
)
"""The first wave of the exchange profile, 1.8, as far as it concerns both directions."""
SLOW_FAULTS: tuple[KnownFault, ...] = (
    ("hang", {}),
    ("hang", {"share": 0.5}),
    ("slow_drip", {}),
)
"""Each takes seconds of somebody's life."""


@dataclass(frozen=True)
class Fault:
    """Let a fault happen to some requests."""

    name: str
    parameters: tuple[tuple[str, Any], ...]
    requests: tuple[tuple[str, Any], ...]
    """Which requests, in the words of the server: a verb, or a path and a method."""
    nth: tuple[int, ...]
    times: int | None

    def happen(self, portal: HarvestedPortal) -> None:
        portal.server.inject(
            self.name,
            nth=self.nth,
            times=self.times,
            **dict(self.requests),
            **dict(self.parameters),
        )


@dataclass(frozen=True)
class Heal:
    """Let the partner be well for the present."""

    def happen(self, portal: HarvestedPortal) -> None:
        portal.server.heal()


def faults(
    known: tuple[KnownFault, ...], **facts: st.SearchStrategy[Any]
) -> st.SearchStrategy[Fault]:
    """Return faults: one of the known, with other facts drawn as each direction wants."""
    return st.builds(
        lambda fault, **drawn: Fault(fault[0], tuple(fault[1].items()), **drawn),
        st.sampled_from(known),
        **facts,
    )


def flat(steps: Iterable[Any]) -> Iterator[Any]:
    """Yield steps one by one; those that belong together come as tuples."""
    for step in steps:
        if isinstance(step, tuple):
            yield from step
        else:
            yield step


def befall(portal: HarvestedPortal, schedule: list[Any]) -> None:
    """Let a schedule happen; Hypothesis counts which faults met a request."""
    for step in schedule:
        step.happen(portal)
    for injection in portal.server.faults.log:
        event(injection.fault)


def try_many(
    try_out: Callable[[list[Any]], None],
    schedules: st.SearchStrategy[list[Any]],
    **options: Any,
) -> None:
    """Try schedules out, as many and in the way that the options say."""

    @settings(PROFILE, **options)
    @given(schedules)
    def check(schedule: list[Any]) -> None:
        try_out(schedule)

    check()
