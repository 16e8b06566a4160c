"""Run Plone's own tests in a portal with the add-on: what was there works as before."""
