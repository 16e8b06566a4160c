"""HTML as text processors, spreadsheets and chats copy it, made into what an author would write."""
