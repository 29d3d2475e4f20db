"""Who acts, and who may do what."""
