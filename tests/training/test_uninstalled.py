"""What becomes of those who learn online while the add-on is gone: kept, told of, and there again."""

from learning_pages import Device
from learning_pages import learn
from learning_pages import make_learned
from sonla.pbgdpl.options.learning.certificates import certificate_by
from sonla.pbgdpl.options.learning.learners import add_learner
from sonla.pbgdpl.options.learning.learners import Learner
from sonla.pbgdpl.options.learning.learners import learner_by
from sonla.pbgdpl.options.learning.setup import LearnersStep


def remains(portal):
    return [one.text.mapping for one in LearnersStep().remains(portal)]


def test_learners_and_certificates_outlive_the_add_on(portal, installer, unit):
    assert remains(portal) == []
    course = make_learned(portal, unit.getPhysicalPath())
    code = add_learner(course, Learner("Lò Văn Ân"))
    add_learner(course, Learner("Cà Thị Đào"))
    device = Device(course)
    device.request("learn", code=code)
    learn(device)
    assert remains(portal) == [{"learners": "2", "certificates": "1"}]
    path = "/".join(course.getPhysicalPath())
    number = learner_by(course, code).certificate
    installer.uninstall_product("sonla.pbgdpl")
    installer.install_product("sonla.pbgdpl")
    course = portal.unrestrictedTraverse(path)
    assert certificate_by(number).name == "Lò Văn Ân"
    again = Device(course)
    again.request("learn", code=code)
    assert "Lò Văn Ân" in again.text
