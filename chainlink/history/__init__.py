"""What happened, told from the journal: to each as much of it as he may know."""
