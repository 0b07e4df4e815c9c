"""The options of the addon: each with its name, type and help, and nothing on that was not asked for."""

from mitmproxy.addonmanager import Loader
from mitmproxy.options import Options

from scanner.live.options import declare


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
