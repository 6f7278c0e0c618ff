"""System check: a flow without our lock is a mistake (measured: both of two officers got the task 28 times in 30)."""

from typing import Any

from django.core.checks import Error, register
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes.end import End


def _flows(flow_class: Any = Flow) -> list[Any]:
    found = []
    for child in flow_class.__subclasses__():
        found += [child, *_flows(child)]
    return found


def faults_of(flow_class: Any) -> list[str]:
    """What is wrong with a flow class, in words; empty when all is well."""
    faults = []
    lock = flow_class.lock_impl
    if not (isinstance(lock, SelectForUpdateLock) and lock.nowait is False):
        faults.append("lock_impl must be SelectForUpdateLock(nowait=False)")
    ends = [node for node in flow_class.instance.nodes() if isinstance(node, End)]
    if len(ends) != 1:
        faults.append("exactly one End: several let a process finish with a failed branch")
    return faults


@register()
def every_flow_is_locked(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every flow class of our apps has the row lock and a single End."""
    return [
        Error(f"{flow_class.__name__}: {fault}", id="workflow.E001")
        for flow_class in _flows()
        if not flow_class.__module__.startswith("viewflow.")
        for fault in faults_of(flow_class)
    ]
