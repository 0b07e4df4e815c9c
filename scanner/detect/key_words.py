"""Words with which keys say what kind of value is under them: sentences, labels, what labels name, names, ids."""

from __future__ import annotations

from .names import squash, words
from .typed import HOLDERS

FREE_TEXT_NAMES = frozenset(
    squash(name)
    for name in words("""
feedback feedback_text feedbacktext feedback_tekst comment comments submission_comments remark remarks opmerking
opmerkingen chat chat_message chatbericht bericht berichten berichttekst ingekort_bericht message msg body
body_text antwoord antwoorden answer answers open_answer given_answer short_answer_submission onlinetext
candidate_response learner_response student_response response essay submission_text notitie notities note notes
memo aantekening aantekeningen aandachtspunten bijzonderheden commentaar toelichting docent_opmerking
leerling_opmerking gespreksverslag logboek reactie reply observatie motivatie terugkoppeling user_input
wensleerling wensouders opmerkingen_gezinssituatie motivatiebrief inhoud argumentatie bio suspend_data
cmi_comments cmi_comments_from_learner cmi_suspend_data tekst text
""")
)
"""Keys under which people write sentences."""

PATHS = frozenset({"path", "pad"})
"""Keys whose value may be the path to what a neighbour holds: ``{"path": "/leerling/bsn", "value": …}``."""
LABEL_NAMES = frozenset(
    {"name", "key", "type", "typename", "resourcetype", "label", "codetype", "identifiertype", "useridtype", "field",
     "naam", "soort", "idtype", "system",
     "friendlyname", "attribute", "property", "kenmerk",
     "veld", "veldnaam", "fieldname", "kolom", "kolomnaam", "column", "columnname", "attributename", "propertyname",
     *PATHS}
)
"""Keys whose value may name what a neighbour holds: ``{"type": "leerlingnummer", "identifier": …}``, in FHIR also
``{"system": "http://fhir.nl/fhir/NamingSystem/bsn", "value": …}`` (https://hl7.org/fhir/datatypes.html#Identifier)."""
LABELLED_NAMES = frozenset(
    {"value", "waarde", "identifier", "nummer", "number", "content", "aanduiding", "code", "userid", "id", "text",
     "onderwijsdeelnemerid", "attributevalue", "values", "answer", "from", "to", "van", "naar", "was", "wordt",
     *HOLDERS}
)
NAMES = frozenset({"name", "naam"})
"""What nearly everything calls its name."""
ID_NAMES = frozenset(
    {"id", "key", "identifier", "uuid", "guid", "nummer", "number", "code", "ref", "sourcedid", "externalid",
     "externid", "externnummer", "uid", "uids", "ids", "refs", "uuids", "nr"}
)
"""What nearly everything calls its number."""
