"""How the installation is: its engine, tables, contents, memory, journal and policy."""
