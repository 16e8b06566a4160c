"""Pages of duties towards the register; nothing else imports them."""
