"""What a form of the administration needs to be taken."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.protect.authenticator import createToken

import transaction


def owners_token():
    """Return what proves that a form comes from the portal, for its owner."""
    with api.env.adopt_user(username=SITE_OWNER_NAME):
        made = createToken()
    transaction.commit()
    return made
