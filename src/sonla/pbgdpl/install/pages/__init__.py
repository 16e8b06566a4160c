"""The report before uninstalling, and pages of content whose type is gone."""
