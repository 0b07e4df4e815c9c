"""The closed enumeration of personal-data categories, with labels, bijsluiter headings and DPV terms.

Bijsluiter headings follow Bijlage 1 of the Model Verwerkersovereenkomst 4.0 (the Privacybijsluiter); the
numbers are metadata, the codes are the stable key. DPV terms are of the W3C Data Privacy Vocabulary 2.3,
prefix ``pd:`` for personal data and ``dpv:`` for the core. Extend the list where a rule needs it; never rename.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

About = Literal["pupil", "guardian", "teacher", "unknown"]
"""Whom a datum is about; the bijsluiter's ``parent.*`` and ``staff.*`` are a category with this attribute."""


class Category(StrEnum):
    """A personal-data category; the value is the code used in every file and output."""

    NAME_FULL = "name.full"
    NAME_FAMILY = "name.family"
    NAME_GIVEN = "name.given"
    EMAIL = "contact.email"
    PHONE = "contact.phone"
    STREET = "addr.street"
    POSTCODE = "addr.postcode"
    DOB = "demo.dob"
    AGE = "demo.age"
    GENDER = "demo.gender"
    BIRTHPLACE = "demo.birthplace"
    NATIONALITY = "demo.nationality"
    BSN = "id.bsn"
    PGN = "id.pgn"
    HPGN = "id.hpgn"
    STAMPSEUDONIEM = "id.stampseudoniem"
    ECKID = "id.eckid"
    LEERLINGNUMMER = "id.leerlingnummer"
    ACCOUNT = "id.account"
    LOGIN = "id.login"
    DEVICE = "id.device"
    ADVERTISING = "id.advertising"
    COOKIE = "id.cookie"
    IP = "id.ip"
    SCHOOL = "edu.school"
    GROUP = "edu.group"
    RESULT = "edu.result"
    PROGRESS = "edu.progress"
    ATTENDANCE = "edu.attendance"
    SCHEDULE = "edu.schedule"
    HEALTH = "special.health"
    DIAGNOSIS = "special.diagnosis"
    SUPPORT = "special.support"
    RELIGION = "special.religion"
    ORIGIN = "special.origin"
    ORIENTATION = "special.orientation"
    BIOMETRIC = "special.biometric"
    YOUTHCARE = "special.youthcare"
    IBAN = "fin.iban"
    IMAGE = "media.image"
    AV = "media.av"
    GEO = "loc.geo"
    EVENT = "behav.event"
    REPLAY = "behav.replay"
    PROFILE = "behav.profile"
    CREDENTIAL = "secret.credential"
    TOKEN = "secret.token"
    FREE_TEXT = "text.free"


@dataclass(frozen=True, slots=True)
class CategoryInfo:
    """What a report says about a category: labels, Bijlage 1 heading number, DPV term."""

    nl: str
    en: str
    heading: int
    dpv: str


HEADINGS: dict[int, tuple[str, str]] = {
    1: ("Contactgegevens", "Contact data"),
    2: ("Onderwijsdeelnemersnummer", "Pupil administration number"),
    3: ("Nationaliteit en geboorteplaats", "Nationality and place of birth"),
    4: ("Ouders, voogd", "Parents, guardians"),
    5: ("Medische gegevens", "Health data"),
    6: ("Godsdienst", "Religion or belief"),
    7: ("Studievoortgang", "Progress and results"),
    8: ("Onderwijsorganisatie", "Organisation of teaching"),
    9: ("Financiën", "Finance"),
    10: ("Beeldmateriaal", "Images and sound"),
    11: ("Docent, zorgcoördinator, intern begeleider, decaan, mentor", "Staff"),
    12: ("BSN/PGN", "National identification number"),
    13: ("Keten-ID (ECK iD)", "Chain pseudonym (ECK iD)"),
    14: ("Overige gegevens", "Other data"),
}
"""Heading number of Bijlage 1 → (Dutch, English)."""

