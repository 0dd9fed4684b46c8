"""Word files: what a reader sees in Word stands in the release; what is no Word file is refused in a sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from campaign.errors import ReleaseError
from campaign.release import parse

W = nsdecls("w")


def saved(file: docx.document.Document) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def blocks(data: bytes) -> list[tuple[str, str]]:
    release = parse(data, "a.docx")
    return [(b.kind, release.text[b.span.start : b.span.end]) for b in release.blocks]


def test_headings_lists_tables_and_quotations_are_told_apart():
    file = docx.Document()
    file.add_paragraph("Look twice", style="Title")
    file.add_paragraph("The story begins here.")
    file.add_heading("What to look for", 2)
    file.add_paragraph("one", style="List Bullet")
    file.add_paragraph("nested", style="List Bullet 2")
    file.add_paragraph("first step", style="List Number")
    file.add_paragraph("“We were lucky.”", style="Quote")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Crimestoppers", "0800 555 111"
    data = saved(file)
    assert parse(data, "a.docx").title == "Look twice"
    assert blocks(data) == [
        ("paragraph", "The story begins here."),
        ("heading", "What to look for"),
        ("item", "one"),
        ("item", "nested"),
        ("item", "first step"),
        ("blockquote", "“We were lucky.”"),
        ("paragraph", "Crimestoppers: 0800 555 111"),
    ]


def test_tracked_changes_count_as_accepted():
    file = docx.Document()
    file.add_paragraph("The headline")
    paragraph = file.add_paragraph("Call ")
    paragraph._p.append(parse_xml(f'<w:del {W} w:id="1" w:author="a"><w:r><w:delText>999</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {W} w:id="2" w:author="a"><w:r><w:t>101</w:t></w:r></w:ins>'))
    paragraph.add_run(" now.")
    assert blocks(saved(file))[-1] == ("paragraph", "Call 101 now.")


def test_a_link_keeps_its_address_and_a_soft_hyphen_goes():
    file = docx.Document()
    file.add_paragraph("The headline")
    paragraph = file.add_paragraph("Read the ")
    there = file.part.relate_to("https://help.example/guide", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = parse_xml(f'<w:hyperlink {W} {nsdecls("r")} r:id="{there}"><w:r><w:t>guide</w:t></w:r></w:hyperlink>')
    paragraph._p.append(link)
    paragraph.add_run(" to\u00a0com\u00admunity\u200b safety.")
    assert parse(saved(file), "a.docx").text.split("\n\n")[1:] == [
        "Read the guide to community safety.",
        "guide: https://help.example/guide",
    ]


def test_words_in_a_text_box_are_read():
    file = docx.Document()
    file.add_paragraph("The headline")
    box = f"<w:r {W} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r>"
    box += "<w:t>Childline is on 0800 1111.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    file.add_paragraph("In the box: ")._p.append(parse_xml(box))
    assert "Childline is on 0800 1111." in parse(saved(file), "a.docx").text


def test_notes_stand_at_the_end_without_their_numbers():
    file = docx.Document()
    file.add_paragraph("The headline")
    file.add_paragraph("One in four people are lonely.")
    data = saved(file)
    with_note = _with_footnote(data, "Source: the survey of Dunmere, 2024.")
    assert parse(with_note, "a.docx").text == "The headline\n\nOne in four people are lonely.\n\nSource: the survey of Dunmere, 2024."


def _with_footnote(data: bytes, words: str) -> bytes:
    mark = b'<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    note = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                head, _, tail = part.rpartition(b"</w:p>")
                part = head + mark + tail
            if name == "word/_rels/document.xml.rels":
                part = part.replace(
                    b"</Relationships>", f'<Relationship Id="rN" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
                )
            new.writestr(name, part)
        new.writestr("word/footnotes.xml", note)
    return out.getvalue()


def test_an_embargo_in_the_page_header_counts():
    file = docx.Document()
    file.add_paragraph("The headline")
    file.add_paragraph("The story.")
    file.sections[0].header.paragraphs[0].text = "EMBARGOED UNTIL 00:01 ON 19 MARCH 2030"
    release = parse(saved(file), "a.docx")
    assert release.embargo is not None
    assert release.embargo.year == 2030
    assert "EMBARGO" not in release.text


def test_a_short_heading_one_at_the_top_is_the_title():
    file = docx.Document()
    file.add_heading("The headline", 1)
    file.add_paragraph("The story.")
    release = parse(saved(file), "a.docx")
    assert (release.title, release.text, release.name) == ("The headline", "The story.", "a.docx")
    assert not any("title" in warning for warning in release.warnings)


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * size)
    return out.getvalue()


def entity() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.txt", "words")
    return out.getvalue()


def locked() -> bytes:
    data = bytearray(entity())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + at] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (bomb(20_000_000), "far more"),
        (entity(), "declarations"),
        (other_zip(), "zip file, not a Word file"),
        (locked(), "password"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "locked with a password"),
        (bomb(10), "damaged"),
        (saved(docx.Document()), "no text"),
    ],
)
def test_what_is_no_release_in_word_is_one_sentence(data, says):
    with pytest.raises(ReleaseError) as caught:
        parse(data, "a.docx")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_part_of_a_damaged_file_is_refused_or_read():
    file = docx.Document()
    file.add_paragraph("The story of a lamp.")
    data = saved(file)
    for cut in range(0, len(data), 997):
        for hurt in (data[:cut], data[:cut] + b"\xff" * 20 + data[cut + 20 :]):
            with contextlib.suppress(ReleaseError):
                assert parse(hurt, "a.docx").text


def test_hidden_bookmarks_do_not_count_as_words():
    file = docx.Document()
    paragraph = file.add_paragraph("The story.")
    paragraph._p.append(parse_xml(f'<w:bookmarkStart {W} w:id="0" w:name="x"/>'))
    assert paragraph._p.tag == qn("w:p")
    assert parse(saved(file), "a.docx").text == "The story."
