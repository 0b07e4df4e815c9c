"""``leerlek completion``: the script that teaches a shell to complete ``leerlek``."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script for SHELL: commands, options, files, formats, severities, rule ids, roles.

    \b
    bash   eval "$(leerlek completion bash)"   in ~/.bashrc
    zsh    eval "$(leerlek completion zsh)"    in ~/.zshrc, after compinit
    fish   leerlek completion fish > ~/.config/fish/completions/leerlek.fish
    """
    from click.shell_completion import get_completion_class

    from .root import cli

    chosen = get_completion_class(shell)
    assert chosen is not None
    made = chosen(cli, {}, "leerlek", "_LEERLEK_COMPLETE")
    click.echo(chosen.source_template % made.source_vars())
