"""Files that name every value they hold: JSON, XML, Parquet."""
