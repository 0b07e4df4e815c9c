"""Longer contents of scenes: what programs collect of a device, record of a screen, and lists of a class."""

from __future__ import annotations

from typing import Any

from fixtures.people import everybody

FACE = [round(((n * 37) % 101 - 50) / 317, 6) for n in range(128)]
"""Numbers as a face recognition gives them."""

TRAITS: dict[str, Any] = {
    "canvas": "a9f3c2e1b7d40586",
    "webgl": "4f60a1b2c3d4e5f6",
    "audio": "124.04347527516074",
    "fonts": ["Arial", "Verdana", "Comic Sans MS"],
    "plugins": ["PDF Viewer"],
    "screen": "1366x768",
    "hardwareConcurrency": 4,
    "deviceMemory": 8,
    "timezone": "Europe/Amsterdam",
    "touchSupport": False,
}

EVENTS: list[dict[str, Any]] = [
    {
        "type": 4,
        "data": {"href": "https://www.rekenbaas.example/oefenen", "width": 1366, "height": 768},
        "timestamp": 1_791_187_200_000,
    },
    {
        "type": 2,
        "data": {
            "node": {
                "type": 0,
                "id": 1,
                "childNodes": [
                    {
                        "type": 2,
                        "tagName": "html",
                        "id": 2,
                        "attributes": {},
                        "childNodes": [{"type": 3, "id": 3, "textContent": "Hoeveel is zeven keer acht?"}],
                    }
                ],
            },
            "initialOffset": {"left": 0, "top": 0},
        },
        "timestamp": 1_791_187_200_100,
    },
    *(
        {
            "type": 3,
            "data": {"source": 1, "positions": [{"x": n, "y": n, "id": 3, "timeOffset": 0}]},
            "timestamp": 1_791_187_200_200 + 50 * n,
        }
        for n in range(20)
    ),
    *(
        {
            "type": 3,
            "data": {"source": 5, "id": 3, "text": "zesenvijftig"[:n], "isChecked": False},
            "timestamp": 1_791_187_202_000 + 100 * n,
        }
        for n in range(1, 12)
    ),
]
"""What rrweb writes of a page on which a pupil types."""

KEYS = [{"key": "zesenvijftig"[n % 12], "t": 1_791_187_200_000 + 130 * n} for n in range(40)]

RANKED = [
    {"roepnaam": one.given, "achternaam": one.family, "score": 90 - 5 * n, "rank": n + 1}
    for n, one in enumerate([one for one in everybody() if one.role == "pupil"][:8])
]
