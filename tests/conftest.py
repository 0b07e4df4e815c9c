"""Settings of all tests: a property test has no deadline, because tests do not measure time."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("leerlek", deadline=None)
settings.load_profile("leerlek")
