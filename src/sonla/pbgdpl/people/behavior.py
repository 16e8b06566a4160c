"""What the register knows of a person (báo cáo viên, tuyên truyền viên pháp luật).

Columns of the lists of nominees (Circular 42/2016/TT-BQP, Article 40) and of what
provinces publish. Somebody who enters a person may type private fields; `people.forms`
and the read permissions keep them from being read by others. `people.privacy` lists
them."""

from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.validators import accepting
from sonla.pbgdpl.core.validators import mail_address
from sonla.pbgdpl.core.validators import phone_number
from sonla.pbgdpl.people.append_only import RECOGNITIONS
from sonla.pbgdpl.people.append_only import RECOGNITIONS_FIELD
from sonla.pbgdpl.people.append_only import recognitions_to_keep
from sonla.pbgdpl.people.append_only import refuse_contradictions
from sonla.pbgdpl.people.append_only import refuse_ended_terms
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.ui.fields import IRows
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.fields import TermChoices
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import provider

import re


class IRecognitionRows(IRows):
    """Mark the field of recognitions: some of its cells are not for everybody."""


@implementer(IRecognitionRows)
class Recognitions(Rows):
    """Recognitions; forms and REST validate by it before anything is stored."""

    def validate(self, value: Any) -> None:
        """Refuse contradictions, then what an edited person must not lose.

        Not in `_validate`, which is never asked about no rows at all.
        """
        super().validate(value)
        value = value or []
        refuse_contradictions(value)
        before: list[Any] = []
        if IRegisteredPerson.providedBy(self.context):
            before = stored_value(self.context, RECOGNITIONS_FIELD) or []
            RECOGNITIONS.refuse_lost(recognitions_to_keep(self.context), value, today())
        refuse_ended_terms(before, value)


_PERSON_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")

PERSONAL = "sonla.pbgdpl.viewPersonalData"


person_code = accepting(
    _PERSON_ID.fullmatch,
    _(
        "msg_person_id_not_accepted",
        default="“${value}” can't be the code of a person: use letters, digits and hyphens.",
    ),
)


class IRecognition(Interface):
    """Describe one recognition: by which level and unit, by what decision, until when.

    Its words: ``docs/glossary.rst``, *Councils and people*.
    """

    level = TermChoice(
        title=_("label_recognition_level", default="Level"),
        vocabulary="sonla.pbgdpl.GovernmentLevels",
        required=True,
    )
    unit = TermChoice(
        title=_("label_recognition_unit", default="Province, commune or ward"),
        description=_(
            "help_recognition_unit",
            default="Where the person speaks. Empty for the central level alone.",
        ),
        vocabulary="sonla.pbgdpl.AdministrativeUnits",
        required=False,
    )
    decision_number = schema.TextLine(
        title=_("label_decision_number", default="Number of the decision"),
        required=False,
    )
    decision_date = schema.Date(
        title=_("label_decision_date", default="Date of the decision"),
        required=False,
    )
    issuer = schema.TextLine(
        title=_("label_issuer", default="Issued by"),
        required=False,
    )
    valid_from = schema.Date(
        title=_("label_recognised_from", default="Recognised from"),
        required=True,
    )
    ended_on = schema.Date(
        title=_("label_recognition_ended_on", default="Ended on"),
        description=_(
            "help_recognition_ended_on",
            default="The first day on which the person is not recognised any more. May lie ahead.",
        ),
        required=False,
    )
    end_kind = TermChoice(
        title=_("label_end_kind", default="How it ended"),
        vocabulary="sonla.pbgdpl.EndKinds",
        required=False,
    )
    end_reason = schema.TextLine(
        title=_("label_end_reason", default="Reason of the end"),
        description=_("help_end_reason", default="Never public."),
        required=False,
    )
    end_decision = schema.TextLine(
        title=_("label_end_decision", default="Decision that ended it"),
        description=_(
            "help_end_decision",
            default="Number and date, such as 12/QĐ-UBND, 30/06/2025.",
        ),
        required=False,
    )


