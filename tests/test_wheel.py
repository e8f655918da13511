"""The wheel, installed where nothing of the checkout is: does it bring everything the server needs?"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from cookieguard import __version__

ROOT = Path(__file__).parent.parent

VISIT = """
import os, sys
import cookieguard
from cookieguard.app import create_app
from cookieguard.settings import Settings
assert cookieguard.__file__.startswith(sys.prefix), cookieguard.__file__
client = create_app(Settings.from_environ(os.environ)).test_client()
for address in sys.argv[1:]:
    answer = client.get(address, follow_redirects=True)
    print(answer.status_code, answer.mimetype, answer.request.path, len(answer.data) > 1000)
"""


class Installation:
    """An environment of its own, in which the commands run outside the checkout."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "environment" / "bin"
        self.work = folder / "work"
        self.work.mkdir()

    def run(self, command: str, *arguments: str) -> str:
        """Run a command of the environment with settings of its own and return what it prints."""
        done = subprocess.run(
            [str(self.bin / command), *arguments],
            cwd=self.work,
            env={"PATH": str(self.bin), "COOKIEGUARD_DATA_DIR": str(self.work / "data")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Install the wheel into an empty environment, its dependencies lent by the tests' own.

    A path file lends them after the environment's own packages and does not follow the path files beside
    them, such as that of an editable installation; so `cookieguard` can come from the wheel only. That the
    dependencies are declared is the business of test_architecture.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "environment", with_pip=False)
    python = folder / "environment" / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--python",
        str(python),
        "install",
        "--no-index",
        "--no-deps",
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    (packages,) = (folder / "environment" / "lib").glob("python*/site-packages")
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "lent.pth").write_text("\n".join(lent), "utf-8")
    return Installation(folder)


def test_the_installed_command_knows_its_version(installation):
    assert installation.run("cookieguard", "--version") == f"cookieguard {__version__}\n"


def test_the_installed_server_serves_the_script_and_the_admin(installation):
    example = installation.run(
        "python", "-c", "import cookieguard.demo as demo; print(demo.__path__[0])"
    ).strip()
    installation.run("cookieguard", "site", "apply", f"{example}/kantoorhuis.yaml", "--publish")
    answers = installation.run("python", "-c", VISIT, "/b/kantoorhuis.js", "/admin/").splitlines()
    assert answers == [
        "200 text/javascript /b/kantoorhuis.js True",
        "200 text/html /admin/sign-in True",
    ]
