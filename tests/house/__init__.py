"""The habits of the house, asserted: what a change has to touch, and what never happens."""
