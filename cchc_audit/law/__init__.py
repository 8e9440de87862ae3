"""The law of a verdict: working calendar, catalogue of terms, clock, outcome."""
