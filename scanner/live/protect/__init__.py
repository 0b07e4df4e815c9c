"""Protection of domains that the user names: requests that break a rule are answered here, identifiers get pseudonyms.

Theory. Everything else in this package's parent never makes anybody wait. Who asks for protection asks for waiting, so
this is off unless domains are named, and touches those alone. A request to one of them waits for a process of its own
(``guard``), for a bounded time; when that is slow, busy or gone, the request goes on as it is and is counted. Nothing
here runs in the proxy's loop but a copy of the request out and the answer in.
"""
