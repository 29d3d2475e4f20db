"""Real servers for tests, started when the first test asks and gone when the run ends."""
