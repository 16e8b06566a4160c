"""A page of an item, opened or sent as a browser does, without a server."""

from collections.abc import Callable
from io import BytesIO
from plone import api
from plone.protect.authenticator import createToken
from search_content import request_for
from typing import Any
from ZPublisher.HTTPRequest import FileUpload

import pytest


@pytest.fixture
def open_page(http_request: Any) -> Callable[..., str]:
    """Open a page of an item, or send its form."""

    def send(item: Any, name: str, **typed: Any) -> str:
        http_request.form.clear()
        method = "POST" if typed else "GET"
        http_request.method = http_request.environ["REQUEST_METHOD"] = method
        if typed:
            http_request.form.update({"_authenticator": createToken(), **typed})
        http_request.response.setStatus(200)
        http_request.response.headers.pop("location", None)
        return str(api.content.get_view(name, item, http_request)())

    return send


def show(
    place: Any,
    name: str,
    sent: dict[str, Any] | None = None,
    file: bytes | None = None,
    **form: Any,
) -> Any:
    """Ask for a page, or send its form; give the page, or where it leads."""
    request = request_for(api.portal.get(), form)
    if sent is not None or file is not None:
        request.method = "POST"
        request.form.update(sent or {}, _authenticator=createToken())
        request.environ["REQUEST_METHOD"] = "POST"
    if file is not None:
        field = type("Field", (), {})()
        field.file, field.headers = BytesIO(file), {}
        field.filename, field.name = "a.csv", "file"
        request.form["file"] = FileUpload(field)
    page = api.content.get_view(name, place, request)()
    return page or request.response.getHeader("location")
