"""`/administration`: accounts, committees, policies, the journal, imports, and the installation."""
