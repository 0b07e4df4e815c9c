"""Parts of mitmproxy for tests; what it imports uses names that others call old, which is no matter of ours."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from mitmproxy import contentviews
    from mitmproxy.addons.view import View
    from mitmproxy.io import FlowReader, FlowWriter
    from mitmproxy.test import taddons, tflow
    from mitmproxy.utils import emoji

__all__ = ["FlowReader", "FlowWriter", "View", "contentviews", "emoji", "taddons", "tflow"]
