"""Words for what speaks for or against a detection, in Dutch and English: one row for every code that recognizers give.

A code is ``kind:detail``. The kind has its label in ``texts.EVIDENCE``; here stand the details that are words of the
program. Details that come from the capture's structure (``key:achternaam``) or name an algorithm (``digest:sha256``)
stand for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from scanner.model import Text

_ROWS = """
checksum
  elfproef-1-in-11       | voldoet aan de elfproef (1 op de 11 getallen) | passes the elfproef (1 in 11 numbers)
  elfproef-failed        | voldoet niet aan de elfproef | fails the elfproef
  luhn                   | Luhn-controle klopt | Luhn check passes
  mod-97                 | controlegetal van het IBAN klopt | check digits of the IBAN are right
  rijksregisternummer    | voldoet aan de controle van België | passes the check of Belgium
  mod-97-failed          | controlegetal van het IBAN klopt niet | check digits of the IBAN are wrong
  onderwijsnummer        | voldoet aan de controle van het onderwijsnummer | passes the check of the education number
context
  class-beside           | een klas ernaast | a class beside it
  claim                  | bewering van een token of een meting | claim of a token or a beacon
  abbreviation           | staat als afkorting in de tekst | is in the text as an abbreviation
  absence                | woord voor afwezigheid | word for absence
  accommodation          | instelling voor een hulpmiddel | setting of an aid
  address-word           | woord voor een adres in de buurt | word for an address nearby
  addressed              | iemand wordt aangesproken | somebody is addressed
  advertising            | woord voor reclame in de buurt | word for advertising nearby
  again                  | staat vaker in deze tekst | is in this text more than once
  bearer                 | staat achter „Bearer” | is after “Bearer”
  birth                  | woord voor geboorte in de buurt | word for birth nearby
  brin                   | woord voor het schoolnummer (BRIN) in de buurt | word for the school number (BRIN) nearby
  bsn                    | woord voor het BSN in de buurt | word for the BSN nearby
  command-password       | staat als wachtwoord in een opdracht | is the password of a command
  command-user           | staat als gebruiker in een opdracht of logregel | is the user of a command or a line of a log
  common-word            | woord dat ook een andere betekenis heeft | word that has another meaning too
  cookie-of-other-site   | waarde van een cookie van een andere site | value of a cookie of another site
  cue                    | woorden ernaast die bij een persoon horen | words beside it that go with a person
  device                 | woord voor een apparaat in de buurt | word for a device nearby
  device-of              | naam van wie een apparaat is | name of whose a device is
  display-name           | staat als naam voor een e-mailadres | is the name before an e-mail address
  example                | staat als voorbeeld in de tekst | is in the text as an example
  exercise               | staat in een opgave | is in an exercise
  general                | de zin gaat over iedereen of over iets anders | the sentence is about all or another thing
  home                   | woord voor wonen of verhuizen ervoor | word for living or moving before it
  house-number           | huisnummer in de buurt | house number nearby
  identifier-of-other-site | identificator van een andere site | identifier of another site
  label                  | opschrift van een scherm | label of a screen
  leerling               | woord voor een leerling in de buurt | word for a pupil nearby
  leerlingnummer         | woord voor het leerlingnummer in de buurt | word for the pupil number nearby
  lesson                 | staat in lesstof | is in teaching content
  licence-code           | woord voor de code van een licentie in de buurt | word for the code of a licence nearby
  list-of-names          | staat in een rij namen | is in a row of names
  location               | woord voor een plaats in de buurt | word for a location nearby
  negated                | de tekst ontkent het | the text denies it
  nobody                 | de zin noemt niemand | the sentence names nobody
  none                   | niets in de tekst wijst op een persoon | nothing in the text points at a person
  note                   | staat in een aantekening zonder naam | is in a note without a name
  onderwijsnummer        | woord voor het onderwijsnummer in de buurt | word for the education number nearby
  organisation           | woord voor een bedrijf, loket of school in de buurt | word for a firm, desk or school nearby
  other-number           | woord voor een ander nummer in de buurt | word for another number nearby
  own-name               | iemand zegt dat hij zo heet | somebody says that it is his name
  parameter-name         | naam van de parameter | name of the parameter
  part-of-header         | deel van een header die al genoemd is | part of a header that is named already
  password               | woord voor een wachtwoord in de buurt | word for a password nearby
  person-before          | de zin ervoor gaat over een persoon | the sentence before is about a person
  person-named           | de zin noemt een persoon | the sentence names a person
  person-spoken-of       | de zin gaat over een persoon | the sentence speaks of a person
  phone                  | woord voor telefoon in de buurt | word for a phone nearby
  postcode               | postcode in de buurt | postcode nearby
  result                 | woord voor een resultaat | word for a result
  rsin-same-check        | kan ook een RSIN zijn (nummer van organisatie) | may also be an RSIN (organisation)
  same-as-address        | het adres herhaalt een deel ervan | the address repeats a part of it
  school                 | woord voor een school in de buurt | word for a school nearby
  school-test            | uitslag van een toets van de school | result of a test of the school
  searched               | ingetypt in een zoekveld | typed into a search field
  teaching-content       | staat in lesstof | is in teaching content
  test-name              | naam van een psychologische test | name of a psychological test
  test-score             | uitslag van een psychologische test | result of a psychological test
  thin                   | weinig in de tekst wijst op een persoon | little in the text points at a person
  words-of-lessons       | woorden eromheen als in lessen | words around it as in lessons
  words-of-school        | woorden eromheen als over leerlingen | words around it as of pupils
  word                   | woord uit een lijst | word of a list
  country                | land in de buurt genoemd | country named nearby
  profession             | beroep van wie helpt | profession of who helps
  platform               | na de naam van een platform | after the name of a platform
  user                   | na een woord voor een gebruiker | after a word for a user
