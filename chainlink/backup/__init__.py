"""The whole graph as one portable file, from either engine to either engine."""
