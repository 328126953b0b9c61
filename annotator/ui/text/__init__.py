"""The text view: right-to-left text with its spans, exact to the letter."""
