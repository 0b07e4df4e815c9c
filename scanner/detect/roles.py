"""What the objects above a key are about: a pupil, a guardian, a teacher, some person, a school, a group, a thing."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from scanner.model import About

from .names import snake
from .names import words as listed

Role = Literal["pupil", "guardian", "teacher", "person", "school", "group", "result", "thing"]

_WORDS: dict[Role, str] = {
    "pupil": (
        "leerling leerlingen student students pupil pupils learner learners deelnemer deelnemers kind kinderen "
        "child children kids cand cands lln llnn studenten cursisten athlete athletes sporter sporters candidate "
        "kandidaat kandidaten cursist examinee taker takers testtaker klasgenoten classmates "
        "klassenlijst leerlinglijst leerlingenlijst deelnemerslijst "
        "passagier passagiers passenger passengers speler spelers player players schueler schuler "
        "schuelerin schulerin eleve eleves etudiant etudiants enfant enfants alumno alumnos alunno alunni"
    ),
    "guardian": (
        "ouder ouders verzorger verzorgers ouderverzorger guardian guardians parent parents moeder vader mother "
        "father voogd voogden contact contacts contactpersoon contactpersonen noodcontact noodcontacten emergency "
        "caretaker relatives eltern mutter vater erziehungsberechtigte erziehungsberechtigter mere pere tuteur "
        "responsable"
    ),
    "teacher": (
        "docent docenten lkr lkrn mdw leerkracht leerkrachten leraar leraren teacher teachers mentor mentoren "
        "medewerker medewerkers staff employee employees instructor instructors coach tutor tutors begeleider "
        "personeel faculty lehrer lehrerin lehrkraft lehrkraefte lehrkrafte professeur professeurs "
        "enseignant enseignants corrector correctoren nakijker beoordelaar beoordelaars assessor assessors invigilator "
        "juf meester decaan decanen stagebegeleider praktijkopleider"
    ),
    "person": (
        "user users gebruiker gebruikers persoon personen person persons people account accounts member members "
        "lid leden actor agent author owner profile profiel traits me self participant participants attendee "
        "attendees identity customer creator sender recipient afzender ontvanger personalia persoonsgegevens "
        "userinfo claims assignee assignees reviewer reviewers submitter submitters commenter invitee invitees "
        "recipients senders afzenders ontvangers geadresseerde geadresseerden respondent respondents respondenten "
        "teamlid teamleden groepslid groepsleden usr usrs subject_person viewer currentuser ud udff lener leners "
        "borrower borrowers patron patrons payer payers betaler betalers debtor debiteur koper buyer besteller "
        "melder aanvrager applicant applicants indiener inzender reporter grader graders marker proctor "
        "surveillant examinator spreker speakers cardholder kaarthouder accountholder presenter leaderboard "
        "ranglijst scorebord klassement presentielijst pashouder pashouders benutzer nutzer utilisateur utilisateurs "
        "betrokkene betrokkenen uitvoerder uitvoerders consumer dbtr leaderboardentry players spelers handtekening "
        "ondertekenaar ondertekenaars"
    ),
    "school": (
        "school schools scholen instelling instellingen vestiging vestigingen campus organisatie organization "
        "organisation org orgs institution tenant bestuur district homeorganization company supplier "
        "leverancier helpdesk support schule etablissement ecole"
    ),
    "group": (
        "context klas klassen groep groepen group groups class classes classroom stamgroep stamgroepen lesgroep "
        "lesgroepen section sections team teams cohort klasse klassen classe studie opleiding opleidingen"
    ),
    "result": (
        "result results resultaat resultaten score scores submission submissions gradebook cijfers cijfer outcome"
    ),
    "thing": (
        "product products course courses cursus vak vakken methode methoden method lesson lessons les lessen "
        "toets toetsen test tests quiz quizzes assessment assessments exercise exercises opdracht opdrachten "
        "opgave opgaven question questions vraag vragen book books boek boeken module modules chapter chapters "
        "hoofdstuk paragraaf activity activities activiteit object objects verb app apps application device "
        "devices apparaat browser os sdk page pages pagina event events file files bestand bestanden attachment "
        "attachments bijlage license licence licenses licentie licenties category categories tag tags badge "
        "badges theme icon plugin plugins extension component screen route menu resource resources materiaal "
        "content library libraries package packages dependency publisher uitgever version build platform feature "
        "features definition display subject subjects subjectarea domain topic topics playlist video videos image "
        "images template asset assets integration integrations runtime trace culture gpu session permission "
        "permissions setting settings config metadata column columns field fields option options level levels "
        "tool tools service services server release country countries language languages locale currency order "
        "orders order_line invoice node nodes plaats plaatsen woonplaatsen place places city cities stad steden "
        "personnage personnages personage personages character characters figuur figuren scan scans engine "
        "voice voices stem stemmen town towns station stations street streets straten river rivers berg bergen"
    ),
}

_ROLE_OF: dict[str, Role] = {word: role for role, words in _WORDS.items() for word in words.split()}

_DONE = frozenset(
    listed("""
created posted submitted updated modified edited changed uploaded sent shared assigned graded marked reviewed
checked written invited added deleted removed approved signed reported requested commented answered replied
entered registered recorded owned closed resolved started published booked scheduled supervised taught verified
gemaakt aangemaakt geplaatst ingeleverd gewijzigd bijgewerkt bewerkt geupload verstuurd verzonden gestuurd
gedeeld toegewezen beoordeeld nagekeken gecontroleerd geschreven uitgenodigd toegevoegd verwijderd goedgekeurd
ondertekend gemeld aangevraagd gereageerd beantwoord ingevoerd ingevuld geregistreerd afgesloten opgelost
gestart gepubliceerd geboekt ingepland begeleid opgesteld afgenomen besteld opgehaald gebracht getekend
""")
)
_OF_WHO = frozenset({"name", "naam", "full", "display", "user", "gebruiker", "person", "persoon"})


def is_doer(words: list[str]) -> bool:
    """Whether the words of a key say who did something: ``createdBy``, ``ingeleverd_door``, ``posted_by_name``."""
    for place, word in enumerate(words[1:], 1):
        if word in {"by", "door"}:
            return words[place - 1] in _DONE and _OF_WHO.issuperset(words[place + 1:])
    return False


ABOUT: dict[Role, About] = {"pupil": "pupil", "guardian": "guardian", "teacher": "teacher"}
PERSONS: frozenset[Role] = frozenset({"pupil", "guardian", "teacher", "person"})


@lru_cache(maxsize=8192)
def role_of(name: str) -> Role | None:
    """The role that a key name gives to what lies under it: the last telling word decides (``courseStudents``)."""
    words = snake(name).split("_")
    for word in reversed(words):
        role = _ROLE_OF.get(word) or _ROLE_OF.get(word.rstrip("0123456789"))
        if role is not None:
            return role
    return "person" if is_doer(words) else None


def nearest_role(ancestors: tuple[str, ...]) -> tuple[Role | None, bool]:
    """The role of the nearest telling key above, and whether it is the very next one."""
    for distance, name in enumerate(reversed(ancestors[-8:])):
        role = role_of(name)
        if role is not None:
            return role, distance == 0
    return None, False


def about_of(ancestors: tuple[str, ...]) -> About:
    """Whom the keys above speak of; the nearest key that names a kind of person decides."""
    for name in reversed(ancestors[-8:]):
        role = role_of(name)
        if role in ABOUT:
            return ABOUT[role]
    return "unknown"
