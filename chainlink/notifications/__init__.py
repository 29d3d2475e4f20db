"""Telling people and programs what concerns them, from the journal."""
