"""The XML of the norm: the record of the file (index, metadata, signatures) and one record for each document.

Names, order and codes are those of the schemas v1.0 of the technical norms on electronic document and electronic file.
The index is sealed as a PDF (type TF06), which a person can open; the XML points to it.
"""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from receipts.electronic_file.contents import INDEX, FiledDocument, FileHead

_BASE = "http://administracionelectronica.gob.es/ENI/XSD/v1.0"
NAMESPACES = {
    "eniexp": f"{_BASE}/expediente-e",
    "eniexpind": f"{_BASE}/expediente-e/indice-e",
    "eniconexpind": f"{_BASE}/expediente-e/indice-e/contenido",
    "eniexpmeta": f"{_BASE}/expediente-e/metadatos",
    "enidoc": f"{_BASE}/documento-e",
    "enifile": f"{_BASE}/documento-e/contenido",
    "enidocmeta": f"{_BASE}/documento-e/metadatos",
    "enids": f"{_BASE}/firma",
}
_ORIGINAL, _OTHER = "EE01", "EE99"
_OPEN, _CLOSED = "E01", "E02"
PADES = "TF06"


def name(tag: str) -> str:
    """``eniexp:indice`` as lxml writes it."""
    prefix, _, local = tag.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def record_xml(head: FileHead, documents: tuple[FiledDocument, ...]) -> bytes:
    """The record of the whole file."""
    root = etree.Element(name("eniexp:expediente"), nsmap=NAMESPACES)
    index = etree.SubElement(root, name("eniexpind:indice"))
    content = etree.SubElement(index, name("eniexpind:IndiceContenido"), Id="INDICE")
    _put(content, "eniconexpind:FechaIndiceElectronico", _moment(head.made_at))
    for place, document in enumerate(documents, start=1):
        row = etree.SubElement(content, name("eniconexpind:DocumentoIndizado"))
        _put(row, "eniconexpind:IdentificadorDocumento", head.document_identifier(document))
        _put(row, "eniconexpind:ValorHuella", document.sha256)
        _put(row, "eniconexpind:FuncionResumen", "SHA-256")
        _put(row, "eniconexpind:FechaIncorporacionExpediente", _moment(document.captured_at))
        _put(row, "eniconexpind:OrdenDocumentoExpediente", str(place))
    _signature(index, "INDICE", INDEX)
    _file_metadata(root, head)
    shown = etree.SubElement(root, name("eniexp:VisualizacionIndice"))
    _put(shown, "enifile:referenciaFichero", INDEX)
    _put(shown, "enifile:NombreFormato", "PDF")
    return _bytes(root)


def document_xml(head: FileHead, document: FiledDocument, path: str) -> bytes:
    """The record of one document, which points to its bytes."""
    root = etree.Element(name("enidoc:documento"), nsmap=NAMESPACES)
    content = etree.SubElement(root, name("enifile:contenido"), Id="CONTENIDO")
    _put(content, "enifile:referenciaFichero", path)
    _put(content, "enifile:NombreFormato", path.rpartition(".")[2].upper())
    data = etree.SubElement(root, name("enidocmeta:metadatos"))
    _put(data, "enidocmeta:VersionNTI", NAMESPACES["enidoc"])
    _put(data, "enidocmeta:Identificador", head.document_identifier(document))
    _put(data, "enidocmeta:Organo", head.organ)
    _put(data, "enidocmeta:FechaCaptura", _moment(document.captured_at))
    _put(data, "enidocmeta:OrigenCiudadanoAdministracion", str(document.origin == "administration").lower())
    state = etree.SubElement(data, name("enidocmeta:EstadoElaboracion"))
    # What a citizen hands in is what they chose to hand in: whether it is an original, nobody has checked.
    value = _ORIGINAL if document.origin == "administration" else _OTHER
    _put(state, "enidocmeta:ValorEstadoElaboracion", value)
    _put(data, "enidocmeta:TipoDocumental", document.documentary_type)
    if document.sealed:
        _signature(root, "CONTENIDO", path)
    return _bytes(root)


def _file_metadata(root: etree._Element, head: FileHead) -> None:
    data = etree.SubElement(root, name("eniexpmeta:metadatosExp"))
    _put(data, "eniexpmeta:VersionNTI", NAMESPACES["eniexp"])
    _put(data, "eniexpmeta:Identificador", head.full_identifier)
    _put(data, "eniexpmeta:Organo", head.organ)
    _put(data, "eniexpmeta:FechaAperturaExpediente", _moment(head.opened_at))
    _put(data, "eniexpmeta:Clasificacion", head.classification)
    _put(data, "eniexpmeta:Estado", _CLOSED if head.closed else _OPEN)
    for person in head.interested:
        _put(data, "eniexpmeta:Interesado", person)


def _signature(parent: etree._Element, signed: str, path: str) -> None:
    """The seal is inside the PDF itself: the reference says in which."""
    every = etree.SubElement(parent, name("enids:firmas"))
    one = etree.SubElement(every, name("enids:firma"), ref=signed)
    _put(one, "enids:TipoFirma", PADES)
    content = etree.SubElement(one, name("enids:ContenidoFirma"))
    with_certificate = etree.SubElement(content, name("enids:FirmaConCertificado"))
    _put(with_certificate, "enids:ReferenciaFirma", path)


def _put(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, name(tag)).text = "".join(sign for sign in text if sign.isprintable())


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _bytes(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
