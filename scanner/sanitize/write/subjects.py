"""Writes the subjects file of the fakes, so that the result can be scanned as the original was."""

from __future__ import annotations

from scanner.detect import Subjects

from ..cast import Cast


def subjects_file(subjects: Subjects, cast: Cast) -> bytes:
    """The subjects with their fakes; ids and roles stay, ids are names that the user gave for reports."""
    import yaml

    people = []
    for subject in subjects.all:
        values: dict[str, list[str]] = {}
        for category, text in subject.values:
            values.setdefault(category.value, []).append(cast.value(category, text))
        people.append({"id": subject.id, "role": subject.role,
                       "values": {code: found[0] if len(found) == 1 else found for code, found in values.items()}})
    written: str = yaml.safe_dump({"subjects": people}, allow_unicode=True, sort_keys=False)
    return written.encode()