encoding
  base64-image           | afbeelding in base64 | image in base64
  base64-media           | geluid of video in base64 | sound or video in base64
gazetteer
  brand                  | merk of bedrijf uit een lijst | brand or company of a list
  family-name            | achternaam uit de lijst | surname of the list
  given                  | voornaam uit de lijst | given name of the list
  given-and-family       | voornaam en achternaam uit de lijst | given name and surname of the lists
  given-name             | voornaam uit de lijst | given name of the list
  given-name-and-word    | voornaam uit de lijst, ook een gewoon woord | given name of the list, also a word
  not-listed             | staat in geen lijst | is in no list
  place                  | plaatsnaam uit de lijst | place name of the list
  public-figure          | bekende persoon uit lesstof | known person of teaching content
key
  negative               | veldnaam die op iets anders wijst | field name that points at something else
model
  person                 | ziet een persoonsnaam | sees a person's name
  second-sees            | tweede model ziet een naam | second model sees a name
  sees-none              | modellen zien geen naam | models see no name
  second-sees-none       | tweede model ziet geen naam | second model sees no name
  told                   | leest in de zin een gegeven van iemand | reads somebody's datum in the sentence
pair
  differs                | per testleerling verschillend | differs between the test pupils
  equal                  | bij beide testleerlingen gelijk | equal for both test pupils
