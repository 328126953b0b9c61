"""Layers to figures: how far annotators agree, and on what."""
