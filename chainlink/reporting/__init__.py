"""What was reached: figures that each list the records whose sum they are."""
