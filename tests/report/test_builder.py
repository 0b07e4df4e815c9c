"""The HTML builder: text is escaped, markup that acts or loads is refused."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.report.html.builder import Markup, breakable, join, tag


def test_text_is_escaped_and_markup_is_not() -> None:
    assert tag("p", "<b>&", tag("i", "x")) == "<p>&lt;b&gt;&amp;<i>x</i></p>"


def test_attributes() -> None:
    assert tag("a", class_="b c", href="#x", data_x='"', hidden=True, title=None, id=False) == (
        '<a class="b c" href="#x" data-x="&quot;" hidden></a>'
    )


def test_void_elements_have_no_end() -> None:
    assert tag("br") == "<br>"
    assert tag("rect", width=1) == '<rect width="1"></rect>'


def test_children_are_flattened() -> None:
    assert join("a", None, 3, ["b", (tag("i"), "c")]) == "a3b<i></i>c"


@pytest.mark.parametrize(
    "attributes",
    [
        {"onclick": "x"},
        {"onerror": "x"},
        {"style": "x"},
        {"src": "x"},
        {"srcset": "x"},
        {"action": "x"},
        {"href": "javascript:alert(1)"},
        {"href": "https://a.example"},
        {"href": ""},
        {"data_x y": "1"},
        {'a"b': "1"},
    ],
)
def test_what_acts_or_loads_is_refused(attributes: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        tag("a", **attributes)


@pytest.mark.parametrize("name", ["", "a b", "p><script", "1p"])
def test_names_are_checked(name: str) -> None:
    with pytest.raises(ValueError):
        tag(name)


class Reader(HTMLParser):
    """Collects what a browser would take for elements, attributes and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc", "Cf", "Zs"]), max_size=200)
)
def test_any_text_comes_back_as_the_same_text(text: str) -> None:
    for made in (tag("p", text, title=text), tag("p", breakable(text), title=text)):
        reader = Reader()
        reader.feed(made)
        reader.close()
        assert [name for name, _ in reader.elements if name != "wbr"] == ["p"]
        assert reader.elements[0][1] == {"title": text}
        assert reader.text == text


def test_only_the_builder_makes_markup() -> None:
    made: Any = Markup("<b>")
    assert tag("p", made + "<i>") == "<p>&lt;b&gt;&lt;i&gt;</p>", "joining markup and text gives text"
