"""Text files looked at line by line: what is sound, what is joined, what is lost."""
