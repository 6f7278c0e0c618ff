"""An electronic file: a dossier as one package, in the manner of the Spanish interoperability norm (ENI).

One ZIP: a sealed index that a person can read, the norm's XML, the metadata for programs, and each document with the
bytes it always had. Knows neither Django nor any dossier: it is handed plain data, and `python -m
receipts.electronic_file FILE.zip --trust ROOT.pem` checks a package with no database and no connection.
What is taken from the norm and what is ours: docs/decisions/0010-electronic-file.md.
"""

from receipts.electronic_file.checking import FileReport, check_package
from receipts.electronic_file.contents import FiledDocument, FileHead, Package, prepare
from receipts.electronic_file.writing import stream

__all__ = ["FileHead", "FileReport", "FiledDocument", "Package", "check_package", "prepare", "stream"]
