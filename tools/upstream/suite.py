"""Run the tests of a package of Plone's own, in a portal with the add-on or without.

usage: [PBGDPL_WITH_ADD_ON=1] suite.py [option of zope.testrunner ...]

Wheels bring their tests. The add-on enters the fixture that all of Plone's layers stand
on, by the two lists which that class has for it: its ZCML and its profile are loaded as
those of core's own products are. A variable says so, as the runner starts itself anew for
layers that can't be taken down.
"""

from plone.app.testing.layers import PloneFixture
from zope.testrunner import run

import os

ADD_ON = "sonla.pbgdpl"
VARIABLE = "PBGDPL_WITH_ADD_ON"


def install_add_on() -> None:
    """Let every portal of the suites have the add-on."""
    for package in ("upstream", ADD_ON):
        product = (package, {"loadZCML": True, "install": False})
        PloneFixture.products += (product,)
    PloneFixture.extensionProfiles += (f"{ADD_ON}:default",)


if __name__ == "__main__":
    if os.environ.get(VARIABLE):
        install_add_on()
    run([])
