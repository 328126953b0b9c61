"""The radar in the window: findings, copies of documents, conflicts between sources."""
