"""The options of the addon: each with its name, type and help, and nothing on that was not asked for."""

import pytest
from mitmproxy.addonmanager import Loader
from mitmproxy.options import Options

from scanner.errors import UsageError
from scanner.live.options import check_names, declare


class _Master:
    def __init__(self) -> None:
        self.options = Options()


def test_every_option_has_help_and_is_off() -> None:
    master = _Master()
    before = set(master.options.keys())
    declare(Loader(master))
    ours = {name: option for name, option in master.options.items() if name not in before}
    assert ours and all(name.startswith("leerlek_") and option.help for name, option in ours.items())
    for name in ("leerlek_block", "leerlek_block_for", "leerlek_pseudonymise", "leerlek_keep"):
        assert not ours[name].default


def test_a_misspelt_option_of_ours_is_a_mistake_and_those_of_others_are_not() -> None:
    check_names(["show_mystery", "anything"], ["leerlek_only"], "en")
    with pytest.raises(UsageError, match=r"^onbekende optie leerlek_decison; er zijn leerlek_decision, leerlek_only$"):
        check_names(["leerlek_decison", "x"], ["leerlek_only", "anticache", "leerlek_decision"], "nl")
    with pytest.raises(UsageError, match="unknown option leerlek_a, leerlek_b; there are"):
        check_names(["leerlek_b", "leerlek_a"], ["leerlek_only"], "en")
