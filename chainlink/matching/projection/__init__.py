"""What matching knows, as arrays: built from the graph at start, kept fresh from the journal."""
