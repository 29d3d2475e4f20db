"""chainlink: who on the industry chains should meet whom, why, and what became of it."""
