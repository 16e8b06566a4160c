"""Statistics: forms as data, counting, reports. Knows nothing of browsers."""

STATISTICS_WORKFLOW = "pbgdpl_statistics_workflow"

REPORT_TYPE = "StatisticsReport"

APPROVE_STATISTICS = "sonla.pbgdpl: Approve statistics"

COUNTS_INDEX = "pbgdpl_counts"
REPORT_INDEX = "pbgdpl_report"
