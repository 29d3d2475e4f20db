"""Enterprises, what they can do and what they need."""
