"""Work on what strangers send, done in a process of its own that stays warm and may be lost.

`Workers` keeps processes that have a module loaded and answer one question at a time: a few plain values and some bytes
in, the same out. Each question has a limit of time, of processor and of memory. A question that goes over one costs
its process, nothing else: the next question gets a new one.
"""

from core.apart.types import Answer, BusyError, GaveUpError, Limits
from core.apart.workers import Workers

__all__ = ["Answer", "BusyError", "GaveUpError", "Limits", "Workers"]
