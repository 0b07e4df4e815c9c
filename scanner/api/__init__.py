"""The Python interface; ``docs/api.md`` explains it. Import from ``scanner``: names load on first use."""
