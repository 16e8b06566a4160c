"""Statistics: forms as data, counters, reports. May import units, texts and the platform."""

STATISTICS_WORKFLOW = "pbgdpl_statistics_workflow"

REPORT_TYPE = "StatisticsReport"

APPROVE_STATISTICS = "sonla.pbgdpl: Approve statistics"

COUNTS_INDEX = "pbgdpl_counts"
REPORT_INDEX = "pbgdpl_report"
