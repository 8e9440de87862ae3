"""Legal terms and the clock: which term rules a dossier, and when it runs out."""
