"""Where each room lives among the site's addresses. Core knows these names, not the rooms' code."""

from django.urls import get_script_prefix

ADDRESSES = {
    "benefit": "imv/",
    "simulator": "simulador/",
    "applications": "solicitud/",
    "resume": "solicitud/continuar/",
    "follow": "solicitud/seguimiento/",
    "verify": "verificar/",
    "roots": "transparencia/raices/",
    "captures": "oficina/captura/",
    "office": "oficina/",
    "api": "api/v1/",
    "specimens": "desarrollo/documentos/",
    "accounts": "desarrollo/accesos/",
}


def address(name: str) -> str:
    """Address of the room's first page, as a link writes it."""
    return get_script_prefix() + ADDRESSES[name]
