"""What a verdict on a device's handshakes means for the person in the room, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model import Gap, Text

_SENTENCES: Mapping[Gap, Text] = {
    Gap.TLS_NO_CERTIFICATE: Text(
        "apparaat {device} vertrouwt het certificaat nog niet: installeer dat van http://mitm.it en zet het vertrouwen "
        "aan",
        "device {device} does not trust the certificate yet: install the one of http://mitm.it and switch trust on"),
    Gap.TLS_OWN_TRUST: Text(
        "een programma op {device} heeft een eigen certificatenlijst en weigert {host}; de browser ernaast niet",
        "a program on {device} has certificates of its own and refuses {host}; the browser beside it does not"),
    Gap.TLS_PINNED: Text(
        "een app op {device} accepteert voor {host} alleen het certificaat van de leverancier (pinning); die host "
        "blijft dicht en gaat vanaf nu ongelezen door, zodat de app werkt",
        "an app on {device} takes only the vendor's certificate for {host} (pinning); that host stays closed and "
        "passes unread from now on, so that the app works"),
    Gap.TLS_ECH: Text(
        "een browser op {device} versleutelt de hostnaam (ECH) bij {host}; gewoonlijk probeert hij het daarna zonder",
        "a browser on {device} encrypts the host name (ECH) at {host}; as a rule it then tries without"),
    Gap.TLS_UNSUPPORTED: Text(
        "een programma op {device} en de proxy hebben voor {host} geen TLS-versie gemeen",
        "a program on {device} and the proxy have no TLS version in common for {host}"),
}


REAL_PERSON = Text(
    "LET OP: er lijkt een echte persoon in beeld (COV-005), en dit is een testopname. Klopt dat? Stop dan met Ctrl-C "
    "of in het dashboard, en licht de functionaris gegevensbescherming in. Is het een bedachte persoon, zet die dan "
    "bij de testaccounts.",
    "MIND: there seems to be a real person (COV-005), and this is a test session. Is that so? Then stop with Ctrl-C or "
    "in the dashboard, and inform the data protection officer. If it is a fictitious person, add it to the test "
    "accounts.")


def sentence(gap: Gap, host: str, device: str) -> Text:
    """For the terminal."""
    text = _SENTENCES[gap]
    return Text(text.nl.format(host=host, device=device), text.en.format(host=host, device=device))
