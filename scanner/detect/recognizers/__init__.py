"""The recognizers: those that search running text, and the checks of whole values that a key has named.

A new recognizer is one module, its test and one line here.
"""

from __future__ import annotations

from scanner.model import Category

from . import behaviour, education, identifiers, media, names, personal, special
from .address import AddressRecognizer, check_street
from .advertising import AdvertisingRecognizer, check_advertising
from .base import Cost, Match, TextRecognizer, ValueCheck, Verdict
from .bsn import BsnRecognizer, check_bsn
from .care import DIAGNOSIS, HEALTH, SUPPORT, YOUTHCARE
from .checksums import elfproef, iban_valid, luhn, onderwijsnummer
from .credential import CredentialRecognizer, check_credential
from .device import DeviceRecognizer, check_device
from .dob import DobRecognizer, check_age, check_dob
from .eckid import EckIdRecognizer, StampseudoniemRecognizer, check_eckid, check_hpgn, check_stampseudoniem
from .file_name import FileNameRecognizer
from .geo import GeoRecognizer, check_coordinate, check_geo
from .iban import IbanRecognizer, check_iban
from .ip import IpRecognizer, check_ip
from .leerlingnummer import LeerlingnummerRecognizer
from .mail import EmailRecognizer, check_email
from .onderwijsnummer import OnderwijsnummerRecognizer, check_pgn
from .person import PersonRecognizer
from .phone import PhoneRecognizer, check_phone
from .postcode import PostcodeRecognizer, check_postcode
from .school import DEPARTMENT_KEYS, BrinRecognizer, check_department, check_school
from .token import TokenRecognizer, check_token

TEXT_RECOGNIZERS: tuple[TextRecognizer, ...] = (
    EckIdRecognizer(),
    StampseudoniemRecognizer(),
    TokenRecognizer(),
    CredentialRecognizer(),
    EmailRecognizer(),
    IbanRecognizer(),
    BsnRecognizer(),
    OnderwijsnummerRecognizer(),
    LeerlingnummerRecognizer(),
    PhoneRecognizer(),
    IpRecognizer(),
    DeviceRecognizer(),
    AdvertisingRecognizer(),
    GeoRecognizer(),
    BrinRecognizer(),
    DobRecognizer(),
    AddressRecognizer(),
    PostcodeRecognizer(),
    HEALTH,
    DIAGNOSIS,
    SUPPORT,
    YOUTHCARE,
    PersonRecognizer(),
    FileNameRecognizer(),
)



def text_recognizers(ner: str) -> tuple[TextRecognizer, ...]:
    """The recognizers with another model for names in prose; raises ``UsageError`` when it is not installed."""
    if ner == PersonRecognizer.default:
        return TEXT_RECOGNIZERS
    return tuple(PersonRecognizer(ner) if isinstance(each, PersonRecognizer) else each for each in TEXT_RECOGNIZERS)


KEY_CHECKS: dict[str, ValueCheck] = {
    **dict.fromkeys(("lat", "latitude", "lng", "lon", "longitude"), check_coordinate),
    **dict.fromkeys(special.TEST_KEYS, special.check_test_score),
    **dict.fromkeys(special.ACCOMMODATION_KEYS, special.check_accommodation),
    **dict.fromkeys(special.PREFERENCE_KEYS, special.check_preference),
    **dict.fromkeys(names.SOMEBODY_KEYS, names.check_somebody),
    **dict.fromkeys(names.AUTHOR_KEYS, names.check_author),
    "noodcontact": names.check_reachable,
    "gebruiker": identifiers.check_user,
    **dict.fromkeys(identifiers.PUPIL_KEYS, identifiers.check_pupil),
    **dict.fromkeys(DEPARTMENT_KEYS, check_department),
}
"""Lexicon name → the check of a key that promises more than its category does."""

VALUE_CHECKS: dict[Category, ValueCheck] = {
    Category.NAME_FULL: names.check_full_name,
    Category.NAME_FAMILY: names.check_family_name,
    Category.NAME_GIVEN: names.check_given_name,
    Category.EMAIL: check_email,
    Category.PHONE: check_phone,
    Category.STREET: check_street,
    Category.POSTCODE: check_postcode,
    Category.DOB: check_dob,
    Category.AGE: check_age,
    Category.GENDER: personal.check_gender,
    Category.BIRTHPLACE: personal.check_birthplace,
    Category.NATIONALITY: personal.check_nationality,
    Category.BSN: check_bsn,
    Category.PGN: check_pgn,
    Category.HPGN: check_hpgn,
    Category.STAMPSEUDONIEM: check_stampseudoniem,
    Category.ECKID: check_eckid,
    Category.LEERLINGNUMMER: identifiers.check_leerlingnummer,
    Category.ACCOUNT: identifiers.check_account,
    Category.LOGIN: identifiers.check_login,
    Category.DEVICE: check_device,
    Category.ADVERTISING: check_advertising,
    Category.COOKIE: identifiers.check_cookie,
    Category.IP: check_ip,
    Category.SCHOOL: check_school,
    Category.GROUP: education.check_group,
    Category.RESULT: education.check_result,
    Category.PROGRESS: education.check_progress,
    Category.ATTENDANCE: education.check_attendance,
    Category.SCHEDULE: education.check_schedule,
    Category.HEALTH: special.check_health,
    Category.DIAGNOSIS: special.check_diagnosis,
    Category.SUPPORT: special.check_support,
    Category.RELIGION: special.check_religion,
    Category.ORIGIN: special.check_origin,
    Category.ORIENTATION: special.check_orientation,
    Category.BIOMETRIC: special.check_biometric,
    Category.YOUTHCARE: special.check_youthcare,
    Category.IBAN: check_iban,
    Category.IMAGE: media.check_image,
    Category.AV: media.check_av,
    Category.GEO: check_geo,
    Category.EVENT: behaviour.check_event,
    Category.REPLAY: behaviour.check_replay,
    Category.PROFILE: behaviour.check_profile,
    Category.CREDENTIAL: check_credential,
    Category.TOKEN: check_token,
    Category.FREE_TEXT: behaviour.check_free_text,
}

__all__ = [
    "KEY_CHECKS", "TEXT_RECOGNIZERS", "VALUE_CHECKS", "Cost", "Match", "PersonRecognizer", "TextRecognizer",
    "ValueCheck", "Verdict", "elfproef", "iban_valid", "luhn", "onderwijsnummer", "text_recognizers",
]
