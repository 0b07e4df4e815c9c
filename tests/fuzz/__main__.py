"""Fuzzes the readers and decoders for a while: ``python tests/fuzz SECONDS [TARGET...]``.

Each target runs in a process of its own, with atheris (coverage-guided) where it is installed, else with changes at
random. An exception that is no refusal, a single input that takes longer than TIMEOUT seconds, and memory that grows
beyond MEMORY are failures; the input is then left in ``out/fuzz``.
"""

from __future__ import annotations

import faulthandler
import hashlib
import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent), str(Path(__file__).parent)]

TIMEOUT = 20
MEMORY = 1200
"""Megabytes; a process with all libraries loaded has some 200."""
FOUND = Path("out/fuzz")


def main(arguments: list[str]) -> int:
    """Give every target its share of the time; 0 when none failed."""
    from targets import TARGETS

    seconds = int(arguments[0]) if arguments else 600
    names = arguments[1:] or list(TARGETS)
    share = max(seconds // len(names), 1)
    engine = "atheris" if importlib.util.find_spec("atheris") else "random"
    print(f"{len(names)} targets, {share} s each, engine: {engine}", flush=True)
    failed = []
    for name in names:
        started = time.monotonic()
        command = [sys.executable, str(Path(__file__).parent), f"--{engine}", name, str(share)]
        with tempfile.TemporaryFile() as log:
            code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
            log.seek(0)
            tail = log.read().decode("utf-8", "replace").splitlines()[-40:]
        summary = next((line for line in reversed(tail) if line.startswith(("Done", "stat::"))), "")
        print(f"{name:10} {'ok' if not code else 'FAILED'}  {time.monotonic() - started:.0f} s  {summary}", flush=True)
        if code:
            failed.append(name)
            print("\n".join("    " + line for line in tail), flush=True)
    return 1 if failed else 0


def fuzz_at_random(name: str, seconds: int) -> int:
    """Change the seeds at random until the time is over."""
    from mutate import mutated
    from targets import TARGETS

    target, make_seeds = TARGETS[name]
    seeds = make_seeds()
    random = Random(int(os.environ.get("FUZZ_SEED", time.time_ns())))
    end = time.monotonic() + seconds
    runs = 0
    current = FOUND / f"{name}-current"
    FOUND.mkdir(parents=True, exist_ok=True)
    while time.monotonic() < end:
        data = seeds[runs] if runs < len(seeds) else mutated(seeds, random)
        current.write_bytes(data)  # stays when the process is ended
        faulthandler.dump_traceback_later(TIMEOUT, exit=True)
        try:
            target(data)
        except Exception:  # noqa: BLE001  any error is what is looked for
            traceback.print_exc()
            return _failed(name, data)
        faulthandler.cancel_dump_traceback_later()
        runs += 1
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MEMORY << 10:
            print("memory grew beyond the bound")
            return _failed(name, data)
    current.unlink()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"Done {runs} runs, peak {peak} MB")
    return 0


def fuzz_with_atheris(name: str, seconds: int) -> int:
    """Let libFuzzer change the seeds towards code that was not reached yet."""
    import atheris

    with atheris.instrument_imports(include=["scanner"], exclude=_of_arrays()):
        from targets import TARGETS

        target, make_seeds = TARGETS[name]
        seeds = make_seeds()
        for seed in seeds:  # imports, and so instruments, what targets import only when they need it
            target(seed)
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="leerlek-fuzz-") as corpus:
        for seed in seeds:
            Path(corpus, hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
        options = [f"-max_total_time={seconds}", f"-timeout={TIMEOUT}", f"-rss_limit_mb={MEMORY}", "-max_len=262144",
                   f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=1", corpus]
        atheris.Setup([sys.argv[0], *options], target)
        atheris.Fuzz()
    return 0


def _of_arrays() -> list[str]:
    """The modules that compare arrays: of each such comparison that atheris follows it keeps the result for ever."""
    root = TESTS.parent
    return [".".join(path.relative_to(root).with_suffix("").parts) for path in sorted(root.glob("scanner/**/*.py"))
            if "\nimport numpy" in path.read_text("utf-8")]


def _failed(name: str, data: bytes) -> int:
    path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    print(f"the input is in {path}")
    return 1


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] in ("--random", "--atheris"):
        fuzz = fuzz_at_random if sys.argv[1] == "--random" else fuzz_with_atheris
        raise SystemExit(fuzz(sys.argv[2], int(sys.argv[3])))
    raise SystemExit(main(sys.argv[1:]))
