"""Find the face that answers a request, and let faults happen on the way."""

from collections.abc import Callable
from functools import partial
from sonla.referenceserver.admin import Admin
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.faults.base import Context
from sonla.referenceserver.faults.rules import Rule
from sonla.referenceserver.feeds import Feeds
from sonla.referenceserver.formats.pbgdpl_xml import SCHEMA_NAME
from sonla.referenceserver.gateway import PATH as TOKEN_PATH
from sonla.referenceserver.inbound import PATH as INBOUND
from sonla.referenceserver.listing import ListEndpoint
from sonla.referenceserver.listing import PATH as LIST_PATH
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from sonla.referenceserver.oai import OaiEndpoint
from sonla.referenceserver.pages import Pages
from sonla.referenceserver.push import bearer_refusal
from sonla.referenceserver.push import LIST_PATH as PUSH_LIST
from sonla.referenceserver.push import PATH as PUSH
from sonla.referenceserver.seeding.files import content_of
from sonla.referenceserver.seeding.files import MEDIA_TYPES
from sonla.referenceserver.seeding.resources import text
from sonla.referenceserver.state import State

Endpoint = Callable[[Request, Catalogue], Answer]


class Router:
    """Answer every request to a reference server."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.admin = Admin(state)
        self.pages = Pages(state)
        self.oai = OaiEndpoint(state.settings, state.clock)
        self.feeds = Feeds(state.base_url, state.settings.page_size)
        self.list = ListEndpoint(state.settings.page_size, state.clock)

    def __call__(self, request: Request) -> Answer:
        """Answer one request. Faults never happen to the page and the admin's part."""
        with self.state.lock:
            if request.path.startswith("/admin"):
                return self.admin.answer(request)
            if request.path == "/" or request.path.startswith("/tin/"):
                return self.pages.answer(request)
            rules = self.state.faults.striking(request)
            answer = self._answer(request, rules)
            names = [rule.name for rule in rules]
            self.state.note(request.method, request.target, answer.status, names)
            return answer

    def _answer(self, request: Request, rules: list[Rule]) -> Answer:
        catalogue = self.state.faults.shown(self.state.shown(), rules)
        contexts = [
            (rule.fault, Context(self.oai, self.state.clock, catalogue, rule.since))
            for rule in rules
        ]
        instead = (fault.instead(request, context) for fault, context in contexts)
        answer = next((answer for answer in instead if answer is not None), None)
        if answer is None:
            answer = self._endpoint(request)(request, catalogue)
        elif request.path.startswith(PUSH):
            self.state.push.noted(request, answer)
        for fault, context in contexts:
            answer = fault.altered(request, answer, context)
        return answer

    def _endpoint(self, request: Request) -> Endpoint:
        """Choose by path and method; feeds and lists may want a token."""
        path, reading = request.path, request.method in ("GET", "HEAD")
        gateway = self.state.gateway
        if path == TOKEN_PATH and self.state.settings.client_id:
            return gateway.token
        if (refused := gateway.refusal(request)) is not None:
            return lambda request, catalogue: refused
        if path.startswith(PUSH):
            return lambda request, catalogue: self.state.push.answer(request)
        if path == INBOUND or path.startswith(f"{INBOUND}/"):
            return lambda request, catalogue: self.state.inbound.answer(request)
        if path == PUSH_LIST:
            return lambda request, catalogue: self.state.push.listed(request)
        if reading and path.startswith("/files/"):
            return lambda request, catalogue: serve_file(request)
        if reading and path == f"/schemas/{SCHEMA_NAME}":
            return _schema
        harvested: dict[str, Endpoint] = {
            "/oai": self.oai.answer,
            "/atom": self.feeds.atom,
            "/rss": self.feeds.rss,
            LIST_PATH: self._listed,
        }
        if path not in harvested:
            return lambda request, catalogue: problem(404, "Not found")
        if not reading and (path, request.method) != ("/oai", "POST"):
            return lambda request, catalogue: problem(405, "Method not allowed")
        return partial(_guarded, self.state.settings.pull_token, harvested[path])

    def _listed(self, request: Request, catalogue: Catalogue) -> Answer:
        """Answer with rows of the list, which may have records of its own."""
        own = self.state.list_catalogue if self.state.settings.list_seed else catalogue
        return self.list.answer(request, own)


def _guarded(
    token: str, endpoint: Endpoint, request: Request, catalogue: Catalogue
) -> Answer:
    return bearer_refusal(request, token) or endpoint(request, catalogue)


def serve_file(request: Request) -> Answer:
    """Return a file that a record refers to; any name of a known kind is one."""
    name = request.path.removeprefix("/files/")
    suffix = name.rpartition(".")[2]
    if suffix not in MEDIA_TYPES or "/" in name:
        return problem(404, "Not found")
    return Answer(200, content_of(name), MEDIA_TYPES[suffix])


def _schema(request: Request, catalogue: Catalogue) -> Answer:
    return Answer(body=text(SCHEMA_NAME).encode())
