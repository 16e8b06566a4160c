"""Requests for a legal reporter: who asks, who fits, who is assigned, who accepts.

*form → office → people of the register → activity*. Nothing of a request is ever public.
"""

REQUEST_TYPE = "ReporterRequest"
REQUEST_WORKFLOW = "pbgdpl_request_workflow"

ASSIGN_REPORTERS = "sonla.pbgdpl: Assign reporters"
BAR_REPORTERS = "sonla.pbgdpl: Bar reporters"

ASSIGNED_INDEX = "pbgdpl_assigned"
DUE_INDEX = "pbgdpl_due"
