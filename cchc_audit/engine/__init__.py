"""What polars lacks, and nothing of dossiers: batches, repeated keys, look-ups, dictionaries."""
