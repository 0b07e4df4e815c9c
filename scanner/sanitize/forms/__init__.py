"""The forms of fakes: one module for each kind of value."""
