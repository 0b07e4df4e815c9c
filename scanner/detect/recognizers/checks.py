"""Which check judges a whole value that a key, or a label in a text, has named."""

from __future__ import annotations

from scanner.model import Category

from . import behaviour, education, identifiers, letters, media, names, personal, special
from .address import check_street
from .advertising import check_advertising
from .base import ValueCheck
from .bsn import check_bsn
from .credential import check_credential
from .device import check_device, check_serial
from .dob import YEAR_KEYS, check_age, check_birth_year, check_dob
from .eckid import check_eckid, check_hpgn, check_stampseudoniem
from .geo import check_coordinate, check_coordinates, check_geo
from .iban import check_iban
from .ip import check_ip
from .mail import check_email
from .onderwijsnummer import check_pgn
from .phone import check_phone
from .postcode import check_postcode
from .school import DEPARTMENT_KEYS, check_brin, check_department, check_school
from .token import CALENDAR_LINK, check_authorization, check_calendar_link, check_token

KEY_CHECKS: dict[str, ValueCheck] = {
    **dict.fromkeys(("lat", "latitude", "lng", "lon", "long", "longitude"), check_coordinate),
    **dict.fromkeys(special.TEST_KEYS, special.check_test_score),
    **dict.fromkeys(special.ACCOMMODATION_KEYS, special.check_accommodation),
    **dict.fromkeys(special.PREFERENCE_KEYS, special.check_preference),
    **dict.fromkeys(names.SOMEBODY_KEYS, names.check_somebody),
    **dict.fromkeys(identifiers.WHO_KEYS, identifiers.check_who),
    **dict.fromkeys(names.AUTHOR_KEYS, names.check_author),
    "name_slug": names.check_slug,
    "photo_file": names.check_photo_file,
    "noodcontact": names.check_reachable,
    "nick_name": identifiers.check_nickname,
    **dict.fromkeys(education.POINTS_KEYS, education.check_points),
    **dict.fromkeys(("gebruiker", "user", "nick", "handle", "alias", "screen_handle"), identifiers.check_user),
    **dict.fromkeys(("usr", "uname", "unm", "un", "logon", "principal", "run_as"), identifiers.check_login_of),
    **dict.fromkeys(("u", "uid_nr"), identifiers.check_ref),
    **dict.fromkeys(letters.SUBJECTS, letters.check_mark),
    **dict.fromkeys(letters.CODES, letters.check_decimal_mark),
    **dict.fromkeys(education.REASON_KEYS, education.check_reason),
    "bearer": check_authorization,
    CALENDAR_LINK: check_calendar_link,
    **dict.fromkeys(("serial", "serial_no", "serial_number", "serienummer", "deviceserial"), check_serial),
    "uid": identifiers.check_uid,
    "basic_user": identifiers.check_basic_user,
    "basic_password": identifiers.check_basic_password,
    **dict.fromkeys(("pos", "loc", "latlong", "gpspos", "coords", "coord", "coordinaten", "coordinaat", "geopositie",
                     "geoposition"), letters.check_place_letter),
    **dict.fromkeys(("locatie", "positie", "geo"), check_coordinates),
    "kid": identifiers.check_kid,
    **dict.fromkeys(("g", "gsl"), letters.check_gender_letter),
    "t": letters.check_phone_letter,
    "adr": letters.check_street_letter,
    **dict.fromkeys(("n", "nm", "aan", "to"), letters.check_name_letter),
    **dict.fromkeys(("wie", "who"), letters.check_who_letter),
    **dict.fromkeys(("fn", "rn"), letters.check_given_letter),
    "ln": letters.check_family_letter,
    **dict.fromkeys(education.MOMENT_KEYS, education.check_moment),
    "any_cookie": identifiers.check_any_cookie,
    "grade": education.check_grade,
    **dict.fromkeys(YEAR_KEYS, check_birth_year),
    "group_of": education.check_class,
    "class_asked_for": education.check_class,
    "pupil_asked_for": identifiers.check_asked_for,
    "brin_of": check_brin,
    "bg": education.check_class,
    "an": names.check_short_family,
    **dict.fromkeys(education.RIGHT_KEYS, education.check_right),
    **dict.fromkeys(identifiers.PUPIL_KEYS, identifiers.check_pupil),
    **dict.fromkeys(identifiers.SEVERAL_KEYS, identifiers.check_several),
    "sid": identifiers.check_session,
    **dict.fromkeys(identifiers.NUMBERED_KEYS, identifiers.check_numbered),
    **dict.fromkeys(DEPARTMENT_KEYS, check_department),
}
"""Lexicon name → the check of a key that promises more than its category does."""

LIST_CHECKS: dict[str, ValueCheck] = dict.fromkeys(
    (*identifiers.WHOM_KEYS, *identifiers.PUPIL_KEYS), identifiers.check_whom)
"""The same for values in a list under the key."""

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
