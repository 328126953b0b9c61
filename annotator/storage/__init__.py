"""One SQLite file per project; nobody but the project opens it."""
