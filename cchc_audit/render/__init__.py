"""Renderers: a `Report` as a table, CSV, JSON, Markdown, HTML, Excel or Parquet."""
