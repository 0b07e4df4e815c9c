"""Words before a name that announce one, and words after it that make it the name of something else."""

from __future__ import annotations

import re

_MATTER = (
    r"(?:(?:ouder|tienminuten|10-?minuten|voortgangs|kind|leerling|mentor|zorg|kennismakings|intake|advies|start|"
    r"driehoeks|rapport|exit|verzuim)gesprek(?:ken)?|betaling|factuur|nota|ouderbijdrage|schoolgeld|"
    r"betaalverzoek|herinnering|aanmelding|inschrijving|afmelding|absentie|absentmelding|afwezigheid|ziekmelding|"
    r"betermelding|verzuim(?:melding)?|verlof(?:aanvraag)?|te laat|toestemming(?:sformulier)?|machtiging|ophalen|"
    r"rapport|cijfers?|nieuw cijfer|handelingsplan|opp|groeidocument|zorgplan|incident(?:melding)?|"
    r"voortgang(?:srapport)?|schoolfoto['’]?s?|schooladvies|traktatie|medicijnen|inloggegevens|wachtwoord|"
    r"aantekening|notitie|gespreksverslag|strafwerk|schorsing|nablijven|schoolkamp|schoolreis(?:je)?|werkweek|"
    r"kluishuur|boekenhuur|overblijven|tso|bso|leerling(?:en)?vervoer|bijles|huiswerkbegeleiding|uitschrijving|"
    r"toelating|stage(?:overeenkomst|verslag|contract))"
    r"(?:[ ](?:van|voor|met|over)|[ ]?[:–-])?(?:[ ][a-zé]{4,14}|[ ]\d\d(?:\d\d)?[/-]\d\d(?:\d\d)?)?"
)
"""What a school or a firm has to settle about one child, in the few words of a title: *Betaling schoolreis Pepijn*."""

CUE = re.compile(
    r"(?:(?<![^\W_])(?:(?:mede)?leerlinge?|student|naam|naam is|heet|heette|ik ben|beste|hoi|hallo|hey|dag|lieve|"
    r"goed zo|goed "
    r"gedaan|goed gewerkt|knap(?: gedaan)?|prima|top|super|succes|bravo|welkom(?: terug)?|gefeliciteerd|groetjes|"
    r"groet(?:en)?|"
    r"groetjes van|van je vriend(?:in)?|namens|mvg|m\.v\.g\.|vr\. gr\.?|gr|hgr|hoogachtend|"
    r"cc|doei|docent|leerkracht|juf|juffrouw|meester|mevrouw|meneer|mevr\.|mw\.|"
    r"dhr\.|hr\.|de heer|mentor|"
    r"moeder van|vader van|ouders? van|broer(?:tje)? van|zus(?:je)? van|werk van|antwoord van|inzending van|"
    r"(?:cijfers|rapport|cijferlijst|dossier|rooster|agenda|profiel|voortgang|portfolio|(?:lees)?dagboek|foto['’]?s?|"
    r"absenties|notities|handelingsplan|resultaten|taken) (?:van|voor)|lesrooster|rooster|toetsrooster|cijferlijst|"
    r"gesprek met|samen met|"
    r"klasgenoot|vriend(?:in)?|broer(?:tje)?|zus(?:je)?|zoon|dochter|ingeleverd door|nagekeken door|gemaakt door|"
    r"thx|thanks|bedankt|dankje|dank je|dankjewel|dank je wel|beterschap|"
    rf"pupil|dear|{_MATTER})|(?:\A|[.!?\n]\s?)(?:ha|hi))"
    r"(?:[:,]|)(?:[ ]{1,2}|(?<=[,.])[ ]?\n{1,2})[\"'‘“(]?\Z",
    re.IGNORECASE,
)
"""Matches the text before a name, up to it."""

SELF = re.compile(r"(?<![^\W_])(?:ik heet|heet ik|(?:mijn|m'n|mn) naam is|my name is)[ ]\Z", re.IGNORECASE)
"""Matches the text before the name that somebody says is their own."""

NOT_A_PERSON_AFTER = re.compile(
    r"[ ]?-?(?:straat|laan|weg|plein|school|college|lyceum|huis|museum|stichting|stadion|prijs|methode|test|bv|"
    r"b\.v\.|instituut|"
    r"universiteit|foundation|award|(?:van )?holding)(?![a-z])",
    re.IGNORECASE,
)
"""Matches right after what is the name of a street, a school, a firm."""

ORGANISATION_BEFORE = re.compile(
    r"(?<![^\W_])(?:obs|cbs|kbs|rkbs|pcbs|ikc|basisschool|stichting|vereniging|uitgeverij|kindcentrum|daltonschool|"
    r"montessorischool|mytylschool|scholengemeenschap|vakcollege|lyceum|college|sporthal|gymzaal|sportpark|zwembad|"
    r"theater|buurthuis|wijkgebouw|bibliotheek)[ ]{1,2}(?:(?:dr|mr|ds|prof)\.[ ])?[\"'‘“(]?\Z", re.IGNORECASE)
"""Matches the text before the name of a school or a firm that is named after a person."""

ORGANISATION = re.compile(
    r".*(?:school|scholen|college|lyceum|gymnasium|scholengemeenschap|universiteit|academie|kindcentrum)\Z|"
    r"(?:obs|cbs|kbs|rkbs|pcbs|ikc|stichting|vereniging|instituut|museum|bibliotheek|mavo|bv|b\.v\.|nv|inc|ltd|gmbh)\Z",
    re.IGNORECASE)
"""Matches a word that makes a name the name of a school or a firm."""

PLACES_LIKE_PEOPLE = frozenset((
    "hong kong", "costa rica", "san marino", "santa cruz", "jan mayen", "las palmas", "buenos aires", "los angeles",
    "kuala lumpur", "el salvador", "burkina faso", "sierra leone", "dar es salaam", "abu dhabi", "tel aviv",
    "addis abeba", "port louis", "sri lanka", "san jose", "san juan", "santo domingo", "rio de janeiro", "monte carlo",
    "new york", "saint helena", "saint lucia", "sint maarten", "sint eustatius", "victoria falls", "king george",
))
"""Casefolded places whose words are listed as names."""

LOOK_BACK = 32
"""Characters before a name that ``CUE`` looks at."""
