"""Hits become what people read."""
