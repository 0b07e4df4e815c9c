"""What one exchange says about its session's owner, told to the other exchanges of that session."""

from __future__ import annotations

from dataclasses import replace

from scanner.model import Observation

from .subjects import Subjects

_MOST_SESSIONS = 50_000


class Sessions:
    """State across exchanges, in the main process: who acts in which session. Observations come in scan order."""

    def __init__(self, subjects: Subjects | None = None) -> None:
        self._roles: dict[str, str] = dict(subjects.roles) if subjects is not None else {}
        self._actors: dict[str, str] = {}
        self._owners: dict[str, str] = {}

    def apply(self, observation: Observation, told: str = "", told_owner: str = "") -> Observation:
        """The observation with actor and owner filled in from its session, and its loose values given to the owner.

        ``told`` and ``told_owner`` are what the scenario says about who was logged in; it goes before what the traffic
        says.

        Values without an object of their own (in paths, headers, free text) are about the session's owner when
        the owner is known. Exchanges before the one that named the owner stay as they are.
        """
        facts = observation.facts
        session, actor, owner = facts.session, facts.actor, told_owner or facts.actor_subject
        if not session:
            if told or told_owner:
                return Observation(replace(facts, actor=told or actor, actor_subject=owner), observation.detections)
            return observation
        if not owner or (owner.startswith("~") and session in self._owners):
            owner = self._owners.get(session, owner)
        elif len(self._owners) < _MOST_SESSIONS or session in self._owners:
            self._owners[session] = owner
        actor = told or self._roles.get(owner) or actor
        if not actor:
            actor = self._actors.get(session, "")
        elif len(self._actors) < _MOST_SESSIONS or session in self._actors:
            self._actors[session] = actor
        if actor != facts.actor or owner != facts.actor_subject:
            facts = replace(facts, actor=actor, actor_subject=owner)
        detections = observation.detections
        if owner and any(not detection.subject for detection in detections):
            detections = tuple(
                detection if detection.subject else replace(detection, subject=owner) for detection in detections
            )
        if facts is observation.facts and detections is observation.detections:
            return observation
        return Observation(facts, detections)
