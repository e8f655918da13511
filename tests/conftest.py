"""Fixtures shared by every distance from the world."""