shape
  resource-of-person     | soort en nummer van een persoon | kind and number of a person
  factor                 | weegfactor | weighting factor
  128-hex                | 128 hexadecimale tekens | 128 hexadecimal characters
  64-hex                 | 64 hexadecimale tekens | 64 hexadecimal characters
  age                    | leeftijd | age
  any-visit              | wat bij elk bezoek voorkomt | what every visit has
  attendance             | aan- of afwezigheid | attendance
  bare-digits            | alleen cijfers | digits alone
  basic-authentication   | naam en wachtwoord in een header (Basic) | name and password in a header (Basic)
  birth-year-of-no-pupil | geboortejaar dat niet bij een leerling past | year of birth that fits no pupil
  brin                   | schoolnummer (BRIN) | school number (BRIN)
  capital                | begint met een hoofdletter | begins with a capital
  class-code             | code van een klas | code of a class
  coarse-coordinate      | grove coördinaat | coarse coordinate
  code                   | code | code
  company-number         | telefoonnummer van een bedrijf | phone number of a company
  coordinate             | coördinaat | coordinate
  coordinates            | coördinaten | coordinates
  data-uri               | bestand in het adres zelf | file within the address itself
  date-d-m-y             | datum als dag-maand-jaar | date as day-month-year
  date-epoch-ms          | tijdstip in milliseconden | time in milliseconds
  date-epoch-s           | tijdstip in seconden | time in seconds
  date-iso               | datum als jaar-maand-dag | date as year-month-day
  date-m/d/y             | datum als maand/dag/jaar | date as month/day/year
  date-words             | datum met de maand in letters | date with the month in letters
  date-yyyymmdd          | datum van acht cijfers | date of eight digits
  day-month-order        | dag en maand kunnen verwisseld zijn | day and month may be swapped
  digest                 | lengte van een hash | length of a digest
  email                  | e-mailadres | e-mail address
  empty                  | leeg | empty
  empty-id               | id zonder betekenis | id without a meaning
  file-name              | bestandsnaam | file name
  flag                   | aan of uit | on or off
  foreign-postcode       | buitenlandse postcode | foreign postcode
  free-text              | vrije tekst | free text
  gender                 | geslacht | gender
  gender-unknown         | geslacht onbekend | gender unknown
  global-id              | id die zelf zegt van een persoon te zijn | id that says itself that it is a person's
  group                  | groep of klas | class or group
  hex                    | hexadecimale tekens | hexadecimal characters
  house-number           | huisnummer | house number
  iban                   | IBAN | IBAN
  id-of-key              | id van een sleutel | id of a key
  id-of-person           | id die een persoon aanwijst | id that points at a person
  id-school-uri          | adres van een school-id | address of a school id
  image-url              | adres van een afbeelding | address of an image
  initials               | voorletters | initials
  international          | internationale schrijfwijze | international notation
  ip                     | IP-adres | IP address
  ipv4                   | IP-adres, versie 4 | IP address, version 4
  ipv6                   | IP-adres, versie 6 | IP address, version 6
  jwt                    | ondertekend token (JWT) | signed token (JWT)
  ketenid-uri            | adres van een ketenID | address of a chain pseudonym
  label                  | opschrift van een scherm | label of a screen
  letters-not-issued     | letters die in geen postcode voorkomen | letters that no postcode has
  like-a-version         | lijkt op een versienummer | looks like a version number
  link-local             | adres binnen het eigen netwerk | address within the local network
  login                  | gebruikersnaam | user name
  login-at-realm         | gebruikersnaam met organisatie | user name with organisation
  login-of-name          | gebruikersnaam uit een naam gemaakt | user name made of a name
  loopback               | adres van het apparaat zelf | address of the device itself
  lower-case-words       | woorden in kleine letters | words in lower case
  mac-address            | MAC-adres | MAC address
  machine-local-part     | adres van een systeem, niet van een persoon | address of a system, not of a person
  mark                   | cijfer | mark
  masked                 | al gemaskeerd verstuurd | sent masked already
  maybe-a-service        | kan van een dienst zijn | may be a service's
  media-url              | adres van geluid of video | address of sound or video
  midnight               | tijdstip middernacht | time of midnight
  mixed-characters       | letters en cijfers door elkaar | letters and digits mixed
  name-of-computer       | naam die Windows een computer geeft | name that Windows gives a computer
  nationality            | nationaliteit | nationality
  nine-digits            | negen cijfers | nine digits
  no-address             | geen adres | no address
  no-attendance          | geen aan- of afwezigheid | no attendance
  no-birth-date          | geen geboortedatum | no date of birth
  no-group               | geen groep of klas | no class or group
  no-id                  | geen id | no id
  no-image               | geen afbeelding | no image
  no-location            | geen plaats | no location
  no-login               | geen gebruikersnaam | no user name
  no-media               | geen geluid of video | no sound or video
  no-name-characters     | tekens die in geen naam voorkomen | characters that no name has
  no-nationality         | geen nationaliteit | no nationality
  no-number              | geen nummer | no number
  no-place               | geen plaatsnaam | no place name
  no-progress            | geen voortgang | no progress
  no-result              | geen resultaat | no result
  no-schedule            | geen rooster | no timetable
  no-school              | geen school | no school
  no-score               | geen score | no score
  no-template            | geen reeks getallen van een gezicht of stem | no series of numbers of a face or voice
  no-text                | geen tekst | no text
  no-token               | geen token | no token
  no-trunk-prefix        | telefoonnummer zonder nul ervoor | phone number without its leading zero
  not-an-id              | geen id | not an id
  not-empty              | niet leeg | not empty
  not-ketenid            | geen ketenID | not a chain pseudonym
  number                 | nummer | number
  number-at-end          | nummer aan het eind | number at the end
  number-at-realm        | nummer met organisatie | number with organisation
  numeric-local-part     | nummer voor het apenstaartje | number before the at sign
  old-account-number     | rekeningnummer in oude vorm | account number in the old form
  opaque-id              | ondoorzichtige tekens | opaque characters
  ordinary-word          | gewoon woord | ordinary word
  ordinary-words         | gewone woorden | ordinary words
  organisation           | organisatie | organisation
  other-thing            | iets anders met deze naam | something else of this name
  out-of-range           | buiten het mogelijke bereik | out of the possible range
  partial-date           | deel van een datum | part of a date
  pc4                    | vier cijfers van een postcode | four digits of a postcode
  pem-private-key        | geheime sleutel | private key
  phone                  | telefoonnummer | phone number
  phone-company          | telefoonnummer van een bedrijf | phone number of a company
  phone-landline         | vast telefoonnummer | fixed-line phone number
  phone-length           | lengte van een telefoonnummer | length of a phone number
  phone-mobile           | mobiel telefoonnummer | mobile phone number
  pilot-environment      | proefomgeving | pilot environment
  place-or-code          | plaatsnaam of code | place name or code
  postcode               | postcode | postcode
  private-domain         | e-maildienst voor particulieren | e-mail service for private persons
  private-range          | adres binnen het eigen netwerk | address within the local network
  production-environment | productieomgeving | production environment
  progress               | voortgang | progress
  pupil-number           | leerlingnummer | pupil number
  push-token             | bestemming van pushberichten | destination of push messages
  random                 | willekeurige tekens | random characters
  repeated-digit         | steeds hetzelfde cijfer | the same digit throughout
  result                 | resultaat | result
  rio-code               | code van een school of opleiding (RIO) | code of a school or programme (RIO)
  role                   | rol in plaats van een persoon | role instead of a person
  role-address           | adres van een afdeling, niet van een persoon | address of a department, not of a person
  says-no                | het veld zegt nee | the field says no
  says-yes               | het veld zegt ja | the field says yes
  school-name            | naam van een school | name of a school
  score                  | score | score
  sent-photo             | foto die is verstuurd | photo that was sent
  sent-picture           | afbeelding die is verstuurd | picture that was sent
  sent-recording         | geluid of film die is verstuurd | sound or film that was sent
  sentence               | zin | sentence
  serial-number          | volgnummer | serial number
  short-id               | kort id | short id
  short-text             | korte tekst | short text
  short-token            | kort token | short token
  single-word            | één woord | one word
  small-number           | klein getal | small number
  stock-picture          | afbeelding van het product zelf | picture of the product itself
  street-and-number      | straat en huisnummer | street and house number
  street-ending          | eindigt als een straatnaam | ends as a street name does
  surname-first          | achternaam voorop | surname first
  template               | reeks getallen van een gezicht of stem | series of numbers of a face or voice
  test-score             | uitslag van een psychologische test | result of a psychological test
  text-about-passwords   | tekst over wachtwoorden | text about passwords
  time                   | tijdstip | time
  title                  | aanspreekvorm voor de naam | title before the name
  tussenvoegsel          | tussenvoegsel | surname prefix
  tussenvoegsel-only     | alleen een tussenvoegsel | a surname prefix alone
  two-names              | twee namen in één veld | two names in one field
  unknown-area           | onbekend netnummer | unknown area code
  unusual-login          | ongebruikelijke gebruikersnaam | unusual user name
  upper-case             | hoofdletters | capitals
  url                    | webadres | web address
  uuid                   | UUID | UUID
  vector-element         | getal uit een reeks | number of a series
  vendor-key             | sleutel van een dienst | key of a service
  word                   | woord | word
  wrong-length           | verkeerde lengte | wrong length
  zero                   | nul | zero
  zeroed                 | alleen nullen | zeros only
  country-letter         | landletter ervoor | letter of a country before it
  phone-belgian          | Belgisch telefoonnummer | Belgian phone number
  tag-of-a-player        | naam met nummer van een spelplatform | name with the number of a game platform
