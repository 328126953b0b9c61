"""The search page: a line, the hits in context, and what is done with many of them at once."""
