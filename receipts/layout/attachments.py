"""Files inside the PDF, so that machines read the data the letter was written from, under the same seal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from reportlab.pdfbase import pdfdoc

from receipts.layout.tagging import TaggedCanvas
from receipts.types import Attachment


def attach(canvas: TaggedCanvas, attachments: Iterable[Attachment]) -> None:
    """Embed each file and list it in the catalogue, as associated data of the whole document."""
    document = canvas._doc
    listed: list[object] = []
    references: list[object] = []
    for number, file in enumerate(sorted(attachments, key=lambda one: one.name)):
        stream = pdfdoc.PDFStream(content=file.content, filters=[pdfdoc.PDFZCompress])
        stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
        stream.dictionary["Subtype"] = "/" + file.media_type.replace("/", "#2F")
        digest = hashlib.md5(file.content, usedforsecurity=False).hexdigest()  # the format asks for MD5
        stream.dictionary["Params"] = pdfdoc.PDFDictionary({"Size": len(file.content), "CheckSum": f"<{digest}>"})
        content = document.Reference(stream, f"EmbeddedFile{number}")
        specification = document.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("Filespec"),
                    "F": pdfdoc.PDFString(file.name),
                    "UF": pdfdoc.PDFString(file.name),
                    "Desc": pdfdoc.PDFString(file.description or file.name),
                    "AFRelationship": pdfdoc.PDFName("Data"),
                    "EF": pdfdoc.PDFDictionary({"F": content, "UF": content}),
                }
            ),
            f"Filespec{number}",
        )
        listed += [pdfdoc.PDFString(file.name), specification]
        references.append(specification)
    if not references:
        return
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]
    catalog.AF = pdfdoc.PDFArray(references)
    catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(listed)})})
