"""The room of enterprises: the list, one enterprise, registering, declaring, merging."""
