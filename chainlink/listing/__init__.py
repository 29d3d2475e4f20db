"""Long lists kept in memory as numbers, so that a page of them is found without the graph."""
