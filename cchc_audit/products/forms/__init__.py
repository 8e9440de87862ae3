"""What officials hand in, filled in from the dossiers: the forms 06a and 06b, the register."""
