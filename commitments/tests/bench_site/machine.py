"""Processes of the benchmark: started, watched through /proc, and stopped."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """A server of our own on a free port of this machine."""

    def __init__(self, name, command, environment, folder):
        """``command`` makes the words to run from a port."""
        self.name, self.port = name, free_port()
        self.log = Path(folder, f"{name}.log")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command(self.port)],
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, path="/"):
        """Return once it answers; raise with its log when it does not."""
        for _try in range(600):
            with suppress(OSError):
                return self.get(path)
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()}")

    def get(self, path, **headers):
        """Status, headers and body of an answer, whatever the status."""
        request = urllib.request.Request(self.url(path), headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def url(self, path=""):
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(60)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def stat_of(pid) -> list[str]:
    """The fields of a process from its state on (proc(5), from the third)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def parent_of(pid) -> int:
    return int(stat_of(pid)[1])


def family(pid) -> list[int]:
    """A process and all that descend from it."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            children.setdefault(parent_of(folder.name), []).append(int(folder.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def cpu_of(pids) -> float:
    """Seconds of processor that some processes and their descendants have used."""
    ticks = 0
    for root in pids:
        for pid in family(root):
            with suppress(OSError):
                ticks += sum(map(int, stat_of(pid)[11:15]))
    return ticks / TICK


def memory_of(pid) -> float:
    """Megabytes of a process and its descendants; a shared page counts once (PSS)."""
    kilobytes = 0
    for each in family(pid):
        with suppress(OSError):
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
            kilobytes += next(
                int(line.split()[1])
                for line in rollup.splitlines()
                if line.startswith("Pss:")
            )
    return kilobytes / 1024


def busy() -> tuple[float, float]:
    """Seconds that the whole machine has worked, and that it could have."""
    times = [int(word) for word in Path("/proc/stat").read_text().split()[1:9]]
    return (sum(times) - times[3] - times[4]) / TICK, sum(times) / TICK
