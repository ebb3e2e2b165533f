"""A PostgreSQL of one's own for the length of a test run."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Nothing of this cluster has to survive a power cut.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def server_binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version first, or None."""
    found = [Path(p).parent for p in [shutil.which("initdb")] if p]
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        found.append(Path(answer.stdout.strip()))
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    needed = ("initdb", "pg_ctl", "postgres")
    for folder in found:
        if all((folder / name).exists() for name in needed):
            return folder
    return None


def unprivileged() -> dict:
    """Arguments of subprocess that shed root, whom PostgreSQL refuses to serve."""
    if os.geteuid() != 0:
        return {}
    known = {account.pw_name: account for account in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def throwaway_cluster(binaries: Path):
    """Start an empty cluster on a socket in a temporary folder; yield its URL.

    It listens to no network port, and it is stopped and removed however the
    block ends.
    """
    # Directly under /tmp: the path of a socket may have at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="tracker-pg-", dir="/tmp"))
    identity = unprivileged()
    if identity:
        os.chown(folder, identity["user"], identity["group"])

    def run(program, *arguments):
        subprocess.run(
            [binaries / program, "-D", folder / "data", *arguments],
            check=True,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # Ctrl-C is for this program, which then stops the cluster in order.
            start_new_session=True,
            **identity,
        )

    try:
        run("initdb", "-U", "tracker", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' {CARELESS}"
        run("pg_ctl", "start", "-w", "-s", "-l", folder / "log", "-o", options)
        try:
            yield f"postgres://tracker@{quote(str(folder), safe='')}/tracker"
        finally:
            run("pg_ctl", "stop", "-w", "-s", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
