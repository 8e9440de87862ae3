"""How fast the tool is, as ratios to a bare read of the file and to other ways of doing its job."""
