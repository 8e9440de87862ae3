"""cchc-audit: how punctually one-stop desks handle dossiers, by law and working calendar."""

__version__ = "0.2.0"