sibling
  roster                 | staat boven een lijst van leerlingen | stands above a list of pupils
  account                | staat naast een account | is beside an account
  address                | het adres van de uitwisseling noemt een persoon | the address of the exchange names a person
  around                 | staat binnen gegevens van een persoon | stands within data of a person
  inside                 | staat om gegevens van een persoon heen | stands around data of a person
  nobody                 | geen persoon | nobody
  person                 | gegevens van een persoon | data of a person
  role                   | staat onder een woord voor een persoon | stands under a word for a person
  sent                   | antwoord op gegevens van een persoon | answers data of a person
  table                  | cel in een tabel over personen | cell of a table about persons
  text                   | tekst die bij een persoon hoort | text that belongs to a person
subject
  spelling               | in een andere schrijfwijze | in another spelling
  value                  | de waarde zelf | the value itself
"""


def detail(code: str, lang: str) -> str:
    """What stands behind the colon of a code, in words where it is a word of the program."""
    text = words().get(code)
    return text.get(lang) if text is not None else code.partition(":")[2]


@cache
def words() -> dict[str, Text]:
    """The words by code."""
    return dict(_rows())


def _rows() -> Iterator[tuple[str, Text]]:
    kind = ""
    for line in filter(None, _ROWS.splitlines()):
        if not line.startswith(" "):
            kind = line
            continue
        name, nl, en = (part.strip() for part in line.split("|"))
        yield f"{kind}:{name}", Text(nl, en)
