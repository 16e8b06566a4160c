"""Pages of requests for reporters; nothing else imports them."""
