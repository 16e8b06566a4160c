"""How our own fields are drawn in forms and read from them."""
