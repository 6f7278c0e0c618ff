"""Load on a web server over sockets, by wrk (Debian: wrk), and the processor time its processes took meanwhile."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

_TICKS = os.sysconf("SC_CLK_TCK")
#: Each request is another body from another address, in turn. Everything is written before the first is sent.
_SCRIPT = """
local requests, at = {}, 0
function init(args)
  local number = 0
  for body in io.lines(args[1]) do
    local address = string.format("10.%d.%d.%d", 7, math.floor(number / 250) % 4,
                                  1 + number % 250)
    requests[number] = wrk.format("POST", nil, {
      ["Host"] = "localhost", ["Content-Type"] = "application/json",
      ["X-Forwarded-For"] = address, ["X-Forwarded-Proto"] = "https"}, body)
    number = number + 1
  end
  at = math.random(0, number)
end
function request()
  at = at + 1
  if requests[at] == nil then at = 0 end
  return requests[at]
end
function done(summary, latency, requests)
  io.write(string.format(
    'FOUND {"requests": %d, "refused": %d, "broken": %d, "microseconds": %d, "p50": %d, "p99": %d, "longest": %d}\\n',
    summary.requests, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99), latency.max))
end
"""


class Load(msgspec.Struct):
    """What wrk saw. Times in millionths of a second, from the first byte sent to the last received."""

    requests: int
    refused: int
    broken: int
    microseconds: int
    p50: int
    p99: int
    longest: int

    @property
    def good(self) -> int:
        """Requests that were answered as asked."""
        return self.requests - self.refused


@dataclass(frozen=True)
class Served:
    """A load and the processor seconds the server's processes took for it."""

    load: Load
    processor: float

    @property
    def per_processor_second(self) -> float:
        """Good answers for each second of processor."""
        return self.load.good / self.processor


def installed() -> bool:
    """Whether wrk is there."""
    return shutil.which("wrk") is not None


def drive(address: str, bodies: Path, connections: int, seconds: int, pids: Iterable[int]) -> Served:
    """Send the lines of `bodies` to `address` over so many connections at once, for so long."""
    script = bodies.with_suffix(".lua")
    script.write_text(_SCRIPT)
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script)]
    before = processor_seconds(pids)
    done = subprocess.run(["wrk", *options, address, "--", str(bodies)], capture_output=True, text=True, check=True)
    after = processor_seconds(pids)
    found = re.search(r"^FOUND (.*)$", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(done.stdout + done.stderr)
    return Served(msgspec.convert(json.loads(found[1]), Load), after - before)


def processor_seconds(pids: Iterable[int]) -> float:
    """What these processes and all that descend from them have taken, in seconds of processor."""
    children: dict[int, list[int]] = {}
    taken: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
            taken[int(entry.name)] = (int(fields[11]) + int(fields[12])) / _TICKS
    due, total = list(pids), 0.0
    while due:
        pid = due.pop()
        total += taken.get(pid, 0.0)
        due += children.get(pid, [])
    return total
