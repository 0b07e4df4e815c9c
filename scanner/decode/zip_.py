"""ZIP files: office documents by their kind, of all others each member with its file name."""

from __future__ import annotations

from scanner.model import FILE_NAME, Gap, KeyPath, Origin

from . import office, spreadsheet
from .archive import Archive
from .content_type import by_extension
from .message import Indices, Message, derive


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what a ZIP file holds; false, and nothing added, when it has no members."""
    archive = Archive(data, message)
    if not archive.members:
        return False
    if spreadsheet.is_workbook(archive):
        spreadsheet.decode(message, archive, path, indices, origin)
    elif office.is_document(archive):
        office.decode(message, archive, path, indices, origin)
    else:
        _members(message, archive, path, indices, derive(origin, "zip"))
    return True


def _members(message: Message, archive: Archive, path: KeyPath, indices: Indices, origin: Origin) -> None:
    if archive.cut:
        message.gap(Gap.BUDGET_PARTS, 0, "zip", read=True)
    deep = path.depth >= message.budget.limits.levels
    node = path if deep else path.item()
    for number, member in enumerate(archive.members):
        if not message.has_room():
            return
        place = indices if deep else (*indices, number)
        message.expand(member.name, message.child(node, FILE_NAME), place, origin)
        content = archive.read(member)
        if content:
            message.content(content, by_extension(member.name), node, place, origin)
