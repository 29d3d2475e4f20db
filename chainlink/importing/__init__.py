"""Files into checked rows into services."""
