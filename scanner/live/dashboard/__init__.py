"""The dashboard: what a live session has found so far, in a browser on the same computer."""
