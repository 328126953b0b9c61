"""Agreement and adjudication."""
