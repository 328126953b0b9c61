"""The overview: a table of all documents, and how far the project is."""
