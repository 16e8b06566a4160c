"""The page on which lists of people are entered, as forms and scripts use it."""

from io import BytesIO
from plone import api
from plone.protect import createToken
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from zope.interface import alsoProvides
from ZPublisher.HTTPRequest import FileUpload

import lxml.html


class Sent:
    """Stand for what the publisher makes of an uploaded file."""

    def __init__(self, data, filename):
        self.file, self.filename, self.headers, self.name = (
            BytesIO(data),
            filename,
            {},
            "list",
        )


def upload(data, filename="danh-sach.xlsx"):
    return FileUpload(Sent(data, filename))


def call(context, protected=True, **form):
    """Send a form, or ask for the page when there is none; give request and answer."""
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    if form:
        request.environ["REQUEST_METHOD"] = request.method = "POST"
        if protected:
            form["_authenticator"] = createToken()
    request.form.update(form)
    return request, api.content.get_view("register-import", context, request)()


def look(context, address):
    """Follow an address of the page."""
    request = context.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    request.form.update(
        part.split("=") for part in address.partition("?")[2].split("&") if part
    )
    source = api.content.get_view("register-import", context, request)()
    return lxml.html.fromstring(source)


def address_of(request):
    assert request.response.getStatus() == 302
    return request.response.getHeader("Location")


def send(context, data, filename="danh-sach.xlsx", **form):
    """Upload a list; give the address of its preview and the token in it."""
    fields = {"portal_type": "LegalReporter", "default-level": "tinh", **form}
    request, _answer = call(context, upload="1", list=upload(data, filename), **fields)
    address = address_of(request)
    return address, address.partition("token=")[2]


def words(page, selector):
    return [" ".join(one.text_content().split()) for one in page.cssselect(selector)]


def rows(page):
    return [
        [" ".join(cell.text_content().split()) for cell in line.cssselect("td, th")]
        for line in page.cssselect("#pbgdpl-import-rows tbody tr")
    ]
