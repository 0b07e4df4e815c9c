"""The glossary: every term of the report that a reader may not know, one sentence each, one term per concept."""

from __future__ import annotations

from scanner.model import Text

from .builder import Markup
from .view import View, pairs, section

TERMS: tuple[tuple[Text, Text], ...] = (
    (Text("Bericht", "Exchange"),
     Text("één verzoek van de app of browser met het antwoord",
          "one request of the app or browser with its response")),
    (Text("Ontvanger", "Recipient"),
     Text("de partij achter een host die een bericht krijgt", "the party behind a host that gets an exchange")),
    (Text("Host", "Host"),
     Text("naam van een server, zoals api.product.example", "name of a server, such as api.product.example")),
    (Text("Eindpunt", "Endpoint"),
     Text("methode en pad, met wisselende delen als {id}", "method and path, with varying parts as {id}")),
    (Text("Header, URL, Referer", "Header, URL, Referer"),
     Text("regel boven een bericht; adres van een pagina of bestand; de header met het adres van de vorige pagina",
          "line above a message; address of a page or file; the header with the address of the page before")),
    (Text("Veld (pointer)", "Field (pointer)"),
     Text("plaats van een waarde in een bericht, zoals /leerling/naam",
          "place of a value in a message, such as /leerling/naam")),
    (Text("Waarneming, bevinding", "Detection, finding"),
     Text("een waarde op een plaats; een regel die op een plaats is geraakt, met de waarnemingen die erbij horen",
          "a value at a place; a rule touched at a place, with the detections that belong to it")),
    (Text("Privacybijsluiter", "Privacybijsluiter"),
     Text("Bijlage 1 van de verwerkersovereenkomst: welke gegevens waarvoor naar wie gaan",
          "annex 1 of the processing agreement: which data go to whom and why")),
    (Text("Genoemd, niet genoemd", "Declared, undeclared"),
     Text("wel of niet in de privacybijsluiter; zonder privacybijsluiter: in de ingebouwde maatstaf",
          "in the privacybijsluiter or not; without one: in the built-in yardstick")),
    (Text("Gedekt", "Declared, necessity to be assessed"),
     Text("genoemd in de privacybijsluiter of onder een geldige uitzondering; noodzaak te toetsen",
          "named in the privacybijsluiter or under a valid exception; necessity to be assessed")),
    (Text("Baseline", "Baseline"),
     Text("bestand met bevindingen die voor een tijd zijn geaccepteerd, met reden en eigenaar",
          "file of findings that are accepted for a time, with reason and owner")),
    (Text("Identificator", "Identifier"),
     Text("gegeven waaraan een systeem een persoon, apparaat of account herkent: nummer, pseudoniem, cookie",
          "data by which a system recognises a person, device or account: number, pseudonym, cookie")),
    (Text("ECK iD (ketenID)", "ECK iD (ketenID)"),
     Text("pseudoniem van een leerling in de keten van leermiddelen",
          "pseudonym of a pupil in the Dutch chain of learning materials")),
    (Text("PGN, BSN", "PGN, BSN"),
     Text("wettelijk nummer van een persoon; gebruik alleen waar de wet dat bepaalt",
          "national number of a person; use only where the law says so")),
    (Text("hPGN, stampseudoniem", "hPGN, root pseudonym (stampseudoniem)"),
     Text("tussenstappen bij het maken van een ECK iD; zij horen niet bij leermiddelen",
          "steps on the way to an ECK iD; they do not belong in learning materials")),
    (Text("Gemaskeerd", "Masked"),
     Text("ingekort tot enkele tekens, zodat de waarde niet te lezen is",
          "cut to a few characters, so that the value cannot be read")),
    (Text("Hash; ongezouten", "Hash; unsalted"),
     Text("uitkomst van een rekenregel over een waarde (zoals SHA-256), bij gelijke waarden gelijk; zonder geheim "
          "erbij, zodat wie de waarden kan raden haar terugvindt",
          "outcome of a calculation on a value (such as SHA-256), the same for equal values; without a secret in it, "
          "so that whoever can guess the values finds it")),
    (Text("Vingerafdruk", "Fingerprint"),
     Text("HMAC van een waarde, een hash met een geheime sleutel: gelijke waarden, gelijke vingerafdruk",
          "HMAC of a value, a hash under a secret key: equal values, equal fingerprint")),
    (Text("Kanarie", "Canary"),
     Text("verzonnen waarde van een testpersoon, die elders niet voorkomt en daarom zeker te herkennen is",
          "invented value of a test person that is nowhere else, and so is recognised for certain")),
    (Text("Ernst en zekerheid", "Severity and confidence"),
     Text("hoe zwaar een bevinding weegt, en hoe zeker is dat zij klopt; twee verschillende maten",
          "how much a finding weighs, and how sure it is that it is right; two different measures")),
    (Text("Blinde vlek", "Blind spot"),
     Text("verkeer of inhoud waarover dit onderzoek niets kan zeggen",
          "traffic or content of which this examination can say nothing")),
    (Text("Sessietoken, wachtwoord", "Session token, password"),
     Text("waarde waarmee iemand zich als de gebruiker kan voordoen", "value with which somebody can act as the user")),
    (Text("Cache", "Cache"),
     Text("tijdelijke opslag van antwoorden, in de browser of onderweg",
          "temporary storage of responses, in the browser or on the way")),
    (Text("Subverwerker", "Sub-processor"),
     Text("partij die in opdracht van de leverancier gegevens verwerkt",
          "party that processes data on behalf of the vendor")),
    (Text("Tracker", "Tracker"),
     Text("dienst voor meten, reclame, sessie-opname, sociale media of tagbeheer",
          "service for analytics, advertising, session replay, social media or tag management")),
    (Text("Telemetrie", "Telemetry"),
     Text("gegevens over gebruik en storingen die een app of platform uit zichzelf verstuurt",
          "data on use and failures that an app or platform sends by itself")),
    (Text("Pinning", "Pinning"),
     Text("een app neemt alleen het certificaat van de leverancier aan, zodat de proxy niet kan meelezen",
          "an app accepts the vendor's certificate only, so that the proxy cannot read along")),
)
"""Terms with their meaning; those about traffic first, then those about judging, data and protection."""


def glossary(v: View) -> Markup:
    """The section."""
    return section("begrippen", v.t("Begrippenlijst", "Glossary"),
                   pairs([(term.get(v.lang), meaning.get(v.lang)) for term, meaning in TERMS]))
