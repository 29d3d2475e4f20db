"""The seam to the graph engines, and the declaration of the graph that all else derives from."""