INFO: dict[Category, CategoryInfo] = {
    Category.NAME_FULL: CategoryInfo("volledige naam", "full name", 1, "pd:Name"),
    Category.NAME_FAMILY: CategoryInfo("achternaam", "surname", 1, "pd:Name"),
    Category.NAME_GIVEN: CategoryInfo("voornaam", "first name", 1, "pd:Name"),
    Category.EMAIL: CategoryInfo("e-mailadres", "e-mail address", 1, "pd:EmailAddress"),
    Category.PHONE: CategoryInfo("telefoonnummer", "phone number", 1, "pd:TelephoneNumber"),
    Category.STREET: CategoryInfo("straat en huisnummer", "street and house number", 1, "pd:PhysicalAddress"),
    Category.POSTCODE: CategoryInfo("postcode", "postcode", 1, "pd:PostalCode"),
    Category.DOB: CategoryInfo("geboortedatum", "date of birth", 1, "pd:BirthDate"),
    Category.AGE: CategoryInfo("leeftijd", "age", 1, "pd:Age"),
    Category.GENDER: CategoryInfo("geslacht", "gender", 1, "pd:Gender"),
    Category.BIRTHPLACE: CategoryInfo("geboorteplaats", "place of birth", 3, "pd:BirthPlace"),
    Category.NATIONALITY: CategoryInfo("nationaliteit", "nationality", 3, "pd:Nationality"),
    Category.BSN: CategoryInfo("burgerservicenummer (BSN)", "citizen service number (BSN)", 12, "pd:OfficialID"),
    Category.PGN: CategoryInfo("onderwijsnummer/PGN", "education number (PGN)", 12, "pd:OfficialID"),
    Category.HPGN: CategoryInfo("hPGN (eerste hash van het PGN)", "hPGN (first hash of the PGN)", 12, "pd:OfficialID"),
    Category.STAMPSEUDONIEM: CategoryInfo("stampseudoniem", "root pseudonym", 13, "dpv:PseudonymisedData"),
    Category.ECKID: CategoryInfo("ECK iD (ketenID)", "ECK iD (chain pseudonym)", 13, "dpv:PseudonymisedData"),
    Category.LEERLINGNUMMER: CategoryInfo("leerlingnummer", "pupil number", 2, "pd:UID"),
    Category.ACCOUNT: CategoryInfo("account-id", "account id", 14, "pd:UID"),
    Category.LOGIN: CategoryInfo("gebruikersnaam", "user name", 14, "pd:Username"),
    Category.DEVICE: CategoryInfo("apparaat-id", "device id", 14, "pd:DeviceBased"),
    Category.ADVERTISING: CategoryInfo("reclame-id", "advertising id", 14, "pd:DeviceBased"),
    Category.COOKIE: CategoryInfo("cookie-id", "cookie id", 14, "pd:UID"),
    Category.IP: CategoryInfo("IP-adres", "IP address", 14, "pd:IPAddress"),
    Category.SCHOOL: CategoryInfo("school", "school", 8, "pd:School"),
    Category.GROUP: CategoryInfo("klas of groep", "class or group", 8, "pd:School"),
    Category.RESULT: CategoryInfo("resultaat", "result", 7, "pd:EducationQualification"),
    Category.PROGRESS: CategoryInfo("voortgang", "progress", 7, "pd:EducationExperience"),
    Category.ATTENDANCE: CategoryInfo("aanwezigheid", "attendance", 7, "pd:Education"),
    Category.SCHEDULE: CategoryInfo("rooster", "timetable", 8, "pd:Education"),
    Category.HEALTH: CategoryInfo("gezondheid", "health", 5, "pd:MedicalHealth"),
    Category.DIAGNOSIS: CategoryInfo("diagnose of psychologisch onderzoek", "diagnosis or psychological test", 5,
                                     "pd:MentalHealth"),
    Category.SUPPORT: CategoryInfo("ondersteuning en zorg", "support and care", 7, "pd:Disability"),
    Category.RELIGION: CategoryInfo("godsdienst", "religion", 6, "pd:Religion"),
    Category.ORIGIN: CategoryInfo("afkomst", "origin", 3, "pd:EthnicOrigin"),
    Category.ORIENTATION: CategoryInfo("geaardheid", "sexual orientation", 14, "pd:SexualPreference"),
    Category.BIOMETRIC: CategoryInfo("biometrisch kenmerk", "biometric template", 10, "pd:Biometric"),
    Category.YOUTHCARE: CategoryInfo("jeugdhulp, veiligheid, strafrecht", "youth care, safety, criminal", 14,
                                     "dpv:SpecialCategoryPersonalData"),
    Category.IBAN: CategoryInfo("bankrekeningnummer", "bank account number", 9, "pd:BankAccount"),
    Category.IMAGE: CategoryInfo("foto", "photo", 10, "pd:Picture"),
    Category.AV: CategoryInfo("geluid of video", "sound or video", 10, "pd:Voice"),
    Category.GEO: CategoryInfo("locatie", "location", 14, "pd:Location"),
    Category.EVENT: CategoryInfo("gedrag (gebeurtenis)", "behaviour (event)", 14, "pd:Behavioral"),
    Category.REPLAY: CategoryInfo("sessie-opname", "session replay", 14, "pd:Behavioral"),
    Category.PROFILE: CategoryInfo("profiel", "profile", 14, "pd:Profile"),
    Category.CREDENTIAL: CategoryInfo("wachtwoord of inloggegeven", "password or credential", 14, "pd:Password"),
    Category.TOKEN: CategoryInfo("sessie- of toegangstoken", "session or access token", 14, "pd:Authenticating"),
    Category.FREE_TEXT: CategoryInfo("vrije tekst", "free text", 14, "dpv:PersonalData"),
}
