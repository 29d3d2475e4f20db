"""The map of a chain: who supplies what at which stage, what nobody does, who could."""
