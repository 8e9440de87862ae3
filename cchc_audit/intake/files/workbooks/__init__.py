"""Workbooks, and pages that a program saved as such: their sheets as rows of text."""
