"""The catalogue of procedures: which term the law sets, and when."""
