"""HTML: text by block, names for cells and inputs, attributes, inline state."""

from __future__ import annotations

import pytest

HTML = "text/html; charset=utf-8"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>Beste <b>Sanne</b> de Vries,</p><p>Goed gedaan</p>", ["Beste Sanne de Vries,", "Goed gedaan"]),
        ("<div>voor<div>midden</div>na</div>", ["voor", "midden", "na"]),
        ("<p>a<br>b</p>", ["a b"]),
        ("<style>p{}</style><p>Zo&euml;</p><!-- stil -->", ["Zoë"]),
        ("<p>  \n </p>", []),
    ],
)
def test_text(decode, body, texts):
    found = [value for pointer, value in decode(response=page(body), kind=HTML).part("body") if "/text/" in pointer]
    assert found == texts


def test_inputs_meta_title_and_attributes(decode):
    outcome = decode(
        response=page(
            '<input name="bsn" value="999990019"><input id="klas" value="4A">'
            '<a href="/leerling?naam=Sanne" title="Naar Sanne">x</a>'
            '<img src="/f.jpg" alt="Foto van Sanne"><div data-leerlingnummer="12345"></div>'
            '<textarea name="t">Notitie</textarea>',
            '<title>Rapport van Sanne</title><meta name="user-id" content="u1"><meta charset="utf-8">',
        ),
        kind=HTML,
    )
    found = outcome.body
    assert found["/input/bsn/0"] == "999990019"
    assert found["/input/klas/0"] == "4A"
    assert found["/a/@href/0/naam"] == "Sanne"
    assert found["/a/@title/0"] == "Naar Sanne"
    assert found["/img/@alt/0"] == "Foto van Sanne"
    assert found["/div/leerlingnummer/0"] == "12345"
    assert found["/textarea/0"] == "Notitie"
    assert found["/title/0"] == "Rapport van Sanne"
    assert found["/meta/user-id/0"] == "u1"


def test_a_header_cell_names_the_value_beside_it(decode):
    rows = (
        "<tr><th>Naam</th><td>Sanne</td></tr><tr><th>Geboortedatum</th><td>2012-03-04</td><td>los</td></tr>"
        "<tr><td>Telefoon:</td><td>0612345678</td></tr><tr><td>Sanne</td><td>8,5</td></tr>"
    )
    outcome = decode(response=page(f"<table>{rows}</table>"), kind=HTML)
    found = outcome.body
    assert found["/Naam/0"] == "Sanne"
    assert found["/Geboortedatum/0"] == "2012-03-04"
    assert found["/Telefoon/0"] == "0612345678"
    assert {"los", "8,5"} <= {value for pointer, value in outcome.part("body") if "/text/" in pointer}


def test_cells_that_are_labels_and_values_by_turns(decode):
    rows = ("<tr><th>Leerlingnr.</th><td>4471</td><th>BSN</th><td>999990019</td></tr>"
            "<tr><th>Geb.datum</th><td>14-05-2015</td><th>Plaats</th><td>Zagreb</td></tr>")
    found = decode(response=page(f"<table>{rows}</table>"), kind=HTML).body
    assert found["/Leerlingnr./0"] == "4471"
    assert found["/BSN/0"] == "999990019"
    assert found["/Plaats/0"] == "Zagreb"


def test_a_table_of_two_columns_is_a_form(decode):
    rows = "<tr><td>Leerling</td><td>Kim Kanarie</td></tr><tr><td>Geboren:</td><td>3 april 2015</td></tr>"
    found = decode(response=page(f"<table>{rows}</table>"), kind=HTML).body
    assert found["/Leerling/0"] == "Kim Kanarie"
    assert found["/Geboren/0"] == "3 april 2015"


def test_a_first_row_without_header_cells_names_the_columns(decode):
    rows = ("<tr><td>Leerling</td><td>Klas</td><td>NE</td></tr><tr><td>Kim Kanarie</td><td>3H2</td><td>7,1</td></tr>"
            "<tr><td>Sem Vogel</td><td>3H2</td><td>5,5</td></tr>")
    found = decode(response=page(f"<table>{rows}</table>"), kind=HTML).body
    assert found["/Leerling/1"] == "Sem Vogel"
    assert found["/NE/0"] == "7,1"


@pytest.mark.parametrize("rows", [
    "<tr><td>1</td><td>2</td><td>3</td></tr>" * 3,
    "<tr><td>Kim</td><td>Sem</td><td>Noor</td></tr>" * 3,
    "<tr><td>8</td><td>Kim</td></tr><tr><td>7</td><td>Sem</td></tr>",
    "<tr><td>Kim</td><td>Sem</td><td>1</td></tr><tr><td>Noor</td><td>2</td></tr>",
    "<tr><td>Eén lange zin die geen naam van een kolom is.</td><td>x</td></tr>" * 2,
])
def test_tables_without_names(decode, rows):
    found = decode(response=page(f"<table>{rows}</table>"), kind=HTML)
    assert all("/text/" in pointer for pointer, _ in found.part("body"))


