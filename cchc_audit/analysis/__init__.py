"""What judged dossiers say: figures, ranks, indicators, explanations, findings, changes."""
