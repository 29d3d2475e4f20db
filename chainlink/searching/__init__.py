"""Global search: a few words, and what of each kind is called so."""
