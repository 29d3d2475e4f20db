"""Learning weights from what was shown and what came of it."""
