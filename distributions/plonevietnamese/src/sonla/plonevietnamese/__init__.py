"""Vietnamese for messages that Plone's own catalogues leave in English."""
