"""What commands say on a terminal, and how: language, tables, progress, refusals."""
