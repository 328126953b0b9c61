"""Files to documents and back, with every loss accounted for."""
