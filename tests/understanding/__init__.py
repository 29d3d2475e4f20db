"""Whether who is right stands first for what owners write in their own words."""
