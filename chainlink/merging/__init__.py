"""One enterprise that was registered twice becomes one again, with both histories."""
