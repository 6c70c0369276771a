"""Passages become a searchable store on disk; queries become hits."""
