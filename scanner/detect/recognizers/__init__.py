"""The recognizers: those that search running text, and the checks of whole values that a key has named.

A new recognizer is one module, its test and one line here; a new check one line in ``checks``.
"""

from __future__ import annotations

from ..prose import OFF
from ..prose.engines import ToldEngine
from .address import AddressRecognizer
from .advertising import AdvertisingRecognizer
from .age import AgeRecognizer
from .attendance import AttendanceRecognizer
from .base import Cost, Match, TextRecognizer, ValueCheck, Verdict
from .birthday import BirthdayRecognizer
from .bsn import BsnRecognizer
from .card import CardRecognizer
from .care import DIAGNOSIS, HEALTH, SUPPORT, YOUTHCARE
from .checks import KEY_CHECKS, LIST_CHECKS, VALUE_CHECKS
from .checksums import elfproef, iban_valid, luhn, onderwijsnummer
from .command_line import CommandLineRecognizer
from .credential import CredentialRecognizer
from .device import DeviceRecognizer
from .device_owner import DeviceOwnerRecognizer
from .dob import DobRecognizer
from .eckid import EckIdRecognizer, StampseudoniemRecognizer
from .file_name import FileNameRecognizer
from .geo import GeoRecognizer
from .group import ClassCodeRecognizer, GroupRecognizer
from .handle import HandleRecognizer
from .home_street import HomeStreetRecognizer
from .iban import IbanRecognizer
from .identity import IdentityRecognizer
from .ip import IpRecognizer
from .labelled import LabelledRecognizer
from .leerlingnummer import LeerlingnummerRecognizer
from .mail import EmailRecognizer
from .mail_name import MailNameRecognizer
from .onderwijsnummer import OnderwijsnummerRecognizer
from .person import PersonRecognizer
from .person_ref import PersonRefRecognizer
from .phone import PhoneRecognizer
from .photo_url import PhotoUrlRecognizer
from .postcode import PostcodeRecognizer
from .result import ResultRecognizer
from .school import BrinRecognizer, SchoolNameRecognizer
from .spelt_mail import SpeltEmailRecognizer
from .token import TokenRecognizer
from .told import ToldFinder, ToldRecognizer

TEXT_RECOGNIZERS: tuple[TextRecognizer, ...] = (
    EckIdRecognizer(),
    StampseudoniemRecognizer(),
    TokenRecognizer(),
    CredentialRecognizer(),
    CommandLineRecognizer(),
    EmailRecognizer(),
    MailNameRecognizer(),
    SpeltEmailRecognizer(),
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
    SchoolNameRecognizer(),
    DobRecognizer(),
    BirthdayRecognizer(),
    AddressRecognizer(),
    HomeStreetRecognizer(),
    PostcodeRecognizer(),
    HEALTH,
    DIAGNOSIS,
    SUPPORT,
    YOUTHCARE,
    IdentityRecognizer(),
    AgeRecognizer(),
    GroupRecognizer(),
    ClassCodeRecognizer(),
    ResultRecognizer(),
    AttendanceRecognizer(),
    PersonRecognizer(second=ToldEngine()),
    FileNameRecognizer(),
    HandleRecognizer(),
    ToldRecognizer(ToldFinder()),
    LabelledRecognizer(),
    PersonRefRecognizer(),
    DeviceOwnerRecognizer(),
    CardRecognizer(),
    PhotoUrlRecognizer(),
)


def text_recognizers(ner: str) -> tuple[TextRecognizer, ...]:
    """The recognizers with another model for names in prose; raises ``UsageError`` when it is not installed."""
    if ner == PersonRecognizer.default:
        return TEXT_RECOGNIZERS
    other: dict[type[TextRecognizer], TextRecognizer] = {PersonRecognizer: PersonRecognizer(ner)}
    if ner == OFF:
        other[ToldRecognizer] = ToldRecognizer(None)
    return tuple(other.get(type(each), each) for each in TEXT_RECOGNIZERS)


__all__ = [
    "KEY_CHECKS", "LIST_CHECKS", "TEXT_RECOGNIZERS", "VALUE_CHECKS", "Cost", "Match", "PersonRecognizer",
    "TextRecognizer", "ToldRecognizer", "ValueCheck", "Verdict", "elfproef", "iban_valid", "luhn", "onderwijsnummer",
    "text_recognizers",
]
