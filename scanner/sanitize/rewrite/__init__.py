"""Rewriting from the inside out: containers and encodings are undone, values replaced, and all put back as it was."""
