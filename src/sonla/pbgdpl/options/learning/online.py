"""How a course is learned online: what its hosts enter, as a behavior that rests with the option."""

from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.resting_fields import rests_without
from sonla.pbgdpl.options.learning.course_tests import ICourseTest
from sonla.pbgdpl.options.learning.course_tests import TESTS
from sonla.pbgdpl.training.content import ONLINE
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from typing import Any
from zope import schema
from zope.interface import provider

OPEN_TO_ALL, OPEN_CERTIFICATES = "open_to_all", "open_certificates"


@provider(IFormFieldProvider)
class IOnlineLearning(model.Schema):
    """Add to a course whether it can be learned here, by whom, and with which tests."""

    rests_without(LEARNING)

    model.fieldset(
        "online",
        label=_("fieldset_learning_online", default="Learning online"),
        fields=[ONLINE, OPEN_TO_ALL, OPEN_CERTIFICATES, TESTS],
    )
    learn_online = schema.Bool(
        title=_("label_learn_online", default="The course can be learned online here"),
        description=_(
            "help_learn_online",
            default="From the first day to the last, by a link, a code or an account. Lessons are those chosen above. A certificate has the hours of the course only if the portal has counted that the learner spent as long on the lessons.",
        ),
        default=False,
        required=False,
    )
    open_to_all = schema.Bool(
        title=_("label_open_to_all", default="Anybody may learn, by name and unit"),
        description=_(
            "help_open_to_all",
            default="Otherwise only those who were invited on the page “Learners” of the course. Nobody checks a name that is typed; so right answers are shown to those who have passed, and to all after the end.",
        ),
        default=False,
        required=False,
    )
    open_certificates = schema.Bool(
        title=_(
            "label_open_certificates",
            default="Whoever finishes an open course can have a certificate",
        ),
        description=_(
            "help_open_certificates",
            default="It says that the name is what the learner typed. Untick it where a name that nobody has checked shall not stand under yours. Courses for those invited always give certificates.",
        ),
        default=True,
        required=False,
    )
    directives.widget(TESTS, BlockRowsFieldWidget)
    tests = Rows(
        title=_("label_course_tests", default="Tests"),
        description=_(
            "help_training_course_tests",
            default="Each is drawn from an approved question bank and marked by the portal.",
        ),
        schema=ICourseTest,
    )


def gives_certificates(course: Any) -> bool:
    """Return whether who finishes a course is certified: the host of an open one decides."""
    is_open = bool(stored_value(course, OPEN_TO_ALL))
    return not is_open or stored_value(course, OPEN_CERTIFICATES) is not False
