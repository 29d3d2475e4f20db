"""What introductions led to: deals and cross-border orders, confirmed and reviewed."""
