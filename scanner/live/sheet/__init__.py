"""A sheet of paper for each kind of device: how it comes behind the proxy, and how it leaves."""

from __future__ import annotations

from .devices import DEVICES, Device
from .page import POLICY, sheet

__all__ = ["DEVICES", "POLICY", "Device", "sheet"]
