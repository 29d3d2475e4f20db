"""What is to be done today, and by whom: out of introductions, claims and deals."""
