"""The demonstration that `make demo` runs: seeds, accounts, the story's answer, and a server."""
