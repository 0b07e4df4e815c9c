"""Documents and presentations: Word files as python-docx writes them, the others by hand after their standards."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from scanner.decode import Limits

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODF = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
       'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
       'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
       'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"')


def saved(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def archive(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return file.getvalue()


def report() -> docx.document.Document:
    document = docx.Document()
    document.core_properties.author = "Anja Jansen"
    document.add_heading("Handelingsplan")
    paragraph = document.add_paragraph("Beste ouders van ")
    paragraph.add_run("San").bold = True
    paragraph.add_run("ne de Vries,\twelkom")
    document.sections[0].header.paragraphs[0].text = "Leerling: Zoë van Dijk"
    table = document.add_table(3, 2)
    for row, cells in zip(table.rows, [("Naam", "BSN"), ("Sanne", "999990019"), ("Daan", "999990020")], strict=True):
        row.cells[0].text, row.cells[1].text = cells
    return document


@pytest.mark.parametrize("kind", [KIND, "application/octet-stream", ""])
def test_a_word_document(decode, kind):
    outcome = decode(request=saved(report()), kind=kind)
    body = outcome.body
    assert "Beste ouders van Sanne de Vries, welkom" in outcome.values
    assert {"Handelingsplan", "Leerling: Zoë van Dijk", "Anja Jansen"} <= set(outcome.values)
    assert (body["/table/0/0/Naam"], body["/table/0/0/BSN"], body["/table/0/1/BSN"]) == (
        "Sanne", "999990019", "999990020")
    assert {field.origin.format for field in outcome.fields if field.value == "999990019"} == {"docx"}
    assert {gap[0] for gap in outcome.gaps} <= {"content.static", "content.media"}


def test_deleted_text_comments_links_and_descriptions(decode):
    body = archive({
        "word/document.xml": '<w:document xmlns:w="urn:w"><w:p><w:del w:author="Juf Anja"><w:r><w:delText>Sanne heeft '
                             'ADHD</w:delText></w:r></w:del></w:p><w:p><w:r><wp:docPr xmlns:wp="urn:wp" '
                             'descr="Foto van Daan"/></w:r><w:r><w:instrText>HYPERLINK "mailto:sanne@school.example"'
                             "</w:instrText></w:r></w:p></w:document>",
        "word/comments.xml": '<w:comments xmlns:w="urn:w"><w:comment w:author="Meester Bas"><w:p><w:r><w:t>Ook Zoë?'
                             "</w:t></w:r></w:p></w:comment></w:comments>",
        "word/_rels/document.xml.rels": '<Relationships><Relationship Target="mailto:zoe@thuis.example" '
                                        'TargetMode="External"/><Relationship Target="styles.xml"/></Relationships>',
    })
    values = decode(request=body).values
    assert {"Sanne heeft ADHD", "Juf Anja", "Foto van Daan", "Meester Bas", "Ook Zoë?",
            "mailto:zoe@thuis.example"} <= set(values)
    assert any("sanne@school.example" in value for value in values)
    assert "styles.xml" not in values


def test_tables_in_tables_and_text_boxes(decode):
    body = archive({"word/document.xml": (
        '<w:document xmlns:w="urn:w"><w:tbl><w:tr><w:tc><w:p><w:t>Naam</w:t></w:p></w:tc><w:tc><w:p><w:t>Zorg</w:t>'
        "</w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:t>Sanne</w:t></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:t>dys"
        "</w:t></w:p></w:tc></w:tr></w:tbl><w:p><w:t>lexie</w:t></w:p></w:tc></w:tr></w:tbl><w:p><w:t>buiten</w:t>"
        "<w:txbxContent><w:p><w:t>binnen</w:t></w:p></w:txbxContent></w:p></w:document>")})
    outcome = decode(request=body)
    assert outcome.body["/table/0/0/Naam"] == "Sanne"
    assert outcome.body["/table/0/0/Zorg"] == "dys lexie"
    assert outcome.values.count("binnen") == 1
    assert "buiten" in outcome.values


def test_a_presentation(decode):
    slide = ('<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><a:p><a:r><a:t>Beurt van </a:t></a:r><a:r><a:t>Sanne</a:t></a:r>'
             "</a:p></p:sld>")
    body = archive({"ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": slide,
                    "ppt/notesSlides/notesSlide1.xml": slide.replace("Sanne", "Daan")})
    outcome = decode(request=body)
    assert {"Beurt van Sanne", "Beurt van Daan"} <= set(outcome.values)
    assert outcome.field("Beurt van Sanne").origin.format == "pptx"


def test_an_opendocument_text(decode):
    body = archive({
        "mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<m/>",
        "content.xml": f"<office:document-content {ODF}><text:h>Verslag</text:h><text:p>Beste "
                       '<text:span>Sanne</text:span><text:s/>de<text:tab/>Vries'
                       '<office:annotation><dc:creator>Juf Anja</dc:creator><text:p>Let op'
                       '</text:p></office:annotation>!</text:p><text:p>'
                       '<text:a xlink:href="mailto:sanne@school.example">'
                       "mail</text:a></text:p></office:document-content>",
        "meta.xml": f"<m {ODF}><dc:creator>Anja Jansen</dc:creator></m>",
    })
    values = decode(request=body).values
    assert {"Verslag", "Let op", "Juf Anja", "Anja Jansen", "mailto:sanne@school.example"} <= set(values)
    assert any(value.startswith("Beste Sanne de Vries") for value in values)


def test_an_opendocument_spreadsheet(decode):
    cells = '<table:table-cell><text:p>{}</text:p></table:table-cell>'
    body = archive({
        "META-INF/manifest.xml": "<m/>",
        "content.xml": f'<office:document-content {ODF}><table:table table:name="Klas"><table:table-row>'
                       + "".join(cells.format(name) for name in ("Naam", "BSN", "Geboren"))
                       + "</table:table-row><table:table-row>" + cells.format("Sanne") + cells.format("999990019")
                       + '<table:table-cell office:date-value="2012-03-04"><text:p>4 maart</text:p></table:table-cell>'
                         '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
                         '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
                         'table:number-columns-repeated="99999999999"/></table:table-row></table:table>'
                         "</office:document-content>",
    })
    outcome = decode(request=body)
    assert {key: value for key, value in outcome.body.items() if key.startswith("/table")} == {
        "/table/0/@name": "Klas", "/table/0/0/Naam": "Sanne", "/table/0/0/BSN": "999990019",
        "/table/0/0/Geboren": "2012-03-04"}


@pytest.mark.parametrize(
    "content",
    [
        b"geen xml", b"", b"<w:document><w:p>", b"<a><p><t>Sanne</t></p><tbl><tr><tc><p><t>x",
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a><p><t>&c;&c;</t></p></a>',
        b"<a>" * 100_000, b"<tbl>" * 200 + b"</tbl>" * 200, b"<tr><tc></tc></tr>",
        b'<a><p>' + b"<br/>" * 50_000 + b"</p></a>",
    ],
)
def test_damaged_and_hostile_documents(decode, content):
    outcome = decode(request=archive({"word/document.xml": content}))
    assert not any("bbbbbbbbbbbbbbbbbbbb" in value for value in outcome.values)


def test_fields_are_bounded(decode):
    body = archive({"word/document.xml": "<a>" + "<p><t>Sanne</t></p>" * 5000 + "</a>"})
    assert len(decode(request=body, limits=Limits(fields=100)).fields) <= 100
