"""Where editors see what is to be reviewed."""
