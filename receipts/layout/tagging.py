"""The tagging layer that open-source reportlab lacks.

A tagged PDF needs three things: the marks of each page wrapped in marked-content brackets with a number (MCID), a tree
that says what those numbers are (title, paragraph, header cell…), and an index from page and number back to the
tree. The composer builds the tree first, in reading order, as `Tag` objects; drawing only adds numbers to them. So a
paragraph that breaks over two pages stays one paragraph, and a table header repeated on a new page is not read twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as PlatypusTable
from reportlab.platypus.paraparser import ParaFrag

from receipts.layout.packing import Written, add_seal_place, pack
from receipts.seal.place import SealPlace, Unsealed

_ENTITIES = {'"': "&quot;"}


class Tag:
    """One element of the structure tree; `role` is a standard PDF structure type (H1, P, Table, TH…)."""

    __slots__ = ("alt", "children", "marks", "parent", "role", "scope")

    def __init__(self, role: str, parent: Tag | None, *, scope: str = "", alt: str = "") -> None:
        self.role, self.parent, self.scope, self.alt = role, parent, scope, alt
        self.children: list[Tag] = []
        self.marks: list[tuple[int, int]] = []  # (page index, MCID), in drawing order
        if parent is not None:
            parent.children.append(self)

    def prune(self) -> bool:
        """Drop branches nothing was drawn for; true if something is left."""
        self.children = [child for child in self.children if child.prune()]
        return bool(self.children or self.marks)


class TaggedCanvas(Canvas):
    """A canvas that numbers what is drawn and writes the structure tree, language, title and XMP at the end."""

    def __init__(
        self,
        target: Any,
        *,
        root: Tag,
        title: str,
        author: str,
        subject: str,
        language: str,
        marker: str,
        **options: Any,
    ) -> None:
        super().__init__(target, pdfVersion=(1, 7), lang=language, pageCompression=1, **options)
        self.root = root
        self._pages_marks: list[list[Tag]] = [[]]
        self._in_artifact = 0
        self._facts = {"title": title, "author": author, "subject": subject, "language": language, "marker": marker}
        self.outline_depth = -1
        self.setViewerPreference("DisplayDocTitle", "true")

    @contextmanager
    def tagged(self, tag: Tag | None) -> Iterator[None]:
        """What is drawn inside belongs to that element; with no element it is decoration."""
        if tag is None or self._in_artifact:
            with self.artifact():
                yield
            return
        marks = self._pages_marks[-1]
        number = len(marks)
        marks.append(tag)
        tag.marks.append((len(self._pages_marks) - 1, number))
        self.addLiteral(f"/{tag.role} <</MCID {number}>> BDC")
        yield
        self.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is drawn inside is furniture: footers, rules, backgrounds. Readers skip it."""
        self._in_artifact += 1
        if self._in_artifact == 1:
            self.addLiteral(f"/Artifact <</Type /{kind}>> BDC")
        yield
        if self._in_artifact == 1:
            self.addLiteral("EMC")
        self._in_artifact -= 1

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Close the page and note on it where its marks are indexed."""
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._pages_marks) - 1
        page.Tabs = pdfdoc.PDFName("S")
        self._pages_marks.append([])

    def save(self) -> None:
        """Finish the file without a place for a seal."""
        self._filename.write(self.finish(None).data)

    def finish(self, place: SealPlace | None) -> Unsealed:
        """Finish the file; the last page is closed here and not by reportlab, so that its marks count too."""
        if len(self._code):
            self.showPage()
        self._write_tree()
        self._write_metadata()
        if place is not None:
            add_seal_place(self._doc, self._doc.Pages.pages[0], place)
        return pack(self._doc, self, place)

    def _write_tree(self) -> None:
        self.root.prune()
        document = self._doc
        pages = [document.Reference(page).format(document) for page in document.Pages.pages]
        tree = document.Reference(Written(), "StructureTree")
        names = _Numbers(document)
        self._write_tag(self.root, tree.format(document), names, pages)
        index = b"".join(
            b"%d[%b]" % (number, b" ".join(names.of(tag) for tag in marks))
            for number, marks in enumerate(self._pages_marks[: len(pages)])
        )
        parents = document.Reference(Written(b"<</Nums[%b]>>" % index), "StructureParents").format(document)
        document.idToObject["StructureTree"].text = (
            b"<</Type/StructTreeRoot/K %b/ParentTree %b/ParentTreeNextKey %d>>"
            % (names.of(self.root), parents, len(pages))
        )
        self._catalog("StructTreeRoot", tree)
        self._catalog("MarkInfo", pdfdoc.PDFDictionary({"Marked": "true"}))

    def _write_tag(self, tag: Tag, parent: bytes, names: _Numbers, pages: list[bytes]) -> None:
        me = names.of(tag)
        kids: list[bytes] = []
        entries = b"/S/%b/P %b" % (tag.role.encode(), parent)
        if tag.marks:
            first_page = tag.marks[0][0]
            entries += b"/Pg " + pages[first_page]
            for page, number in tag.marks:
                far = b"<</Type/MCR/Pg %b/MCID %d>>" % (pages[page], number)
                kids.append(b"%d" % number if page == first_page else far)
        kids += [names.of(child) for child in tag.children]
        entries += b"/K[%b]" % b" ".join(kids)
        if tag.scope:
            entries += b"/A<</O/Table/Scope/%b>>" % tag.scope.encode()
        if tag.role == "L":
            entries += b"/A<</O/List/ListNumbering/%b>>" % (tag.alt or "Disc").encode()
        elif tag.alt:
            entries += b"/Alt" + bytes(pdfdoc.pdfdocEnc(pdfdoc.PDFString(tag.alt).format(self._doc)))
        names.written(tag).text = b"<<%b>>" % entries
        for child in tag.children:
            self._write_tag(child, me, names, pages)

    def _write_metadata(self) -> None:
        stream = pdfdoc.PDFStream(
            content=_XMP.format(**{name: escape(value, _ENTITIES) for name, value in self._facts.items()}).encode(),
            filters=[],
        )
        stream.dictionary["Type"] = pdfdoc.PDFName("Metadata")
        stream.dictionary["Subtype"] = pdfdoc.PDFName("XML")
        self._catalog("Metadata", self._doc.Reference(stream, "Xmp"))

    def _catalog(self, key: str, value: Any) -> None:
        setattr(self._doc.Catalog, key, value)


class _Numbers:
    """The object of each element in the file, made when it is first named."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._made: dict[int, tuple[Written, bytes]] = {}

    def of(self, tag: Tag) -> bytes:
        """How the file refers to the element."""
        if id(tag) not in self._made:
            written = Written()
            reference = self._document.Reference(written, f"Tag{len(self._made)}").format(self._document)
            self._made[id(tag)] = (written, reference)
        return self._made[id(tag)][1]

    def written(self, tag: Tag) -> Written:
        """The object itself."""
        return self._made[id(tag)][0]


