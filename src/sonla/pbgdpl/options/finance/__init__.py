"""Funds: what was spent and planned, by source; and the royalties of news."""

EXPENDITURE_TYPE = "Expenditure"
EXPENDITURE_WORKFLOW = "pbgdpl_expenditure_workflow"

RECORDED = "recorded"
"""Its only state: nobody approves an expenditure, the report that sums it up is approved."""

ITEMS = "sonla.pbgdpl.ExpenditureItems"
OTHER_ITEM = "khac"
"""Token of what no rate is set for: its basis is typed."""

LIST_NAME = "pbgdpl-expenditures"
IMPORT_NAME = "pbgdpl-expenditures-import"
