"""`python -m bench [--only TOPIC] [--quick]`: measures and prints one Markdown table per topic."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import plan, programs, report
from bench.choices import measure_choices
from bench.load import pick_loader
from bench.office_shop import publish_office_shop
from bench.scripts import measure_scripts
from bench.sizes import measure_sizes

TOPICS = ("bytes", "choices", "scripts")
# In the checkout, not in the system's temporary folder, which may be memory: a commit has to reach a disk.
SCRATCH = Path(__file__).parent.parent / "build"


def main() -> None:
    """Measure the topics and print their tables; nothing keeps running, and only the peers' files stay."""
    options = _parser().parse_args()
    # So that servers are stopped as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    programs.install_missing()
    started_at = time.monotonic()
    SCRATCH.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=SCRATCH) as folder:
        _measure(Path(folder), options.only or TOPICS, plan.QUICK if options.quick else plan.FULL)
    print(
        f"Measured in {time.monotonic() - started_at:.0f} s; load average {report.load_average()} at the end."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure sizes and speeds.")
    parser.add_argument("--only", action="append", choices=TOPICS, help="one topic; may be given again")
    parser.add_argument("--quick", action="store_true", help="one short round, to see that it works")
    return parser


def _measure(folder: Path, topics: Sequence[str], chosen: plan.Plan) -> None:
    print("# CookieGuard, measured\n")
    print(f"- {report.machine(folder)}; load average {report.load_average()} at the start.")
    print(
        "- Loads and servers share the cores, and other programs may run: absolute figures are this machine's at "
        "this moment. Read the ratios.\n",
        flush=True,
    )
    data_folder = folder / "data"
    shop = publish_office_shop(data_folder)
    loader = pick_loader(folder)
    topic = {
        "bytes": lambda: measure_sizes(shop),
        "choices": lambda: measure_choices(shop, data_folder, loader, chosen),
        "scripts": lambda: measure_scripts(shop, data_folder, loader, chosen),
    }
    for name in topics:
        print(topic[name](), flush=True)


if __name__ == "__main__":
    main()
