"""README and docs/ are held to what the program does.

`UPDATE_DOCS=1 pytest tests/docs` writes the generated blocks and the pictures of screens anew.
"""
