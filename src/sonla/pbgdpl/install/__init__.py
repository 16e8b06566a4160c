"""Installation and uninstallation: what each subject registered, in order; the report before it."""
