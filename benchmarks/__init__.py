"""What is measured and how; prints tables, asserts nothing about time."""
