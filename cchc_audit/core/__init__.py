"""What every wing leans on: errors, closed sets, the column table, settings, atomic files."""
