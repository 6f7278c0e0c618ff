"""What the file says of itself: title, language, author, and how its colours are meant.

Written as PDF/UA-1 asks and designed for PDF/A-3. Only the first is stated in the file: there is no checker of PDF/A at
hand, and a claim nobody has checked is worth nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase import pdfdoc

_ENTITIES = {'"': "&quot;"}


def describe(document: Any, facts: dict[str, str]) -> None:
    """Metadata and colours, into the catalogue."""
    stream = pdfdoc.PDFStream(
        content=_XMP.format(**{name: escape(value, _ENTITIES) for name, value in facts.items()}).encode(), filters=[]
    )
    stream.dictionary["Type"] = pdfdoc.PDFName("Metadata")
    stream.dictionary["Subtype"] = pdfdoc.PDFName("XML")
    document.Catalog.Metadata = document.Reference(stream, "Xmp")
    _mean_srgb(document)


def _mean_srgb(document: Any) -> None:
    """The output intent: without it a colour is only three numbers."""
    profile = pdfdoc.PDFStream(content=_srgb(), filters=[pdfdoc.PDFZCompress])
    profile.dictionary["N"] = 3
    intent = {
        "Type": pdfdoc.PDFName("OutputIntent"),
        "S": pdfdoc.PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
        "Info": pdfdoc.PDFString("sRGB"),
        "DestOutputProfile": document.Reference(profile, "ColourProfile"),
    }
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = pdfdoc.PDFArray([pdfdoc.PDFDictionary(intent)])


@cache
def _srgb() -> bytes:
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" pdf:Producer="Amparo" pdf:Keywords="{marker}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
