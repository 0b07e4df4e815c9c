"""What somebody does on each kind of device, step by step, as its settings are called in Dutch and English.

The names are those of Windows 11, macOS 15, ChromeOS, iPadOS 18, Android 15 and Firefox, by their makers' own help
pages, November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.model import Text

MITM = "http://mitm.it"


@dataclass(frozen=True, slots=True)
class Device:
    """One kind: its name, the steps to set a proxy, to trust the certificate, and to undo both."""

    name: Text
    proxy: tuple[Text, ...]
    certificate: tuple[Text, ...]
    undo: tuple[Text, ...]
    tunnel: bool = True
    """Whether it can come in by WireGuard."""


_PROXY = Text("Vul bij server en poort in wat hierboven staat. Bewaar.", "Enter the server and port from above. Save.")

DEVICES: Mapping[str, Device] = {
    "windows": Device(
        Text("Windows", "Windows"),
        (Text("Open Instellingen › Netwerk en internet › Proxy. Kies bij Handmatige proxyconfiguratie: Instellen.",
              "Open Settings › Network & internet › Proxy. Under Manual proxy setup choose: Set up."),
         Text("Zet Een proxyserver gebruiken aan.", "Switch Use a proxy server on."), _PROXY),
        (Text(f"Open {MITM} in Edge of Chrome en kies Windows: mitmproxy-ca-cert.p12 wordt gedownload.",
              f"Open {MITM} in Edge or Chrome and choose Windows: mitmproxy-ca-cert.p12 is downloaded."),
         Text("Open dat bestand. Kies Lokale computer, laat het wachtwoord leeg.",
              "Open that file. Choose Local Machine, leave the password empty."),
         Text("Kies Alle certificaten in het onderstaande archief opslaan › Vertrouwde basiscertificeringsinstanties.",
              "Choose Place all certificates in the following store › Trusted Root Certification Authorities.")),
        (Text("Zet de proxy weer uit.", "Switch the proxy off again."),
         Text("Typ in Start: Computercertificaten beheren. Verwijder mitmproxy bij Vertrouwde basiscertificerings"
              "instanties › Certificaten.",
              "Type in Start: Manage computer certificates. Delete mitmproxy under Trusted Root Certification "
              "Authorities › Certificates."))),
    "macos": Device(
        Text("macOS", "macOS"),
        (Text("Open Systeeminstellingen › Wifi › Details… bij het netwerk › Proxy's.",
              "Open System Settings › Wi-Fi › Details… of the network › Proxies."),
         Text("Zet Webproxy (HTTP) én Beveiligde webproxy (HTTPS) aan.",
              "Switch on both Web proxy (HTTP) and Secure web proxy (HTTPS)."), _PROXY),
        (Text(f"Open {MITM} in Safari en kies macOS: mitmproxy-ca-cert.pem wordt gedownload.",
              f"Open {MITM} in Safari and choose macOS: mitmproxy-ca-cert.pem is downloaded."),
         Text("Open dat bestand en zet het in de sleutelhanger Systeem.",
              "Open that file and add it to the keychain System."),
         Text("Dubbelklik in Sleutelhangertoegang op mitmproxy, open Vertrouw en kies Vertrouw altijd.",
              "Double-click mitmproxy in Keychain Access, open Trust and choose Always Trust.")),
        (Text("Zet beide proxy's weer uit.", "Switch both proxies off again."),
         Text("Verwijder mitmproxy uit de sleutelhanger Systeem.", "Delete mitmproxy from the keychain System."))),
    "chromeos": Device(
        Text("Chromebook (ChromeOS)", "Chromebook (ChromeOS)"),
        (Text("Beheert de school het apparaat? Laat de beheerder proxy en certificaat instellen in de Google-beheer"
              "console (Apparaten › Netwerken) en sla de rest over.",
              "Is the device managed by the school? Let the administrator set proxy and certificate in the Google "
              "Admin console (Devices › Networks) and skip the rest."),
         Text("Open Instellingen › Netwerk › Wifi › het netwerk › Proxy. Sta proxy's voor gedeelde netwerken toe.",
              "Open Settings › Network › Wi-Fi › the network › Proxy. Allow proxies for shared networks."),
         Text("Kies Handmatige proxyconfiguratie en Zelfde proxy voor alle protocollen.",
              "Choose Manual proxy configuration and Use the same proxy for all protocols."), _PROXY),
        (Text(f"Open {MITM} in Chrome en kies Other Platforms: mitmproxy-ca-cert.pem wordt gedownload.",
              f"Open {MITM} in Chrome and choose Other Platforms: mitmproxy-ca-cert.pem is downloaded."),
         Text("Open chrome://settings/certificates › Aangepast › Vertrouwde certificaten › Importeren, en kies dat "
              "bestand.",
              "Open chrome://settings/certificates › Custom › Trusted certificates › Import, and choose that file."),
         Text("Android-apps op een Chromebook vertrouwen dit certificaat meestal niet: gebruik de website.",
              "Android apps on a Chromebook mostly do not trust this certificate: use the website.")),
        (Text("Zet de proxy op Rechtstreekse internetverbinding.", "Set the proxy to Direct Internet connection."),
         Text("Verwijder mitmproxy in chrome://settings/certificates.",
              "Delete mitmproxy in chrome://settings/certificates."))),
    "ipados": Device(
        Text("iPad en iPhone", "iPad and iPhone"),
        (Text("Open Instellingen › Wifi en tik op de i bij het netwerk.",
              "Open Settings › Wi-Fi and tap the i beside the network."),
         Text("Tik onderaan op Configureer proxy › Handmatig.", "At the bottom tap Configure Proxy › Manual."), _PROXY),
        (Text(f"Open {MITM} in Safari en kies iOS. Sta het downloaden van het profiel toe.",
              f"Open {MITM} in Safari and choose iOS. Allow the profile to be downloaded."),
         Text("Open Instellingen › Algemeen › VPN- en apparaatbeheer › mitmproxy › Installeer.",
              "Open Settings › General › VPN & Device Management › mitmproxy › Install."),
         Text("Open Instellingen › Algemeen › Info › Vertrouwensinstellingen certificaat en zet mitmproxy aan. Zonder "
              "deze stap blijft alles dicht.",
              "Open Settings › General › About › Certificate Trust Settings and switch mitmproxy on. Without this step "
              "everything stays closed.")),
        (Text("Zet Configureer proxy op Uit.", "Set Configure Proxy to Off."),
         Text("Verwijder het profiel mitmproxy bij VPN- en apparaatbeheer.",
              "Remove the profile mitmproxy under VPN & Device Management."))),
    "android": Device(
        Text("Android", "Android"),
        (Text("Open Instellingen › Netwerk en internet › Internet › het tandwiel bij het netwerk › het potlood.",
              "Open Settings › Network & internet › Internet › the gear beside the network › the pencil."),
         Text("Kies bij Geavanceerde opties › Proxy: Handmatig.", "Under Advanced options › Proxy choose: Manual."),
         _PROXY),
        (Text(f"Open {MITM} in Chrome en kies Android: mitmproxy-ca-cert.cer wordt gedownload.",
              f"Open {MITM} in Chrome and choose Android: mitmproxy-ca-cert.cer is downloaded."),
         Text("Open Instellingen › Beveiliging en privacy › Meer › Versleuteling en inloggegevens › Certificaat "
              "installeren › CA-certificaat en kies dat bestand.",
              "Open Settings › Security & privacy › More › Encryption & credentials › Install a certificate › CA "
              "certificate and choose that file."),
         Text("Browsers vertrouwen het certificaat, de meeste apps niet: gebruik de website, of vraag de leverancier "
              "om een testversie.",
              "Browsers trust the certificate, most apps do not: use the website, or ask the vendor for a test "
              "build.")),
        (Text("Zet de proxy op Geen.", "Set the proxy to None."),
         Text("Verwijder mitmproxy bij Versleuteling en inloggegevens › Gebruikersgegevens.",
              "Remove mitmproxy under Encryption & credentials › User credentials."))),
    "firefox": Device(
        Text("Firefox (elk systeem)", "Firefox (any system)"),
        (Text("Open Instellingen › Algemeen › Netwerkinstellingen › Instellingen.",
              "Open Settings › General › Network Settings › Settings."),
         Text("Kies Handmatige proxyconfiguratie, vul de HTTP-proxy in en vink aan: Deze proxy ook voor HTTPS "
              "gebruiken.",
              "Choose Manual proxy configuration, fill in the HTTP Proxy and tick: Also use this proxy for HTTPS."),
         _PROXY),
        (Text(f"Open {MITM} en kies Firefox: mitmproxy-ca-cert.pem wordt gedownload.",
              f"Open {MITM} and choose Firefox: mitmproxy-ca-cert.pem is downloaded."),
         Text("Open Instellingen › Privacy & Beveiliging › Certificaten bekijken › Organisaties › Importeren.",
              "Open Settings › Privacy & Security › View Certificates › Authorities › Import."),
         Text("Kies dat bestand en vink aan: Deze CA vertrouwen voor het identificeren van websites.",
              "Choose that file and tick: Trust this CA to identify websites.")),
        (Text("Zet de netwerkinstellingen terug op Systeemproxy.", "Set the network settings back to system proxy."),
         Text("Verwijder mitmproxy bij Certificaten bekijken › Organisaties.",
              "Delete mitmproxy under View Certificates › Authorities.")), tunnel=False),
}
"""By the word for it in addresses and commands."""