def test_tables_and_definition_lists_name_their_values(decode):
    outcome = decode(
        response=page(
            "<table><tr><th>Naam</th><th>Geboortedatum</th></tr><tr><td>Sanne</td><td>2012-03-04</td></tr>"
            "<tr><td><a href='#'>Daan</a></td><td>2012-05-06</td><td>extra</td></tr></table>"
            "<dl><dt>BSN</dt><dd>999990019</dd></dl><table><tr><td>los</td></tr></table>"
        ),
        kind=HTML,
    )
    found = outcome.body
    assert [found[f"/Naam/{row}"] for row in (0, 1)] == ["Sanne", "Daan"]
    assert found["/Geboortedatum/1"] == "2012-05-06"
    assert found["/BSN/0"] == "999990019"
    assert {"extra", "los"} <= {value for pointer, value in outcome.part("body") if "/text/" in pointer}


def test_inline_state(decode):
    outcome = decode(
        response=page(
            '<script id="__NEXT_DATA__" type="application/json">{"props":{"naam":"Sanne"}}</script>'
            '<script>window.__STATE__ = {"leerling":{"bsn":"999990019"}}; dataLayer.push({"userId":"u1"});'
            'var x = JSON.parse("{\\"klas\\":\\"4A\\"}"); gtag("config","G-1",{user_id: \'u2\'});</script>'
        ),
        kind=HTML,
    )
    found = outcome.body
    assert found["/script/__NEXT_DATA__/props/naam"] == "Sanne"
    assert found["/script/__STATE__/leerling/bsn"] == "999990019"
    assert found["/script/dataLayer/userId"] == "u1"
    assert found["/script/x/klas"] == "4A"
    assert found["/script/user_id"] == "u2"
    assert outcome.notes == []


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000 + "diep",
        "<table>" + "<tr><th>" * 500,
        "<",
        "<!",
        "<p",
        "<p title='",
        "\x00<p>x",
        "<td>" * 2000 + "x",
        "<script>" + "window.a={" * 2000,
        "<script>" + 'a="' * 5000,
        "&" * 5000,
        "<select>" * 100,
    ],
)
def test_hostile_pages(decode, body):
    decode(response=page(body), kind=HTML)


def test_comments_and_templates(decode):
    page = "<p>a<!-- leerling Sanne -->b</p><template><b>Daan Bakker</b></template><!-- --><!--1-->"
    outcome = decode(response=page.encode(), kind="text/html")
    assert outcome.body["/comment/0"] == "leerling Sanne"
    assert "Daan Bakker" in outcome.values
    assert "ab" in outcome.values
    assert len(outcome.part("body")) == 4


def test_comments_beside_the_page(decode):
    page = "<!-- voor Sanne --><!doctype html><!-- na --><html><body>x</body></html><!-- ook Daan -->"
    assert {"voor Sanne", "na", "ook Daan"} <= set(decode(response=page.encode(), kind="text/html").values)


def test_state_of_components_in_attributes(decode):
    page = """<div wire:snapshot='{"naam":"Sanne"}' :leerling='{"bsn":"999990019"}' x-data="{a:1}" class="[a]">"""
    found = decode(response=page.encode(), kind="text/html").body
    assert found["/div/wire:snapshot/0/naam"] == "Sanne"
    assert found["/div/:leerling/0/bsn"] == "999990019"
    assert len(found) == 4


def test_cells_of_a_row_stand_at_the_same_place_whatever_is_empty(decode):
    table = ("<table><tr><th></th><th>SE1</th><th>SE2</th></tr><tr><th>Yara</th><td></td><td>6.1</td></tr>"
             "<tr><th>Bo</th><td>5.3</td><td>4.8</td></tr></table>")
    found = decode(response=page(table), kind=HTML).body
    assert (found["/0/0"], found["/0/1"]) == ("Yara", "Bo")
    assert "/SE1/0" not in found
    assert (found["/SE2/0"], found["/SE1/1"], found["/SE2/1"]) == ("6.1", "5.3", "4.8")


def test_pairs_of_labels_and_values_in_one_row(decode):
    table = ("<table><tr><td>Roepnaam</td><td>Amina</td><td>Groep</td><td>4A</td></tr>"
             "<tr><td>BSN</td><td>999990019</td><td>1e nationaliteit</td><td>Somalische</td></tr>"
             "<tr><td>Adres</td><td colspan=3>Dorpsweg 1</td></tr></table>")
    found = decode(response=page(table), kind=HTML).body
    assert found["/Roepnaam/0"] == "Amina"
    assert found["/Groep/0"] == "4A"
    assert found["/1e nationaliteit/0"] == "Somalische"
