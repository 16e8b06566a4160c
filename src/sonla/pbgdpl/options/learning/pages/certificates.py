"""A certificate as a file for who earned it, and the page on which anybody verifies one."""

from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.options.learning.certificates import Certificate
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.learners import code_words
from sonla.pbgdpl.options.learning.learners import read_code
from sonla.pbgdpl.options.learning.pages.learning import ask_to_wait
from sonla.pbgdpl.options.learning.pages.learning import hide_address
from sonla.pbgdpl.options.learning.pages.learning import LearningPage
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.training.attendees import HOURS
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import TypedFields
from typing import Any
from typing import TYPE_CHECKING
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer

if TYPE_CHECKING:
    from sonla.pbgdpl.options.learning.certificate_file import CertificatePaper

CERTIFICATE = _("certificate_heading", default="Certificate")
SAYS = _("certificate_says", default="given to")
DECLARED = _("certificate_declared", default="(name as given by the learner)")
DID = _("certificate_did", default="who has finished the online course")
DAY = _("certificate_day", default="Issued on ${day}/${month}/${year}")
NUMBER = _("certificate_number", default="Number ${code}")
VERIFY = _(
    "certificate_verify",
    default="To verify it, scan the code on the left, or open ${address} and type the number. An electronic paper, without a seal.",
)


class CertificateFile(LearningPage):
    """Send a learner the certificate of the course."""

    def show(self) -> Any:
        """Return the file; whoever has none that holds is led to the page that says why."""
        learner = self.learner
        certificate = certificate_by(learner.certificate) if learner else None
        if certificate is None or not certificate.holds:
            return self.see("learn")
        # What prints is imported where a file is made: most processes never make one.
        from sonla.pbgdpl.options.learning.certificate_file import CONTENT_TYPE
        from sonla.pbgdpl.options.learning.certificate_file import write_certificate

        response = self.request.response
        response.setHeader("Content-Type", CONTENT_TYPE)
        response.setHeader(
            "Content-Disposition",
            f'attachment; filename="chung-nhan-{certificate.code}.pdf"',
        )
        return write_certificate(paper_of(certificate, self.request))


def paper_of(certificate: Certificate, request: Any) -> "CertificatePaper":
    """Put a certificate into the lines that are printed."""
    from sonla.pbgdpl.options.learning.certificate_file import CertificatePaper

    address = f"{public_root()}/@@verify"

    def said(message: Message, **facts: str) -> str:
        filled = Message(message, mapping=facts)
        return translate(filled, context=request)

    return CertificatePaper(
        heading=said(CERTIFICATE),
        issuer=certificate.unit,
        says=said(SAYS),
        name=certificate.name,
        declared=said(DECLARED) if certificate.declared else "",
        did=said(DID),
        course=certificate.course,
        hours=said(HOURS, count=str(certificate.hours)) if certificate.hours else "",
        day=said(
            DAY,
            day=f"{certificate.issued:%d}",
            month=f"{certificate.issued:%m}",
            year=f"{certificate.issued:%Y}",
        ),
        number=said(NUMBER, code=code_words(certificate.code)),
        verify=said(VERIFY, address=address),
        address=f"{address}?code={certificate.code}",
        language=api.portal.get_current_language(),
    )


@implementer(IDescribedPage)
class VerifyPage(TypedFields, SectionPage, BrowserView):
    """Show anybody what stands on one certificate and whether it holds, nothing else."""

    allowed_methods = ("GET", "HEAD")
    most_typed = 100
    schema_type = "WebPage"
    wait = 0
    """Seconds after which to try again, where many wrong numbers came."""
    page_title = _("heading_verify", default="Verify a certificate")

    def __call__(self) -> Any:
        """Show what stands on a certificate, which no cache keeps; count a wrong number.

        A link with a number that somebody shares would put a name into search engines.
        """
        self.request.response.setHeader("X-Robots-Tag", "noindex")
        if self.asked:
            self.request.response.setHeader("Cache-Control", "no-store")
            hide_address(self.request.response)
            self.wait = 0 if self.certificate else ask_to_wait(self.request)
        return self.index()

    @property
    def asked(self) -> str:
        """The number as it was typed."""
        return self.typed("code")

    @cached_property
    def certificate(self) -> Certificate | None:
        """The certificate with that number."""
        return certificate_by(read_code(self.asked))

    @property
    def number(self) -> str:
        """The number as it is printed."""
        return code_words(self.certificate.code) if self.certificate else ""

    @property
    def issued(self) -> str:
        """The day of issue."""
        return format_day(self.certificate.issued) if self.certificate else ""

    @property
    def revoked(self) -> str:
        """The day on which it ceased to hold; empty while it holds."""
        return format_day(self.certificate.revoked) if self.certificate else ""
