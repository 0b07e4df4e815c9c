"""Drafts of a policy file: from a finished scan, or from the answers to the questions of Bijlage 1."""

from .draft import FILL_IN, RECONSIDER, Draft, DraftCategory, DraftPurpose, DraftRecipient, render
from .observed import draft_of_scan
from .questions import Asker, draft_of_answers

__all__ = ["FILL_IN", "RECONSIDER", "Asker", "Draft", "DraftCategory", "DraftPurpose", "DraftRecipient",
           "draft_of_answers", "draft_of_scan", "render"]
