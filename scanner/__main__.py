"""``python -m scanner``: the same as ``leerlek``."""

from scanner.cli import main

main()
