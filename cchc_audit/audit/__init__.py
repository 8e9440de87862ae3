"""The line a dossier walks, one module a question."""
