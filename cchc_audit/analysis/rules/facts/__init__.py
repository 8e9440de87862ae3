"""Facts that rules ask of a dossier, a subject a module."""
