"""Beat: says every few seconds that each pump is due. It keeps nothing, so two of them do no harm and none loses work.

The schedule is the register of pumps (`core.worker`), in memory: no file to share or to corrupt.
"""

from typing import Any

from celery.beat import ScheduleEntry, Scheduler

from core import publishing, worker

_LEAST_EXPIRY_SECONDS = 20


class PumpScheduler(Scheduler):  # type: ignore[misc]
    """One entry a pump. A broker that is away is not insisted on: the next tick says the same."""

    producer = None  # Celery's own would hold the first tick until the broker answers, and give up in the end

    def setup_schedule(self) -> None:
        """Take the pumps of every room."""
        self.update_from_dict(
            {
                name: {
                    "task": "core.run_pump",
                    "args": [name],
                    "schedule": float(pump.every),
                    # Whoever finds an old message finds a newer one behind it.
                    "options": {"queue": "pumps", "expires": max(4 * pump.every, _LEAST_EXPIRY_SECONDS)},
                }
                for name, pump in worker.pumps().items()
            }
        )

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any) -> None:
        """Send one pump's turn."""
        publishing.send(self.app.tasks[entry.task], *entry.args, **entry.options)
