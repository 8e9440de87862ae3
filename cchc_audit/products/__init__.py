"""What leaves the house: packs, forms, nightly reports, history, single verdicts, a demo."""
