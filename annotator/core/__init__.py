"""The words of the domain: no Qt, no SQLite, no files but the shipped resources."""
