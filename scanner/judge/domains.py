"""The registrable domain of a host, from a small bundled list of suffixes that have more than one label.

The public suffix list itself is large and changes daily; fetching it is ruled out. What matters here is that two
hosts of one organisation get one name and that customers of one hosting platform do not. Anything not in the list
is taken to be registered directly under its last label, which is right for .nl, .eu, .com and .example.
"""

from __future__ import annotations

from functools import lru_cache

_TEXT = """
ac.be ac.uk co.at co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.cn com.es com.hk
com.mx com.my com.pl com.pt com.sg com.tr com.tw com.ua edu.au edu.cn gov.au gov.uk ltd.uk me.uk ne.jp net.au net.uk
nhs.uk or.at or.jp org.au org.br org.es org.in org.nz org.pl org.uk plc.uk sch.uk
akamaihd.net akamaized.net amplifyapp.com appspot.com azureedge.net azurefd.net azurestaticapps.net azurewebsites.net
b-cdn.net blob.core.windows.net cloudapp.azure.com cloudapp.net cloudfront.net cloudfunctions.net core.windows.net
edgekey.net edgesuite.net elasticbeanstalk.com fastly.net firebaseapp.com firebaseio.com fly.dev github.io gitlab.io
global.ssl.fastly.net googleapis.com googleusercontent.com herokuapp.com myshopify.com netlify.app ngrok-free.app
ngrok.io onrender.com pages.dev r2.dev r2.cloudflarestorage.com railway.app run.app s3.amazonaws.com sharepoint.com
translate.goog trafficmanager.net vercel.app web.app web.core.windows.net workers.dev wordpress.com zendesk.com
"""
_SUFFIXES = frozenset(_TEXT.split())


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """``api.school.nl`` → ``school.nl``; an IP address and a single label are themselves."""
    name = host.strip().rstrip(".").lower()
    if ":" in name or name.startswith("[") or name.replace(".", "").isdigit():
        return name
    labels = name.split(".")
    for start in range(len(labels)):
        if ".".join(labels[start:]) in _SUFFIXES:
            return ".".join(labels[max(0, start - 1):])
    return ".".join(labels[-2:])
