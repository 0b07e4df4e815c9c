"""Measurements: speed against named peers, detection on named data."""
