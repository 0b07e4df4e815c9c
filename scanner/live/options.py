"""The options of the addon, as mitmproxy shows them: ``--set leerlek_subjects=accounts.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scanner.errors import UsageError

if TYPE_CHECKING:
    from mitmproxy.addonmanager import Loader

_PREFIX = "leerlek"


def declare(loader: Loader) -> None:
    """Make them known."""
    loader.add_option("leerlek_output", str, "", "Folder of the results (default: leerlek-<time> here).")
    loader.add_option("leerlek_policy", str, "", "Policy file: the machine-readable privacybijsluiter.")
    loader.add_option("leerlek_subjects", str, "", "Subjects file: the test accounts.")
    loader.add_option("leerlek_scenario", str, "", "Scenario file: the steps of the testers.")
    loader.add_option("leerlek_recipients", Sequence[str], [],
                      "Files that say who runs which domain; they go before the built-in list.")
    loader.add_option("leerlek_tracker_list", Sequence[str], [],
                      "Lists of trackers: EasyPrivacy, Disconnect or hosts format.")
    loader.add_option("leerlek_lang", str, "nl", "Language of the results.", choices=["nl", "en"])
    loader.add_option("leerlek_mode", str, "auto", "Fictitious accounts or real ones.",
                      choices=["auto", "test", "live"])
    loader.add_option("leerlek_decision", str, "", "With real people: where the school decided on this.")
    loader.add_option("leerlek_keep", str, "", "Keep the raw exchanges, sealed, for so long: 12h, 14d, 4w.")
    loader.add_option("leerlek_finish", bool, False, "Only finish what a proxy left that was told to stop.")
    loader.add_option("leerlek_block", str, "", "Answer requests that break a rule, from this severity on.")
    loader.add_option("leerlek_pseudonymise", Sequence[str], [], "Domains that get pseudonyms for identifiers.")
    loader.add_option("leerlek_block_for", Sequence[str], [], "Domains whose requests may be blocked.")
    loader.add_option("leerlek_only", Sequence[str], [],
                      "Domains to read, or devices (device:ADDRESS); all others pass unread.")
    loader.add_option("leerlek_ignore", Sequence[str], [], "Domains, or devices (device:ADDRESS), that pass unread.")


def check_names(unknown: Iterable[str], known: Iterable[str], lang: str) -> None:
    """Raise ``UsageError`` when one of the names that mitmproxy does not know was meant for this addon.

    A scan without the decision or the domains that a slip of the pen took away would not be the one that was asked for.
    """
    slips = sorted(name for name in unknown if name.startswith(_PREFIX))
    if slips:
        own = ", ".join(sorted(name for name in known if name.startswith(_PREFIX)))
        raise UsageError(f"unknown option {', '.join(slips)}; there are {own}" if lang == "en" else
                         f"onbekende optie {', '.join(slips)}; er zijn {own}")
