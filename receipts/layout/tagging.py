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

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from receipts.layout.description import describe
from receipts.layout.packing import Written, add_seal_place, pack
from receipts.seal.place import SealPlace, Unsealed

_FIRST_LINK = 10_000  # no letter has so many pages


class Tag:
    """One element of the structure tree; `role` is a standard PDF structure type (H1, P, Table, TH…)."""

    __slots__ = ("alt", "children", "language", "links", "marks", "parent", "role", "scope")

    def __init__(self, role: str, parent: Tag | None, *, scope: str = "", alt: str = "", language: str = "") -> None:
        self.role, self.parent, self.scope, self.alt, self.language = role, parent, scope, alt, language
        self.children: list[Tag] = []
        self.marks: list[tuple[int, int]] = []  # (page index, MCID), in drawing order
        self.links: list[tuple[int, bytes]] = []  # (page index, how the file refers to the annotation)
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
        self._linked: list[Tag] = []
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
    def artifact(self, kind: str = "Layout", part: str = "") -> Iterator[None]:
        """What is drawn inside is furniture: footers, rules, backgrounds. Readers skip it."""
        self._in_artifact += 1
        if self._in_artifact == 1:
            self.addLiteral(f"/Artifact <</Type /{kind}{f' /Subtype /{part}' if part else ''}>> BDC")
        yield
        if self._in_artifact == 1:
            self.addLiteral("EMC")
        self._in_artifact -= 1

    def link(self, tag: Tag, address: str, box: tuple[float, float, float, float]) -> None:
        """Make a box of this page (left, bottom, right, top, where we draw now) lead to `address`."""
        left, bottom = self.absolutePosition(box[0], box[1])
        right, top = self.absolutePosition(box[2], box[3])
        name = f"Link{len(self._linked)}"
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Link"),
                "Rect": pdfdoc.PDFArray([left, bottom, right, top]),
                "Border": pdfdoc.PDFArray([0, 0, 0]),
                "F": 4,
                "Contents": pdfdoc.PDFString(address),
                "A": pdfdoc.PDFDictionary({"S": pdfdoc.PDFName("URI"), "URI": pdfdoc.PDFString(address)}),
                # The index of marks gives the first numbers to pages; links come after the last one there may be.
                "StructParent": _FIRST_LINK + len(self._linked),
            }
        )
        self._addAnnotation(annotation, name)
        tag.links.append((len(self._pages_marks) - 1, self._doc.refAnnotation(name).format(self._doc)))
        self._linked.append(tag)

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
        describe(self._doc, self._facts)
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
        index += b"".join(b" %d %b" % (_FIRST_LINK + place, names.of(tag)) for place, tag in enumerate(self._linked))
        parents = document.Reference(Written(b"<</Nums[%b]>>" % index), "StructureParents").format(document)
        document.idToObject["StructureTree"].text = (
            b"<</Type/StructTreeRoot/K %b/ParentTree %b/ParentTreeNextKey %d>>"
            % (names.of(self.root), parents, _FIRST_LINK + len(self._linked))
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
        kids += [b"<</Type/OBJR/Pg %b/Obj %b>>" % (pages[page], link) for page, link in tag.links]
        kids += [names.of(child) for child in tag.children]
        entries += b"/K[%b]" % b" ".join(kids)
        if tag.language:
            entries += b"/Lang(%b)" % tag.language.encode()
        if tag.scope:
            entries += b"/A<</O/Table/Scope/%b>>" % tag.scope.encode()
        if tag.role == "L":
            entries += b"/A<</O/List/ListNumbering/%b>>" % (tag.alt or "Disc").encode()
        elif tag.alt:
            entries += b"/Alt" + bytes(pdfdoc.pdfdocEnc(pdfdoc.PDFString(tag.alt).format(self._doc)))
        names.written(tag).text = b"<<%b>>" % entries
        for child in tag.children:
            self._write_tag(child, me, names, pages)

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
