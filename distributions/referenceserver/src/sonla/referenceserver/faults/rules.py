"""When faults happen: rules, and the log of what they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from fnmatch import fnmatchcase
from random import Random
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.faults.base import Fault
from sonla.referenceserver.faults.table import make
from sonla.referenceserver.messages import Request
from typing import Any


@dataclass(frozen=True)
class Match:
    """Which requests a rule is for; what is left out matches all."""

    method: str = ""
    path: str = ""
    """With `*` for anything, such as `/push/*`."""
    verb: str = ""
    """Of OAI-PMH."""
    nth: int | tuple[int, ...] = ()
    """Which of the requests that match otherwise, from 1; empty for each."""
    probability: float = 1.0

    def concerns(self, request: Request) -> bool:
        """Return whether a request is of the kind, whichever it is in turn."""
        return (
            self.method in ("", request.method)
            and (not self.path or fnmatchcase(request.path, self.path))
            and self.verb in ("", request.argument("verb"))
        )

    def takes(self, number: int) -> bool:
        """Return whether it takes the request that is so many-th of its kind."""
        wanted = self.nth if isinstance(self.nth, tuple) else (self.nth,)
        return not wanted or number in wanted


@dataclass
class Rule:
    """Let a fault happen to requests that match, at most so many times."""

    number: int
    name: str
    fault: Fault
    match: Match
    times: int | None
    since: datetime
    random: Random = field(repr=False)
    seen: int = 0
    injected: int = 0

    @property
    def answers(self) -> bool:
        """Whether the fault answers instead of the server."""
        return type(self.fault).instead is not Fault.instead

    @property
    def shows(self) -> bool:
        """Whether the fault shows another catalogue."""
        return type(self.fault).shown is not Fault.shown

    def strikes(self, request: Request, answered: bool) -> bool:
        """Count a request and tell whether the fault happens to it.

        It can't answer what another fault has answered.
        """
        if not self.match.concerns(request) or not self.fault.applies(request):
            return False
        self.seen += 1
        if answered and self.answers:
            return False
        if self.times is not None and self.injected >= self.times:
            return False
        if not self.match.takes(self.seen):
            return False
        if (
            self.match.probability < 1
            and self.random.random() >= self.match.probability
        ):
            return False
        self.injected += 1
        return True


@dataclass(frozen=True)
class Injection:
    """One fault that happened."""

    number: int
    at: datetime
    rule: int
    fault: str
    method: str
    target: str


class FaultBook:
    """Keep the rules in their order and the log of what they did."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self.seed = seed
        self.clock = clock
        self.rules: list[Rule] = []
        self.log: list[Injection] = []
        self._made = 0
        self._views: dict[tuple[int, tuple[int, ...]], Catalogue] = {}

    def inject(
        self, name: str, match: Match, times: int | None, parameters: dict[str, Any]
    ) -> Rule:
        """Add a rule; raises UnknownFault."""
        fault = make(name, **parameters)
        self._made += 1
        random = Random(f"{self.seed}/fault/{self._made}")
        now = self.clock.now()
        rule = Rule(self._made, name, fault, match, times, now, random)
        self.rules.append(rule)
        return rule

    def heal(self, number: int | None = None) -> None:
        """Take back one rule or all of them; the log stays."""
        self.rules = [rule for rule in self.rules if number not in (None, rule.number)]

    def striking(self, request: Request) -> list[Rule]:
        """Return the rules whose faults happen to a request, and log them."""
        struck: list[Rule] = []
        for rule in self.rules:
            if rule.strikes(request, any(other.answers for other in struck)):
                struck.append(rule)
                self._note(rule, request)
        return struck

    def _note(self, rule: Rule, request: Request) -> None:
        number, now = len(self.log) + 1, self.clock.now()
        self.log.append(
            Injection(
                number, now, rule.number, rule.name, request.method, request.target
            )
        )

    def shown(self, catalogue: Catalogue, rules: Iterable[Rule]) -> Catalogue:
        """Return the catalogue as the faults let it be seen.

        What was computed last is kept: the pages of a list look through the same faults.
        """
        rules = [rule for rule in rules if rule.shows]
        if not rules:
            return catalogue
        key = catalogue.version, tuple(rule.number for rule in rules)
        if key not in self._views:
            view = catalogue
            for rule in rules:
                view = rule.fault.shown(view, rule.since)
            self._views = {key: view}
        return self._views[key]
