"""The shape the norm gives its XML: which elements, in which order, how often. Read from the schemas v1.0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from receipts.electronic_file.eni import NAMESPACES, name

_MANY = 10**6
_DATES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_CONTENT = (("enifile:referenciaFichero", 1, 1), ("enifile:NombreFormato", 1, 1))
# Element: its children in order, each with how often it stands at least and at most.
_SHAPES: dict[str, tuple[tuple[str, int, int], ...]] = {
    "eniexp:expediente": (
        ("eniexpind:indice", 1, 1),
        ("eniexpmeta:metadatosExp", 1, 1),
        ("eniexp:VisualizacionIndice", 0, 1),
    ),
    "eniexpind:indice": (("eniexpind:IndiceContenido", 1, 1), ("enids:firmas", 1, 1)),
    "eniexpind:IndiceContenido": (
        ("eniconexpind:FechaIndiceElectronico", 1, 1),
        ("eniconexpind:DocumentoIndizado", 1, _MANY),
    ),
    "eniconexpind:DocumentoIndizado": (
        ("eniconexpind:IdentificadorDocumento", 1, 1),
        ("eniconexpind:ValorHuella", 1, 1),
        ("eniconexpind:FuncionResumen", 1, 1),
        ("eniconexpind:FechaIncorporacionExpediente", 0, 1),
        ("eniconexpind:OrdenDocumentoExpediente", 0, 1),
    ),
    "eniexpmeta:metadatosExp": (
        ("eniexpmeta:VersionNTI", 1, 1),
        ("eniexpmeta:Identificador", 1, 1),
        ("eniexpmeta:Organo", 1, _MANY),
        ("eniexpmeta:FechaAperturaExpediente", 1, 1),
        ("eniexpmeta:Clasificacion", 1, 1),
        ("eniexpmeta:Estado", 1, 1),
        ("eniexpmeta:Interesado", 0, _MANY),
    ),
    "eniexp:VisualizacionIndice": _CONTENT,
    "enidoc:documento": (
        ("enifile:contenido", 1, 1),
        ("enidocmeta:metadatos", 1, 1),
        ("enids:firmas", 0, 1),
    ),
    "enifile:contenido": _CONTENT,
    "enidocmeta:metadatos": (
        ("enidocmeta:VersionNTI", 1, 1),
        ("enidocmeta:Identificador", 1, 1),
        ("enidocmeta:Organo", 1, _MANY),
        ("enidocmeta:FechaCaptura", 1, 1),
        ("enidocmeta:OrigenCiudadanoAdministracion", 1, 1),
        ("enidocmeta:EstadoElaboracion", 1, 1),
        ("enidocmeta:TipoDocumental", 1, 1),
    ),
    "enidocmeta:EstadoElaboracion": (
        ("enidocmeta:ValorEstadoElaboracion", 1, 1),
        ("enidocmeta:IdentificadorDocumentoOrigen", 0, 1),
    ),
    "enids:firmas": (("enids:firma", 1, _MANY),),
    "enids:firma": (("enids:TipoFirma", 1, 1), ("enids:ContenidoFirma", 1, 1)),
    "enids:ContenidoFirma": (("enids:FirmaConCertificado", 1, 1),),
    "enids:FirmaConCertificado": (("enids:ReferenciaFirma", 1, 1),),
}
_VALUES = {
    "eniexpmeta:Estado": re.compile("E0[123]"),
    "enidocmeta:ValorEstadoElaboracion": re.compile("EE(0[1-4]|99)"),
    "enidocmeta:TipoDocumental": re.compile("TD(0[1-9]|1[0-9]|20|99)"),
    "enidocmeta:OrigenCiudadanoAdministracion": re.compile("true|false|1|0"),
    "enids:TipoFirma": re.compile("TF0[1-6]"),
    "eniconexpind:FechaIndiceElectronico": _DATES,
    "eniconexpind:FechaIncorporacionExpediente": _DATES,
    "eniexpmeta:FechaAperturaExpediente": _DATES,
    "enidocmeta:FechaCaptura": _DATES,
}
_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}
_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def parsed(content: bytes) -> etree._Element | None:
    """The XML, read with nothing fetched and nothing expanded; None if it is not XML or declares entities."""
    try:
        root = etree.fromstring(content, etree.XMLParser(**_PARSER_OPTIONS))
    except etree.XMLSyntaxError:
        return None
    return None if root.getroottree().docinfo.doctype else root


def faults(root: etree._Element, expected: str) -> Iterator[str]:
    """Where an XML departs from the norm's shape, in words."""
    if root.tag != name(expected):
        yield f"el elemento raíz no es {expected}"
        return
    for element in root.iter(etree.Element):
        shown = _shown(element)
        shape = _SHAPES.get(shown)
        if shape is not None:
            yield from _misplaced(element, shown, shape)
        elif len(element):
            yield f"{shown} no lleva otros elementos dentro"
        rule = _VALUES.get(shown)
        if rule is not None and not rule.fullmatch((element.text or "").strip()):
            yield f"{shown} tiene un valor que la norma no admite"


def _misplaced(element: etree._Element, shown: str, shape: tuple[tuple[str, int, int], ...]) -> Iterator[str]:
    children = [_shown(child) for child in element]
    position = 0
    for tag, least, most in shape:
        count = 0
        while position < len(children) and children[position] == tag and count < most:
            count, position = count + 1, position + 1
        if count < least:
            yield f"en {shown} falta {tag}"
    if position < len(children):
        yield f"en {shown} sobra {children[position]} o está fuera de sitio"


def _shown(element: etree._Element) -> str:
    found = etree.QName(element)
    return f"{_PREFIXES.get(found.namespace or '', '?')}:{found.localname}"
