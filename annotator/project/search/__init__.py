"""Search: one line of words and filters, read into clauses, looked up by index and located exactly in the texts."""
