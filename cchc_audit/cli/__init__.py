"""The command line: from a typed line to a question, from the answer to streams and exit code."""
