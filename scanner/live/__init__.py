"""Live scanning in mitmproxy."""
