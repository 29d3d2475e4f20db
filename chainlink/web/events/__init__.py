"""`/events`: sessions, who is invited and registered, and who was there."""
