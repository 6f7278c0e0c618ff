"""The Spanish names of each flow's steps, for whoever looks at it from outside. A test holds them complete.

Beside the flows and not in them: a flow class is frozen once dossiers run on it, and words may still get better.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FlowWords:
    """Name of a flow, of each of its steps (what happens there), and of the ways on where there are several."""

    title: str
    nodes: dict[str, str]
    ways: dict[tuple[str, str], str] = field(default_factory=dict)


WORDS: dict[str, FlowWords] = {
    "ImvFlowV1": FlowWords(
        title="Ingreso Mínimo Vital, versión 1",
        nodes={
            "start": "Entrada en el registro",
            "admission": "Admisión",
            "spread_checks": "Una consulta por persona y fuente",
            "check": "Consulta a otra administración",
            "join_checks": "Todas han terminado",
            "cross_check": "Cruce de datos",
            "assign": "Asignación a una persona",
            "study": "Estudio",
            "after_study": "¿Qué se decide?",
            "wait_documents": "Espera de un documento",
            "fiscal_review": "Control fiscal",
            "after_fiscal_review": "¿Conforme?",
            "resolution": "Sellado de la resolución",
            "notify": "Notificación",
            "end": "Fin",
        },
        ways={
            ("after_study", "wait_documents"): "falta un documento",
            ("after_study", "fiscal_review"): "supera el límite",
            ("after_study", "resolution"): "resolver",
            ("after_fiscal_review", "study"): "no",
            ("after_fiscal_review", "resolution"): "sí",
        },
    ),
}

KINDS = {
    "start": "Comienzo",
    "job": "Automático",
    "human": "Lo hace una persona",
    "wait": "Espera algo de fuera",
    "fan_out": "Se reparte",
    "join": "Se reúne",
    "choice": "Se elige camino",
    "end": "Final",
}

REASONS = {
    "administration_down": "La otra administración no contesta",
    "unassigned": "No hay a quién asignarlo",
    "OperationalError": "La base de datos no respondió",
    "TimeoutError": "Se agotó el tiempo",
    "AmparoError": "Un dato del expediente no lo permitió",
}


def reason_in_words(code: str) -> str:
    """Why a step stopped: words for what is known, and the program's own code for the rest."""
    return REASONS.get(code, "El programa falló")
