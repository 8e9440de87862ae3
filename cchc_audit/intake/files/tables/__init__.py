"""What a table tells by its arrangement: groups, facts for all rows, tables and moments apart."""
