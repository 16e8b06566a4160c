"""Coordination councils of legal education (Hội đồng phối hợp PBGDPL).

By Decision 26/2025/QĐ-TTg: chair, vice chairs, members, some of them invited, a standing
agency and a secretariat. Members are named by decisions of their own, people change; so
each membership is a row with its days, and none that began is ever written over.
"""

from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.storage import AppendOnlyRows
from sonla.pbgdpl.core.append_only.storage import CorrectionLog
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.names import PLACE_TYPES
from sonla.pbgdpl.core.orphaned import OrphanSafeContainer
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.core.validators import mail_address
from sonla.pbgdpl.core.validators import phone_number
from sonla.pbgdpl.councils.append_only import MEMBERS
from sonla.pbgdpl.councils.append_only import MEMBERSHIPS
from sonla.pbgdpl.councils.append_only import Memberships
from sonla.pbgdpl.councils.append_only import rows_to_keep
from sonla.pbgdpl.councils.append_only import SECRETARIAT
from sonla.pbgdpl.councils.interfaces import ICouncil
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IMembership(Interface):
    """Describe one membership: who, in which office, with which role, from when on."""

    order = schema.Int(
        title=_("label_member_order", default="Number in the list"),
        min=1,
        max=9999,
        required=False,
    )
    name = schema.TextLine(
        title=_("label_full_name", default="Full name"),
        required=True,
    )
    position = schema.TextLine(
        title=_("label_position", default="Position"),
        required=False,
    )
    agency = TermChoice(
        title=_("label_member_agency", default="Agency"),
        vocabulary="sonla.pbgdpl.Agencies",
        required=False,
    )
    role = TermChoice(
        title=_("label_council_role", default="Role in the council"),
        vocabulary="sonla.pbgdpl.CouncilRoles",
        required=True,
    )
    invited = schema.Bool(
        title=_("label_member_invited", default="Invited to take part"),
        required=False,
    )
    valid_from = schema.Date(
        title=_("label_member_from", default="Member from"),
        required=True,
    )
    ended_on = schema.Date(
        title=_("label_member_ended_on", default="Until"),
        description=_(
            "help_member_ended_on",
            default="The first day without them, and the first day of whoever follows.",
        ),
        required=False,
    )
    decision = schema.TextLine(
        title=_("label_member_decision", default="Decision that named the member"),
        required=False,
    )
    end_decision = schema.TextLine(
        title=_("label_end_decision", default="Decision that ended it"),
        required=False,
    )


class ICouncilDecision(Interface):
    """Describe a decision on the council itself."""

    number = schema.TextLine(
        title=_("label_decision_number", default="Number of the decision"),
        required=True,
    )
    issued_on = schema.Date(
        title=_("label_issued_on", default="Date of issue"),
        required=False,
    )
    issuer = schema.TextLine(
        title=_("label_issuer", default="Issued by"),
        required=False,
    )
    kind = TermChoice(
        title=_("label_council_decision_kind", default="What it decides"),
        vocabulary="sonla.pbgdpl.CouncilDecisionKinds",
        required=True,
    )


class ICoordinationCouncil(model.Schema, ICouncil):
    """Describe a coordination council; past members are found, too.

    Its words: ``docs/glossary.rst``, *Councils and people*.
    """

    searchable(
        "level",
        "unit",
        "standing_agency",
        decisions=("number", "issuer"),
        members=("name", "position"),
        secretariat=("name", "position"),
    )
    level = TermChoice(
        title=_("label_council_level", default="Level"),
        description=_(
            "help_coordination_council_level",
            default="Whether it is the council of the province or of a commune.",
        ),
        vocabulary="sonla.pbgdpl.GovernmentLevels",
        required=True,
    )
    unit = TermChoice(
        title=_("label_recognition_unit", default="Province, commune or ward"),
        description=_(
            "help_council_unit", default="Whose council it is. Empty for the centre."
        ),
        vocabulary="sonla.pbgdpl.AdministrativeUnits",
        required=False,
    )
    term = schema.TextLine(
        title=_("label_council_term", default="Term"),
        description=_(
            "help_council_term",
            default="As the decision says it, such as 2025 - 2030. Empty if there is none.",
        ),
        required=False,
    )
    directives.widget(decisions=BlockRowsFieldWidget)
    decisions = Rows(
        ICouncilDecision,
        title=_("label_council_decisions", default="Decisions on the council"),
        description=_(
            "help_council_decisions",
            default="By which it was established, completed and given its rules. The text of a decision is a document of guidance inside the council; the page then links the number to it.",
        ),
    )
    standing_agency = TermChoice(
        title=_("label_standing_agency", default="Standing agency"),
        description=_(
            "help_coordination_council_standing_agency",
            default="The agency that runs the council's daily work.",
        ),
        vocabulary="sonla.pbgdpl.Agencies",
        required=False,
    )
    office_phone = schema.TextLine(
        title=_(
            "label_council_phone", default="Office telephone of the standing agency"
        ),
        description=_(
            "help_coordination_council_office_phone",
            default="A telephone of the office, none of a person's own.",
        ),
        constraint=phone_number,
        required=False,
    )
    office_email = schema.TextLine(
        title=_("label_council_email", default="Office e-mail of the standing agency"),
        description=_(
            "help_council_contact",
            default="Public. Only contacts of the office, never of a person.",
        ),
        constraint=mail_address,
        required=False,
    )

    directives.widget(members=BlockRowsFieldWidget)
    members = Memberships(
        IMembership,
        title=_("label_council_members", default="Members of the council"),
        description=_(
            "help_council_members",
            default="One row for each membership, the ended ones too. When somebody is replaced, enter in their row until when they were a member, and add a row for whoever follows. What has begun stays in the list. Members are shown by role, then by number. The position is the one by which the decision names the member, such as Giám đốc Sở Tư pháp; a decision is written with number and date.",
        ),
    )

    directives.widget(secretariat=BlockRowsFieldWidget)
    secretariat = Memberships(
        IMembership,
        title=_("label_council_secretariat", default="Secretariat of the council"),
        description=_(
            "help_council_secretariat", default="Filled in as the list of members is."
        ),
    )


@implementer(ICoordinationCouncil)
class CoordinationCouncil(OrphanSafeContainer):
    """A council's memberships, documents and activities."""

    members = AppendOnlyRows(MEMBERS, MEMBERSHIPS, rows_to_keep(MEMBERS))
    secretariat = AppendOnlyRows(SECRETARIAT, MEMBERSHIPS, rows_to_keep(SECRETARIAT))
    _pbgdpl_corrections = CorrectionLog()


COORDINATION_COUNCIL_FACTS = ContentTypeFacts(
    chain=EDITORIAL_WORKFLOW,
    added_in=PLACE_TYPES,
    is_versioned=True,
    icon="people-fill",
    order=110,
    is_own=True,
    follows_unit=True,
    is_listed_in_unit=True,
    first_fields=(
        "title",
        "level",
        "unit",
        "term",
        "decisions",
        "standing_agency",
        "members",
    ),
)
