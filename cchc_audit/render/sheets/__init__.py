"""What is printed and signed: sheets of workbooks, letters and records."""
