"""Files as offices have them: containers, encodings, layout; raw cells come out."""
