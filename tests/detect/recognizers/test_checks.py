"""Every category has the check of a whole value; keys that promise more have their own."""

from scanner.detect.lexicon import lookup
from scanner.detect.recognizers.checks import KEY_CHECKS, VALUE_CHECKS
from scanner.model import Category


def test_every_category_has_a_check() -> None:
    assert set(VALUE_CHECKS) == set(Category)


def test_every_special_key_is_a_name_of_the_lexicon() -> None:
    assert {key for key in KEY_CHECKS if lookup(key) is None} == {
        "done_by", "name_slug", "photo_file", "basic_user", "basic_password", "marks_column",
            "any_cookie", "group_of", "brin_of", "class_asked_for", "pupil_asked_for",
            "calendar_link",
    }  # made by the place of a value
