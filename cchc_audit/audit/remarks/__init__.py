"""What is said beside an answer: of side files, units, numbers, values and rows it leaves out."""
