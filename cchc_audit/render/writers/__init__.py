"""How it is written: one module a format (three for a screen); none knows of any command."""
