"""The admin's part: what a test in another process does to the server, as JSON.

A browser can't be made to use it by a page of another site: it takes `application/json`
only, for which a browser asks first, and nobody answers.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from sonla.referenceserver.clock import stamp
from sonla.referenceserver.faults.rules import Rule
from sonla.referenceserver.faults.table import FAULTS
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import json_answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from sonla.referenceserver.records import Record
from sonla.referenceserver.state import State
from typing import Any

PREFIX = "/admin/"
Change = Callable[[str, dict[str, Any]], Any]


class Admin:
    """Answer below `/admin/`: GET reads, everything else changes."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._reads: dict[str, Callable[[], Any]] = {
            "state": self._state,
            "identifiers": self._identifiers,
            "received": self._received,
            "requests": lambda: [_plain(asdict(seen)) for seen in state.requests],
            "faults": self._faults,
        }
        self._changes: dict[tuple[str, str], Change] = {
            ("POST", "clock"): self._advance,
            ("POST", "reset"): self._reset,
            ("POST", "records"): self._add,
            ("PATCH", "records"): self._edit,
            ("DELETE", "records"): self._delete,
            ("POST", "restore"): self._restore,
            ("POST", "purge"): self._purge,
            ("POST", "edits"): self._edit_some,
            ("POST", "faults"): self._inject,
            ("DELETE", "faults"): self._heal,
        }

    def answer(self, request: Request) -> Answer:
        """Do what is asked; 404 for what isn't there, 422 for what can't be done."""
        topic, _slash, rest = request.path.removeprefix(PREFIX).partition("/")
        if request.method in ("GET", "HEAD"):
            read = self._reads.get(topic)
            return json_answer(read()) if read else problem(404, "Not found")
        change = self._changes.get((request.method, topic))
        if change is None:
            return problem(404, "Not found")
        if request.media_type != "application/json":
            return problem(415, "Unsupported media type", "application/json")
        try:
            return json_answer(change(rest, request.json() if request.body else {}))
        except KeyError as failure:
            return problem(404, "Not found", str(failure))
        except (ValueError, TypeError) as failure:
            return problem(422, "Unprocessable content", str(failure))

    # ---- reading

    def _state(self) -> dict[str, Any]:
        state = self.state
        return {
            "now": stamp(state.clock.now()),
            "settings": _public(asdict(state.settings)),
            "live": len(state.identifiers()),
            "deleted": len(state.identifiers(deleted=True)),
            "received": len(state.received),
            "requests": len(state.requests),
        }

    def _identifiers(self) -> dict[str, list[str]]:
        live, deleted = self.state.identifiers(), self.state.identifiers(deleted=True)
        return {"live": live, "deleted": deleted}

    def _received(self) -> dict[str, Any]:
        resources = self.state.push.resources.values()
        return {
            "log": [_plain(asdict(receipt)) for receipt in self.state.received],
            "records": [
                {
                    "identifier": resource.identifier,
                    "revision": resource.revision,
                    "etag": resource.etag,
                    "deleted": resource.deleted,
                    "document": resource.document,
                }
                for resource in resources
            ],
        }

    def _faults(self) -> dict[str, Any]:
        return {
            "known": sorted(FAULTS),
            "rules": [_rule(rule) for rule in self.state.faults.rules],
            "log": [_plain(asdict(injection)) for injection in self.state.faults.log],
        }

    # ---- changing

    def _advance(self, rest: str, body: dict[str, Any]) -> Any:
        return {"now": stamp(self.state.advance(**body))}

    def _reset(self, rest: str, body: dict[str, Any]) -> Any:
        self.state.reset()
        return self._state()

    def _add(self, rest: str, body: dict[str, Any]) -> Any:
        fields = body.pop("fields", {})
        return _record(self.state.add(**body, **fields))

    def _edit(self, rest: str, body: dict[str, Any]) -> Any:
        return _record(self.state.edit(rest, **body))

    def _delete(self, rest: str, body: dict[str, Any]) -> Any:
        self.state.delete(rest)
        return {"deleted": rest}

    def _restore(self, rest: str, body: dict[str, Any]) -> Any:
        return _record(self.state.restore(rest))

    def _purge(self, rest: str, body: dict[str, Any]) -> Any:
        self.state.purge(rest)
        return {"purged": rest}

    def _edit_some(self, rest: str, body: dict[str, Any]) -> Any:
        return {"edited": self.state.edit_some(**body)}

    def _inject(self, rest: str, body: dict[str, Any]) -> Any:
        """Take `fault`, `times`, `match` and `parameters`."""
        match, parameters = body.pop("match", {}), body.pop("parameters", {})
        return _rule(self.state.inject(**body, **match, **parameters))

    def _heal(self, rest: str, body: dict[str, Any]) -> Any:
        self.state.heal(int(rest) if rest else None)
        return self._faults()


def _record(record: Record) -> dict[str, Any]:
    return {**_plain(asdict(record)), "fields": dict(record.fields)}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "number": rule.number,
        "fault": rule.name,
        "match": asdict(rule.match),
        "times": rule.times,
        "since": stamp(rule.since),
        "seen": rule.seen,
        "injected": rule.injected,
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Write moments as text."""
    return {
        name: stamp(value) if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _public(settings: dict[str, Any]) -> dict[str, Any]:
    """Leave the tokens out."""
    return {name: value for name, value in settings.items() if "_token" not in name}
