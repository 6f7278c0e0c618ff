"""Kinds of event of the simulator."""

from core.events import register_kind

register_kind("policy_run.started", officer="Simulación de política: {before} frente a {after}, {changes} cambios")
register_kind("policy_run.cancelled", officer="Simulación de política cancelada")