@provider(IFormFieldProvider)
class IPerson(model.Schema):
    """Add the fields of a person.

    Its words: ``docs/glossary.rst``, *Councils and people*.
    """

    searchable("rank", "position", "languages")
    full_name = schema.TextLine(
        title=_("label_full_name", default="Full name"),
        description=_(
            "help_full_name", default="Family name first, as in the decision."
        ),
        required=True,
    )
    rank = schema.TextLine(
        title=_("label_rank", default="Rank"),
        description=_("help_rank", default="For officers of the armed forces."),
        required=False,
    )
    position = schema.TextLine(
        title=_("label_position", default="Position"),
        description=_(
            "help_person_position",
            default="Such as Trưởng phòng or Công chức tư pháp - hộ tịch.",
        ),
        required=False,
    )
    agency = TermChoice(
        title=_("label_workplace", default="Agency where the person works"),
        description=_(
            "help_person_agency",
            default="As the agency calls itself, such as Sở Tư pháp.",
        ),
        vocabulary="sonla.pbgdpl.Agencies",
        required=False,
    )
    qualification = schema.Choice(
        title=_("label_qualification", default="University degree"),
        description=_(
            "help_person_qualification", default="In law, in another subject, or none."
        ),
        vocabulary="sonla.pbgdpl.Qualifications",
        required=False,
    )
    legal_work_years = schema.Int(
        title=_("label_legal_work_years", default="Years of legal work"),
        description=_(
            "help_person_legal_work_years",
            default="Whole years of work with law, as the list of nominees asks.",
        ),
        min=0,
        max=80,
        required=False,
    )
    languages = TermChoices(
        title=_("label_languages", default="Languages spoken"),
        description=_(
            "help_languages", default="In which the person can speak to an audience."
        ),
        vocabulary="sonla.pbgdpl.Languages",
    )
    photo = NamedBlobImage(
        title=_("label_photo", default="Photo"),
        description=_(
            "help_photo", default="Public. Upload it only if the person agrees."
        ),
        required=False,
    )

    person_id = schema.ASCIILine(
        title=_("label_person_id", default="Code of the person"),
        description=_(
            "help_person_id",
            default="The same in all records of one person, whatever the type. Leave it empty for a person who is new in the register.",
        ),
        constraint=person_code,
        required=False,
    )

    directives.widget(recognitions=BlockRowsFieldWidget)
    recognitions = Recognitions(
        IRecognition,
        title=_("label_recognitions", default="Recognitions"),
        description=_(
            "help_recognitions",
            default="One row for each recognition, the ended ones too. To end one, fill in its last cells; whoever is recognised again gets a new row. What has begun stays in the register.",
        ),
    )

    model.fieldset(
        "contact",
        label=_("fieldset_contact", default="Contact"),
        fields=["official_phone", "official_email", "show_official_contact"],
    )
    directives.read_permission(official_phone=PERSONAL, official_email=PERSONAL)
    official_phone = schema.TextLine(
        title=_("label_official_phone", default="Official phone"),
        description=_(
            "help_person_official_phone",
            default="At work. Public only if the person agrees below.",
        ),
        constraint=phone_number,
        required=False,
    )
    official_email = schema.TextLine(
        title=_("label_official_email", default="Official e-mail"),
        description=_(
            "help_person_official_email",
            default="At work. Public only if the person agrees below.",
        ),
        constraint=mail_address,
        required=False,
    )
    show_official_contact = schema.Bool(
        title=_(
            "label_show_official_contact",
            default="The person agrees that telephone and e-mail at work are public",
        ),
        description=_(
            "help_person_show_official_contact",
            default="Tick it only when the person has said so; it can be taken back at any time.",
        ),
        default=False,
        required=False,
    )

    model.fieldset(
        "personal",
        label=_("fieldset_personal", default="Personal data"),
        description=_(
            "help_fieldset_personal",
            default="Never public; only who may see personal data finds them here.",
        ),
        fields=[
            "birth_date",
            "gender",
            "ethnicity",
            "private_phone",
            "private_email",
            "id_number",
            "home_address",
        ],
    )
    directives.read_permission(
        birth_date=PERSONAL,
        gender=PERSONAL,
        ethnicity=PERSONAL,
        private_phone=PERSONAL,
        private_email=PERSONAL,
        id_number=PERSONAL,
        home_address=PERSONAL,
    )
    birth_date = schema.Date(
        title=_("label_birth_date", default="Date of birth"),
        description=_(
            "help_person_birth_date",
            default="Never public: seen only by those who may see personal data.",
        ),
        required=False,
    )
    gender = schema.Choice(
        title=_("label_gender", default="Gender"),
        description=_(
            "help_person_gender", default="Never public; counted in statistics only."
        ),
        vocabulary="sonla.pbgdpl.Genders",
        required=False,
    )
    ethnicity = schema.TextLine(
        title=_("label_ethnicity", default="Ethnicity"),
        description=_(
            "help_person_ethnicity", default="Never public; counted in statistics only."
        ),
        required=False,
    )
    private_phone = schema.TextLine(
        title=_("label_private_phone", default="Private telephone"),
        description=_("help_person_private_phone", default="Never public."),
        constraint=phone_number,
        required=False,
    )
    private_email = schema.TextLine(
        title=_("label_private_email", default="Private e-mail"),
        description=_("help_person_private_email", default="Never public."),
        constraint=mail_address,
        required=False,
    )
    id_number = schema.TextLine(
        title=_("label_id_number", default="Number of the identity card"),
        description=_(
            "help_person_id_number",
            default="Never public. Leave it empty unless the office needs it.",
        ),
        required=False,
    )
    home_address = schema.TextLine(
        title=_("label_home_address", default="Home address"),
        description=_(
            "help_person_home_address",
            default="Never public. Leave it empty unless the office needs it.",
        ),
        required=False,
    )
