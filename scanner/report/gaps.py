"""What each gap in the coverage means and what to do about it, in Dutch and English."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model import Gap, Text


@dataclass(frozen=True, slots=True)
class GapText:
    """Name of a gap, what it means for the conclusions, and what would close it."""

    label: Text
    meaning: Text
    action: Text


_RECORD_AGAIN = Text("Maak de opname opnieuw.", "Make the recording again.")
_KEYS = Text(
    "Neem de TLS-sleutels mee op (SSLKEYLOGFILE, --keylog) of neem op via de proxy; vraag de leverancier anders om een "
    "testversie.",
    "Record the TLS keys as well (SSLKEYLOGFILE, --keylog) or record through the proxy; otherwise ask the vendor for a "
    "test build.",
)
_ASK_FORMAT = Text(
    "Vraag de leverancier wat erin staat en in welk formaat.", "Ask the vendor what it holds and in which format."
)
_SPLIT = Text(
    "Beoordeel dit bericht met de hand of deel de opname op.", "Assess this message by hand or split the recording."
)
_NO_ACTION = Text("Geen actie nodig.", "No action needed.")


def _gap(nl: str, en: str, meaning_nl: str, meaning_en: str, action: Text) -> GapText:
    return GapText(Text(nl, en), Text(meaning_nl, meaning_en), action)


GAPS: dict[Gap, GapText] = {
    Gap.FILE_UNREADABLE: _gap(
        "opname onleesbaar", "capture unreadable",
        "Van deze opname is niets gelezen.", "Nothing of this capture was read.", _RECORD_AGAIN),
    Gap.FILE_TRUNCATED: _gap(
        "opname breekt af", "capture ends early",
        "Het bestand stopt midden in een bericht; wat daarna kwam ontbreekt.",
        "The file stops in the middle of a message; what came after it is missing.",
        Text("Sluit de opname netjes af en maak haar opnieuw.", "Stop the recorder properly and record again.")),
    Gap.FILE_ENTRY_BROKEN: _gap(
        "beschadigd bericht in de opname", "damaged entry in the capture",
        "Een los bericht in het bestand is niet te lezen; de rest is wel gelezen.",
        "One entry of the file cannot be read; the rest was.", _RECORD_AGAIN),
    Gap.PACKET_CUT: _gap(
        "pakketten afgekapt", "packets cut short",
        "De opname bewaarde alleen het begin van pakketten.", "The recorder kept only the start of packets.",
        Text("Neem op zonder grens aan de pakketlengte (snaplen 0).",
             "Record without a packet length limit (snaplen 0).")),
    Gap.PACKET_UNSUPPORTED: _gap(
        "onbekend pakkettype", "unsupported packet type",
        "Deze pakketten zijn niet gelezen.", "These packets were not read.",
        Text("Neem op een gewone netwerkinterface op.", "Record on an ordinary network interface.")),
    Gap.TCP_GAP: _gap(
        "gat in de verbinding", "hole in the connection",
        "Een deel van een verbinding ontbreekt in de opname.", "A part of a connection is missing from the recording.",
        _RECORD_AGAIN),
    Gap.TCP_MIDSTREAM: _gap(
        "verbinding begon vóór de opname", "connection began before the recording",
        "Wat vóór de opname liep is niet gezien en versleutelde inhoud blijft dicht.",
        "What ran before the recording was not seen, and encrypted content stays closed.",
        Text("Start de opname vóór de app of de browser.", "Start the recording before the app or the browser.")),
    Gap.TCP_OVERLAP: _gap(
        "tegenstrijdige pakketten", "conflicting packets",
        "Twee pakketten geven op dezelfde plaats andere inhoud; één versie is gelezen.",
        "Two packets give different content for the same place; one version was read.", _RECORD_AGAIN),
    Gap.TLS_NO_KEY: _gap(
        "niet ontsleuteld: geen sleutel", "not decrypted: no key",
        "De inhoud van deze verbindingen is niet gezien; alleen de hostnaam is bekend.",
        "The content of these connections was not seen; only the host name is known.", _KEYS),
    Gap.TLS_UNSUPPORTED: _gap(
        "niet ontsleuteld: versie of versleuteling niet ondersteund", "not decrypted: version or cipher not supported",
        "De inhoud van deze verbindingen is niet gezien.", "The content of these connections was not seen.",
        Text("Neem op via de proxy.", "Record through the proxy.")),
    Gap.TLS_DAMAGED: _gap(
        "niet ontsleuteld: verbinding beschadigd", "not decrypted: connection damaged",
        "De ontsleuteling liep vast; wat volgde is niet gezien.",
        "Decryption failed part way; what followed was not seen.",
        _RECORD_AGAIN),
    Gap.TLS_REFUSED: _gap(
        "geweigerd door de server", "refused by the server",
        "De app stuurde dit al met de handdruk mee; de server nam het niet aan. Gewoonlijk stuurt de app het daarna "
        "opnieuw, en dat is wel gelezen.",
        "The app sent this along with the handshake already; the server did not take it. As a rule the app then sends "
        "it again, and that was read.", _NO_ACTION),
    Gap.TLS_NO_CERTIFICATE: _gap(
        "certificaat ontbreekt op het apparaat", "certificate missing on the device",
        "Het apparaat vertrouwde het certificaat van de proxy nergens; van dit verkeer is niets gelezen.",
        "The device trusted the proxy's certificate nowhere; nothing of this traffic was read.",
        Text("Installeer op het apparaat het certificaat van http://mitm.it en zet het vertrouwen aan (iOS: "
             "Instellingen > Algemeen > Info > Vertrouwensinstellingen); doe dit deel van de les dan opnieuw.",
             "Install the certificate of http://mitm.it on the device and switch trust on (iOS: Settings > General > "
             "About > Certificate Trust Settings); then do this part of the lesson again.")),
    Gap.TLS_OWN_TRUST: _gap(
        "programma met een eigen certificatenlijst", "program with certificates of its own",
        "Een ander programma op hetzelfde apparaat vertrouwt het certificaat, dit programma bij geen enkele host.",
        "Another program on the same device trusts the certificate; this one does at no host.",
        Text("Firefox: zet het certificaat in zijn eigen lijst. Een app (Android 7 en later): gebruik de website in de "
             "browser, of vraag de leverancier om een testversie die geïnstalleerde certificaten vertrouwt.",
             "Firefox: put the certificate in its own list. An app (Android 7 and later): use the website in the "
             "browser, or ask the vendor for a test build that trusts installed certificates.")),
    Gap.TLS_PINNED: _gap(
        "app accepteert alleen het eigen certificaat (pinning)", "app takes its own certificate only (pinning)",
        "Hetzelfde programma accepteert het certificaat bij andere hosts en weigert het hier; dit verkeer is niet "
        "gelezen.",
        "The same program takes the certificate at other hosts and refuses it here; this traffic was not read.",
        Text("Gebruik de website in de browser, of vraag de leverancier om een testversie zonder pinning. Pinning "
             "omzeilen is geen onderdeel van dit onderzoek: noem de host als blinde vlek. Diensten van het systeem "
             "zelf (Apple, Google Play, Windows) doen dit altijd.",
             "Use the website in the browser, or ask the vendor for a test build without pinning. Getting round "
             "pinning is no part of this examination: name the host as a blind spot. Services of the system itself "
             "(Apple, Google Play, Windows) always do this.")),
    Gap.TLS_GAVE_UP: _gap(
        "verbinding afgebroken door het apparaat", "connection dropped by the device",
        "Het apparaat hing één keer op voor er iets was verstuurd, zonder iets over het certificaat te zeggen.",
        "The device hung up once before anything was sent, without a word on the certificate.",
        Text("Meestal geen actie nodig: het programma had de verbinding niet meer nodig of het netwerk viel weg.",
             "As a rule no action is needed: the program no longer needed the connection, or the network went away.")),
    Gap.TLS_ECH: _gap(
        "hostnaam versleuteld (ECH)", "host name encrypted (ECH)",
        "De browser wilde ook de hostnaam verbergen; alleen de buitenste naam is bekend. Gewoonlijk probeert hij het "
        "daarna zonder, en dat is wel gelezen.",
        "The browser wanted to hide the host name too; only the outer name is known. As a rule it then tries without, "
        "and that was read.",
        Text("Zet ECH en DNS over HTTPS in de browser uit tijdens de les.",
             "Switch ECH and DNS over HTTPS off in the browser during the lesson.")),
    Gap.ECH_REMOVED: _gap(
        "aanbod van ECH weggehaald", "offer of ECH removed",
        "Leerlek haalde het aanbod om de hostnaam te versleutelen uit DNS-antwoorden, zodat hosts bij naam te "
        "zien zijn.",
        "Leerlek took the offer to encrypt the host name out of DNS answers, so that hosts are seen by name.",
        _NO_ACTION),
    Gap.QUIC_REFUSED: _gap(
        "HTTP/3 (QUIC) met de proxy geweigerd", "HTTP/3 (QUIC) with the proxy refused",
        "Het apparaat nam over QUIC geen geïnstalleerd certificaat aan, zoals browsers doen. Gewoonlijk gaat het "
        "daarna verder over HTTP/2, en dat is wel gelezen.",
        "Over QUIC the device took no installed certificate, as browsers do. As a rule it then goes on over HTTP/2, "
        "and that was read.", _NO_ACTION),
    Gap.QUIC_REMOVED: _gap(
        "aanbod van HTTP/3 weggehaald", "offer of HTTP/3 removed",
        "Leerlek haalde het aanbod van HTTP/3 (QUIC) weg, zodat apparaten bij HTTP/2 bleven, dat gelezen is.",
        "Leerlek took the offer of HTTP/3 (QUIC) away, so that devices stayed with HTTP/2, which was read.",
        Text("Geen actie nodig; met --quic capture of --quic pass blijft het aanbod staan.",
             "No action needed; --quic capture or --quic pass leaves the offer in place.")),
    Gap.QUIC_UNREAD: _gap(
        "HTTP/3 (QUIC) niet gelezen", "HTTP/3 (QUIC) not read",
        "De inhoud van deze verbindingen is niet gezien.", "The content of these connections was not seen.",
        Text("Neem de sleutels mee op (SSLKEYLOGFILE, --keylog), of blokkeer UDP-poort 443 tijdens de opname: dan valt "
             "de app terug op HTTP/2.",
             "Record the keys as well (SSLKEYLOGFILE, --keylog), or block UDP port 443 while recording, so that the "
             "app falls back to HTTP/2.")),
    Gap.PROTOCOL_UNREAD: _gap(
        "ander protocol", "other protocol",
        "Dit verkeer is geen HTTP en is niet gelezen.", "This traffic is not HTTP and was not read.", _ASK_FORMAT),
    Gap.DNS_LOOKUP: _gap(
        "naam opgezocht (DNS)", "name looked up (DNS)",
        "Een programma zocht het adres van deze host op, en heeft er dus waarschijnlijk contact mee gehad.",
        "A program looked up the address of this host, so it probably contacted it.",
        Text("Staat deze host niet bij de gelezen verkeersstromen, ga dan na waar het verkeer ermee gebleven is.",
             "If this host is not among the traffic that was read, find out where the traffic with it went.")),
    Gap.HTTP_DAMAGED: _gap(
        "HTTP niet te volgen", "HTTP could not be followed",
        "Een verbinding is vanaf een punt niet meer te lezen.", "A connection could not be read beyond some point.",
        _RECORD_AGAIN),
    Gap.HTTP_NO_RESPONSE: _gap(
        "geen antwoord gezien", "no response seen",
        "Wat het verzoek teruggaf is niet bekend; het verzoek is wel gelezen.",
        "What the request returned is not known; the request was read.",
        Text("Wacht bij de opname tot de pagina klaar is.", "Wait for the page to finish while recording.")),
    Gap.WEBSOCKET_UNREAD: _gap(
        "WebSocket niet gelezen", "WebSocket not read",
        "Berichten over deze verbinding zijn niet gezien.", "Messages on this connection were not seen.",
        Text("Neem op via de proxy.", "Record through the proxy.")),
    Gap.BODY_MISSING: _gap(
        "inhoud niet opgenomen", "body not recorded",
        "De opname bevat wel het bericht, maar niet de inhoud ervan.",
        "The recording holds the message but not its body.",
        Text("Exporteer de HAR met inhoud (DevTools open vóór het laden) of neem op via de proxy.",
             "Export the HAR with content (DevTools open before loading) or record through the proxy.")),
    Gap.BODY_TRUNCATED: _gap(
        "inhoud afgekapt", "body cut short",
        "Alleen het begin van de inhoud is gelezen.", "Only the start of the body was read.", _RECORD_AGAIN),
    Gap.ENCODING_UNKNOWN: _gap(
        "onbekende codering", "unknown encoding",
        "De inhoud is gecomprimeerd of gecodeerd op een manier die niet ondersteund is.",
        "The body is compressed or encoded in a way that is not supported.", _ASK_FORMAT),
    Gap.ENCODING_BROKEN: _gap(
        "codering beschadigd", "encoding damaged",
        "De inhoud kon niet of maar deels worden uitgepakt.", "The body could not be unpacked, or only in part.",
        _RECORD_AGAIN),
    Gap.CONTENT_STATIC: _gap(
        "vaste inhoud", "static content",
        "Scripts, stijlen, lettertypen en openbare pagina's zijn alleen op bekende testpersonen doorzocht.",
        "Scripts, styles, fonts and public pages were searched for known test persons only.", _NO_ACTION),
    Gap.CONTENT_MEDIA: _gap(
        "beeld of geluid", "image or sound",
        "Wat op beeld of in geluid te zien of te horen is, is niet beoordeeld.",
        "What images show or sound recordings say was not assessed.",
        Text("Bekijk uploads van leerlingen met de hand.", "Look at uploads by pupils by hand.")),
    Gap.CONTENT_OPAQUE: _gap(
        "ondoorzichtige inhoud", "opaque content",
        "Binaire inhoud in een onbekend formaat; hooguit als losse tekst doorzocht.",
        "Binary content in an unknown format; searched as loose text at most.", _ASK_FORMAT),
    Gap.CONTENT_ENCRYPTED: _gap(
        "versleutelde inhoud", "encrypted content",
        "De inhoud is binnen de verbinding nog eens versleuteld en niet gezien.",
        "The content is encrypted once more inside the connection and was not seen.", _ASK_FORMAT),
    Gap.PARSE_FAILED: _gap(
        "inhoud niet te ontleden", "content could not be parsed",
        "De inhoud houdt zich niet aan het formaat dat zij opgeeft; hooguit als tekst doorzocht.",
        "The content does not keep to the format it names; searched as text at most.", _ASK_FORMAT),
    Gap.BUDGET_DEPTH: _gap(
        "te diep genest", "nested too deeply",
        "Lagen voorbij de grens zijn niet uitgepakt.", "Layers beyond the limit were not unpacked.", _SPLIT),
    Gap.BUDGET_BYTES: _gap(
        "te groot", "too large",
        "Wat boven de grens van één bericht uitkwam is niet gelezen.",
        "What exceeded the limit for one message was not read.", _SPLIT),
    Gap.BUDGET_RATIO: _gap(
        "verdacht sterk gecomprimeerd", "suspiciously compressed",
        "Uitpakken is gestopt: de inhoud groeide onevenredig.",
        "Unpacking stopped: the content grew out of proportion.",
        _SPLIT),
    Gap.BUDGET_PARTS: _gap(
        "te veel onderdelen", "too many parts",
        "Wat boven de grens aan velden of onderdelen uitkwam is niet gelezen.",
        "What exceeded the limit on fields or parts was not read.", _SPLIT),
    Gap.STAGE_FAILED: _gap(
        "fout in de scanner", "fault in the scanner",
        "Dit bericht is niet of niet helemaal onderzocht door een fout in het programma.",
        "This message was not, or not fully, examined because of a fault in the program.",
        Text("Meld de fout; stuur de opname niet mee.", "Report the fault; do not send the recording along.")),
    Gap.QUEUE_DROPPED: _gap(
        "verkeer niet verwerkt", "traffic not processed",
        "De proxy gaf dit verkeer door zonder dat het is onderzocht.",
        "The proxy passed this traffic on without it being examined.",
        Text("Maak ruimte op de schijf en doe dit deel van de les opnieuw.",
             "Make room on the disk and do this part of the lesson again.")),
    Gap.NETWORK_CHECK: _gap(
        "netwerkcontrole van het apparaat", "network check of the device",
        "Het apparaat ging na of er internet is (inlogpagina van een wifi-netwerk); er staat niets van iemand in.",
        "The device looked whether there is internet (log-in page of a Wi-Fi network); it holds nothing of anybody.",
        _NO_ACTION),
    Gap.PASSED_THROUGH: _gap(
        "ongelezen doorgelaten", "passed through unread",
        "Dit verkeer valt buiten het onderzoek en is niet ontsleuteld.",
        "This traffic is out of the examination's scope and was not decrypted.",
        Text("Geen actie nodig; pas --only of --ignore aan als het er wel bij hoort.",
             "No action needed; change --only or --ignore if it does belong to it.")),
    Gap.BLOCKED: _gap(
        "tegengehouden", "blocked",
        "De proxy heeft deze verzoeken niet verstuurd: zij braken een regel bij een ontvanger die daarvoor is gekozen. "
        "Zij staan daarom niet bij de bevindingen.",
        "The proxy did not send these requests: they broke a rule at a recipient chosen for that. They are therefore "
        "not among the findings.",
        Text("Zie Bescherming: wat er tegengehouden is, wil het product nog steeds versturen.",
             "See Protection: what was blocked is what the product still wants to send.")),
    Gap.UNPROTECTED: _gap(
        "onbeschermd doorgelaten", "passed on without protection",
        "Bij deze ontvanger was bescherming gevraagd, maar deze verzoeken gingen door zonder dat zij vooraf beoordeeld "
        "waren. Zij zijn wel onderzocht.",
        "Protection was asked for at this recipient, but these requests went on without having been judged beforehand. "
        "They were examined all the same.",
        Text("Zie de reden erbij; reken niet op bescherming als dit vaak gebeurt.",
             "See the reason beside it; do not rely on protection where this happens often.")),
}
"""Every gap has its texts; a test asserts it."""


_DETAILS: dict[str, Text] = {
    "paused": Text("gepauzeerd", "paused"),
    "device out of scope": Text("apparaat buiten het onderzoek", "device out of scope"),
    "not among --only": Text("niet genoemd bij --only", "not among --only"),
    "private: banking": Text("bank of betaaldienst", "bank or payment service"),
    "private: health": Text("zorg", "health"),
    "private: government": Text("overheid", "government"),
    "private: messages": Text("privéberichten", "private messages"),
    "private: private life": Text("privéleven", "private life"),
    "let through unread after it had refused": Text(
        "na weigering ongelezen doorgelaten", "let through unread after it had refused"),
    "passed by choice": Text("doorgelaten met --quic pass", "let through by --quic pass"),
    "DNS": Text("in DNS", "in DNS"), "Alt-Svc": Text("in een antwoord (Alt-Svc)", "in an answer (Alt-Svc)"),
    "streamed by the proxy": Text("direct doorgegeven", "passed on at once"),
}
"""What the live proxy says beside a gap, in words for people; other details are names of formats."""


def gap_detail(detail: str, lang: str) -> str:
    """A detail of a gap as people read it."""
    known = _DETAILS.get(detail)
    return known.get(lang) if known is not None else detail


def details(lang: str) -> dict[str, str]:
    """All details that have words for people."""
    return {detail: text.get(lang) for detail, text in _DETAILS.items()}


def gap_label(code: str, lang: str) -> str:
    """What a gap is called in ``nl`` or ``en``."""
    return gap_text(code).label.get(lang)


def gap_text(code: str) -> GapText:
    """The texts of a gap code; a code of a later version stands for itself."""
    try:
        return GAPS[Gap(code)]
    except (ValueError, KeyError):
        same = Text(code, code)
        return GapText(same, Text("", ""), Text("", ""))
