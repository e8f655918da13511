"""What a run under CI may not pass over in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")


@pytest.mark.parametrize(("environment", "status"), [({"CI": "true"}, 1), ({}, 0)])
def test_a_skipped_test_fails_a_run_under_ci_only(tmp_path, environment, status):
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (tmp_path / "test_sample.py").write_text(
        "import pytest\n\ndef test_runs(): pass\n\ndef test_skips(): pytest.skip('no browser')\n", "utf-8"
    )
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == status, run.stdout
    assert ("CI allows no skipped test; 1 skipped." in run.stdout) == bool(status)
