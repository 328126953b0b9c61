"""Text to suggestions: figures, sources, actors, with a reason for each."""
