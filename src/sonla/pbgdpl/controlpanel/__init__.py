"""Settings of the add-on."""
