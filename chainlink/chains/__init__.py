"""Industry chains, their stages and the committees that lead them."""
