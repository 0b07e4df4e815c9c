"""Leerlek: which personal data of pupils leaks in the traffic of learning platforms."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("leerlek")
except PackageNotFoundError:  # run from a source tree that was not installed
    __version__ = "0.0.0"

__all__ = ["__version__"]
