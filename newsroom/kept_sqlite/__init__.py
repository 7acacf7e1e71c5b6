"""Django's SQLite database with connections that are kept, and left as soon as they lead to another file."""
