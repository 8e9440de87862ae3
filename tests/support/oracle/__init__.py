"""The contract of a verdict once more: slow, and written without a look at the engine."""
