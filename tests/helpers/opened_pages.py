"""A page of an item, opened or sent as a browser does, without a server."""

from collections.abc import Callable
from plone import api
from plone.protect.authenticator import createToken
from typing import Any

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
