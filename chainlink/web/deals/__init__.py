"""The pages of deals and cross-border orders: lists, queues, recording, proof, corrections."""
