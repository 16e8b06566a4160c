"""Tables as people exchange them: reading what was uploaded, writing what is handed out."""
