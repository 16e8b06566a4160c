"""The OAI-PMH face: the library `oaipmh`, its clock ours and its tokens complete."""

from collections.abc import Callable
from lxml.etree import _Element
from lxml.etree import tostring
from oaipmh import error
from oaipmh.datestamp import datetime_to_datestamp
from oaipmh.metadata import MetadataRegistry
from oaipmh.server import decodeResumptionToken
from oaipmh.server import NS_XSI
from oaipmh.server import nsoai
from oaipmh.server import oai_dc_writer
from oaipmh.server import ServerBase
from oaipmh.server import XMLTreeServer
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.clock import stamp
from sonla.referenceserver.formats import pbgdpl_xml
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import Request
from sonla.referenceserver.records import Entry
from sonla.referenceserver.repository import Repository
from sonla.referenceserver.settings import Settings
from typing import Any

LIST_VERBS = ("ListIdentifiers", "ListRecords")
CONTROLS = {chr(code) for code in range(32)} - set("\t\n\r")


class OaiEndpoint:
    """Answer OAI-PMH requests from whatever catalogue is shown."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.formats = MetadataRegistry()
        self.formats.registerWriter("oai_dc", oai_dc_writer)
        self.formats.registerWriter("pbgdpl", _write_pbgdpl)

    def answer(self, request: Request, catalogue: Catalogue) -> Answer:
        """Answer a GET or a POST with a form."""
        server = self._server(catalogue)
        try:
            arguments = _checked(request)
        except error.ErrorBase as failure:
            return server.refusal(failure)
        return Answer(body=server.handleRequest(arguments))

    def refusal(self, failure: error.ErrorBase, catalogue: Catalogue) -> Answer:
        """Answer with an error of the protocol."""
        return self._server(catalogue).refusal(failure)

    def write_metadata(
        self, element: _Element, catalogue: Catalogue, entry: Entry, prefix: str
    ) -> None:
        """Write the content of an entry below an element, deleted or not."""
        metadata = self._repository(catalogue).metadata(entry, prefix)
        self.formats.writeMetadata(prefix, element, metadata)

    def _repository(self, catalogue: Catalogue) -> Repository:
        return Repository(
            catalogue, self.clock, self.settings.page_size, self.settings.token_minutes
        )

    def _server(self, catalogue: Catalogue) -> "_Server":
        return _Server(self._repository(catalogue), self.formats, self.clock)


def prefix_of(request: Request) -> str:
    """Return the format that is asked for, if need be by a token of ours."""
    token = request.argument("resumptionToken")
    if not token:
        return request.argument("metadataPrefix")
    return decodeResumptionToken(token)[0]["metadataPrefix"]


class _Server(ServerBase):
    def __init__(
        self, repository: Repository, formats: MetadataRegistry, clock: Clock
    ) -> None:
        self._tree_server = _Trees(repository, formats, {"xsi": NS_XSI}, clock)

    def refusal(self, failure: error.ErrorBase) -> Answer:
        """Answer with an error of the protocol."""
        tree = self._tree_server.handleException(failure)
        return Answer(
            body=tostring(tree.getroot(), encoding="UTF-8", xml_declaration=True)
        )


class _Trees(XMLTreeServer):
    """Make the trees as the library does; put right what it leaves out."""

    def __init__(
        self,
        repository: Repository,
        formats: MetadataRegistry,
        nsmap: dict[str, str],
        clock: Clock,
    ) -> None:
        super().__init__(repository, formats, nsmap)
        self._clock = clock

    def _outputBasicEnvelope(self, **kw: Any) -> Any:
        tree, root = super()._outputBasicEnvelope(**kw)
        now = self._clock.now().replace(tzinfo=None)
        root.find(nsoai("responseDate")).text = datetime_to_datestamp(now)
        return tree, root

    def _outputResuming(
        self,
        element: _Element,
        input_func: Callable[..., Any],
        output_func: Callable[..., None],
        kw: dict[str, Any],
    ) -> None:
        """Write a page, and the attributes by which a list is known to be whole."""
        token = None

        def remembering(**arguments: Any) -> Any:
            nonlocal token
            page, token = input_func(**arguments)
            return page, token

        super()._outputResuming(element, remembering, output_func, kw)
        if token is not None:
            written = element.find(nsoai("resumptionToken"))
            assert written is not None  # it is written where there is a token
            written.set("completeListSize", str(token.size))
            written.set("cursor", str(token.cursor))
            if token.expires is not None:
                written.set("expirationDate", stamp(token.expires))


def _write_pbgdpl(element: _Element, metadata: Any) -> None:
    pbgdpl_xml.write(element, metadata.getField(""))


def _checked(request: Request) -> dict[str, str]:
    """Return the arguments; raises for what the library would let through or fall over."""
    arguments: dict[str, str] = {}
    for name, value in request.arguments:
        if name in arguments:
            raise error.BadArgumentError("An argument stands twice")
        if CONTROLS & {*name, *value}:
            raise error.BadArgumentError("There is a control character in an argument")
        arguments[name] = value
    if arguments.get("verb") == "GetMetadata":
        raise error.BadVerbError("GetMetadata is no verb of OAI-PMH")
    return arguments
