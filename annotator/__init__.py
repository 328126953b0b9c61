"""Raqim: label Arabic news text, right to left, into a corpus that trains models."""
