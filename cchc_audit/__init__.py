"""cchc-audit: how punctually one-stop desks handle citizens' dossiers, by the law and the working calendar."""

__version__ = "0.1.0"
