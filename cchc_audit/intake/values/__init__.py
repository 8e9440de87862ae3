"""Cells read into values: moments, terms, statuses, communes, codes, headers."""
