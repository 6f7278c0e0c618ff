"""System check of flows: each has our lock, our nodes and one End, and no boundary events (the evidence says why).

Measured with the stock engine as it comes: both of two officers got the same task 28 times in 30.
"""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes import End

from workflow.engine.moving import Lean


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
    nodes = list(flow_class.instance.nodes())
    strange = [node.name for node in nodes if not issubclass(node.activation_class, Lean)]
    if strange:
        faults.append(f"nodes that are not of workflow.engine.nodes: {', '.join(strange)}")
    reserved = [node.name for node in nodes if hasattr(Flow, node.name)]
    if reserved:
        faults.append(f"names that mean something to Flow itself: {', '.join(reserved)}")
    if any(node._boundary_events for node in nodes):
        faults.append("no boundary events: one outlives its cancelled task, fires, and ends the process undecided")
    ends = [node for node in nodes if isinstance(node, End)]
    if len(ends) != 1:
        faults.append("exactly one End: several let a process finish with a failed branch")
    return faults


@register()
def every_flow_is_sound(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every flow class of the installed rooms is sound."""
    return [
        Error(f"{flow_class.__name__}: {fault}", id="workflow.E001")
        for flow_class in _flows()
        if flow_class.__module__.partition(".")[0] in settings.INSTALLED_APPS
        for fault in faults_of(flow_class)
    ]