class TaggedParagraph(Paragraph):
    """A paragraph that knows its element, keeps it when it breaks over pages, and ends its lines with a space.

    The space matters: without it the last word of a line and the first of the next are one word to a screen reader.
    """

    tag: Tag | None = None
    once = False  # a header cell drawn again on a new page is decoration
    _wrapped_to = -1.0

    def __init__(self, text: str, style: Any, frags: Any = None, **options: Any) -> None:
        """Text as it is, with no mark-up inside; `frags` are the pieces reportlab hands on when it splits one."""
        super().__init__(None, style, frags=plain_frags(text, style) if frags is None else frags, **options)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As reportlab wraps, once for each width: tables ask the same three times."""
        if width != self._wrapped_to or not hasattr(self, "blPara"):
            super().wrap(width, height)
            self._wrapped_to = width
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """As reportlab splits, the parts belonging to the same element."""
        parts: list[Flowable] = super().split(width, height)
        for part in parts:
            part.tag, part.once = self.tag, self.once
        return parts

    def draw(self) -> None:
        """Draw inside the element's brackets."""
        self._end_lines_with_space()
        again = self.once and self.tag is not None and bool(self.tag.marks)
        with self.canv.tagged(None if again else self.tag):
            super().draw()

    def _end_lines_with_space(self) -> None:
        lines = self.blPara.lines
        for line in lines[:-1]:
            words = line[1] if isinstance(line, tuple) else line.words
            last = words[-1] if words else None
            if isinstance(last, str) and not last.endswith(" "):
                words[-1] = last + " "
            elif last is not None and not isinstance(last, str) and not last.text.endswith(" "):
                last.text += " "


def plain_frags(text: str, style: Any) -> list[ParaFrag]:
    """Text in the one style of its paragraph, line breaks kept: what reportlab's parser would make of it, sooner."""
    common = {
        "fontName": style.fontName,
        "fontSize": style.fontSize,
        "textColor": style.textColor,
        "bold": 0,
        "italic": 0,
        "rise": 0,
        "greek": 0,
        "link": [],
        "us_lines": [],
    }
    frags: list[ParaFrag] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            frags.append(ParaFrag(text="", lineBreak=True, **common))
        frags.append(ParaFrag(text=" ".join(line.split()), **common))
    return frags


class TaggedTable(PlatypusTable):
    """A table whose rules and backgrounds are decoration; its cells bring their own elements."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("renderCB", _rules_are_artifacts)
        super().__init__(*args, **options)


def _rules_are_artifacts(table: PlatypusTable, event: str, *_: Any) -> None:
    if event in ("startBG", "startLines"):
        table.tagging = table.canv.artifact()
        table.tagging.__enter__()
    elif event in ("endBG", "endLines"):
        table.tagging.__exit__(None, None, None)


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
