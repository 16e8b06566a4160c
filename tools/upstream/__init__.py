"""Plone's own tests in a portal with the add-on: does what was there work as before?"""
