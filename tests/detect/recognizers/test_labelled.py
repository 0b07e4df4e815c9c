"""Values after written labels in text: what the lexicon says of the label, and a value that is one."""

import pytest

from scanner.detect.recognizers.labelled import LabelledRecognizer

RECOGNIZER = LabelledRecognizer()

POSITIVES = [
    ("Gebruikersnaam: s.yilmaz", "id.login", "s.yilmaz"),
    ("gebruikersnaam = kdevries09", "id.login", "kdevries09"),
    ("inloggen met gebruikersnaam noor.b en wachtwoord Pannenkoek22", "id.login", "noor.b"),
    ("je inlognaam is 5b_tim", "id.login", "5b_tim"),
    ("login: jansen.p", "id.login", "jansen.p"),
    ("loginnaam jb4471, ww konijn88", "id.login", "jb4471"),
    ("user name: e.elamrani", "id.login", "e.elamrani"),
    ("<username>fatima.ouali</username>", "id.login", "fatima.ouali"),
    ('"userName": "sem.visser12"', "id.login", "sem.visser12"),
    ('{"login_id":"880213"}', "id.login", "880213"),
    ("eduPersonPrincipalName=9912@lyceum.example", "id.login", "9912@lyceum.example"),
    ('preferred_username: "d.bos"', "id.login", "d.bos"),
    ("Login mislukt voor gebruikersnaam=tjanssen11 vanaf 145.97.20.9", "id.login", "tjanssen11"),
    ("llnr: 30221", "id.leerlingnummer", "30221"),
    ("<leerlingnummer>55123</leerlingnummer>", "id.leerlingnummer", "55123"),
    ("leerling-id: 88123", "id.account", "88123"),
    ("userid=20991&cmid=12", "id.account", "20991"),
    ('{"user_id": "9b2f7c10-4b6e-4a55-9d11-0a6b1f2e3c44"}', "id.account", "9b2f7c10-4b6e-4a55-9d11-0a6b1f2e3c44"),
    ('"accountId":"5f9c0f7aa1b2c3d4"', "id.account", "5f9c0f7aa1b2c3d4"),
    ("account_id: 7712334", "id.account", "7712334"),
    ("person_id=44512", "id.account", "44512"),
    ('"learnerId":"L-99821"', "id.leerlingnummer", "L-99821"),
    ("Nationaliteit: Turkse", "demo.nationality", "Turkse"),
    ("nationaliteit = Eritrese, tweede: Nederlandse", "demo.nationality", "Eritrese"),
    ("<nationaliteit>Marokkaanse</nationaliteit>", "demo.nationality", "Marokkaanse"),
    ("nationaliteit Poolse, spreekt thuis Pools", "demo.nationality", "Poolse"),
    ("Nationality: Ukrainian", "demo.nationality", "Ukrainian"),
    ("geboorteplaats: Paramaribo", "demo.birthplace", "Paramaribo"),
    ("Geboorteplaats: Den Haag", "demo.birthplace", "Den Haag"),
    ("geboorteplaats Aleppo (Syrië)", "demo.birthplace", "Aleppo (Syrië)"),
    ("geboorteland: Eritrea", "demo.birthplace", "Eritrea"),
    ("geboren te Leeuwarden op 12 mei 2011", "demo.birthplace", "Leeuwarden"),
    ("geboren op 3-4-2010 te Groningen", "demo.birthplace", "Groningen"),
    ("<geboorteplaats>Oranjestad</geboorteplaats>", "demo.birthplace", "Oranjestad"),
    ("geslacht: v", "demo.gender", "v"),
    ('"geslacht":"M","klas":"3b"', "demo.gender", "M"),
    ("Geslacht: vrouw", "demo.gender", "vrouw"),
    ("GESLACHT V GEB.DATUM 12 03 2010", "demo.gender", "V"),
    ("gender=female", "demo.gender", "female"),
    ("<geslacht>M</geslacht>", "demo.gender", "M"),
    ("geloof: islam", "special.religion", "islam"),
    ("Godsdienst: rooms-katholiek", "special.religion", "rooms-katholiek"),
    ("levensbeschouwing: hindoe", "special.religion", "hindoe"),
    ("kerkgenootschap: Hersteld Hervormd", "special.religion", "Hersteld Hervormd"),
    ("religie = islamitisch", "special.religion", "islamitisch"),
    ("thuistaal: Arabisch", "special.origin", "Arabisch"),
    ("Thuistaal: Pools en Nederlands", "special.origin", "Pools en Nederlands"),
    ("moedertaal Turks", "special.origin", "Turks"),
    ('"thuistaal":"Dari"', "special.origin", "Dari"),
    ("etniciteit: Somalisch", "special.origin", "Somalisch"),
    ("verblijfsvergunning: asiel onbepaalde tijd", "special.origin", "asiel onbepaalde tijd"),
    ("land van herkomst: Syrië", "special.origin", "Syrië"),
    ("seksuele geaardheid: homo", "special.orientation", "homo"),
    ("geboortedatum=20110304", "demo.dob", "20110304"),
    ('"birthDate":"2011-03-04"', "demo.dob", "2011-03-04"),
    ("dob=1299196800", "demo.dob", "1299196800"),
    ("<gebdat>04-03-2011</gebdat>", "demo.dob", "04-03-2011"),
    ("GEBOORTEDATUM: 4 MAART 2011", "demo.dob", "4 MAART 2011"),
    ("leeftijd: 9", "demo.age", "9"),
    ("leeftijd = 14 jaar", "demo.age", "14 jaar"),
    ('"age": 11', "demo.age", "11"),
    ("postcode: 8911 kt", "addr.postcode", "8911 kt"),
    ("adres: Kennedylaan nr. 101", "addr.street", "Kennedylaan nr. 101"),
    ("_gid=GA1.2.998877665.1712345678", "id.cookie", "GA1.2.998877665.1712345678"),
    ("_fbp=fb.1.1700000000000.1234567890", "id.cookie", "fb.1.1700000000000.1234567890"),
    ("thuistaal Tigrinya, in Nederland sinds 12-2021", "special.origin", "Tigrinya"),
    ('"Geboortedatum":"/Date(1333411200000)/"', "demo.dob", "/Date(1333411200000)/"),
    ("nlEduPersonProfileId 95312@1.kennisnet.example", "id.leerlingnummer", "95312@1.kennisnet.example"),
    ('"StamNr":20551,"Roepnaam":"Puck"', "id.leerlingnummer", "20551"),
    ('{"lat":51.92411,"lon":4.47772,"user":"u_9913"}', "id.account", "u_9913"),
    ("username=pietjepukkelen@petteflatcollege", "id.login", "pietjepukkelen@petteflatcollege"),
    ("geboren 21 mrt. 2011 in Sneek, oudste van drie", "demo.birthplace", "Sneek"),
    ('\\"thuistaal\\":\\"Dari\\"', "special.origin", "Dari"),
    ("geslacht\tV\tnationaliteit\tPoolse", "demo.gender", "V"),
    ("fcmToken: dQw4w9WgXcQ:APA91bH8aB7cD6eF5gH4iJ3kL2mN1", "id.device", "dQw4w9WgXcQ:APA91bH8aB7cD6eF5gH4iJ3kL2mN1"),
    ("android_id=9231a2648d31c4b5", "id.device", "9231a2648d31c4b5"),
    ("straat=Molenweg&huisnummer=14&toevoeging=C&postcode=9999XA", "addr.street", "Molenweg"),
    ("stamgroep: B2K4", "edu.group", "B2K4"),
    ("auth user=t.vanbeek11 ip=83.160.44.201", "id.login", "t.vanbeek11"),
    ("land_moeder: Eritrea", "special.origin", "Eritrea"),
    ("geb. 3-4-'12 te Zwolle", "demo.birthplace", "Zwolle"),
    ("geb.pl. Tbilisi, afkomstig uit een ander land", "demo.birthplace", "Tbilisi"),
    ("nat. Georgisch, burg. staat n.v.t.", "demo.nationality", "Georgisch"),
    ("gesl. M, groep onbekend", "demo.gender", "M"),
    ("stamboeknummer 118377 bestaat al", "id.leerlingnummer", "118377"),
    ("GET https://portaal.example/ouder?kind=Jurriaan+Bos&geb=07-07-2016&x=1", "name.full", "Jurriaan+Bos"),
    ("row={'naam': 'Kanarie, Elif', 'groep': '5a', 'AVI': 'M5'}", "name.full", "Kanarie, Elif"),
    ("leerling: Youssef Amrani, klas: 2b", "name.full", "Youssef Amrani"),
]
NEGATIVES = [
    "Gebruikersnaam:",
    "Gebruikersnaam: verplicht veld",
    "Gebruikersnaam of e-mailadres",
    "gebruikersnaam en wachtwoord vergeten?",
    "De gebruikersnaam is niet correct.",
    "gebruikersnaam moet minimaal 6 tekens bevatten",
    "gebruikersnaam: {username}",
    "login: function(e){return e.login}",
    "login via Entree Federatie",
    "login page.html",
    "Login met je schoolaccount",
    "username: string",
    "username=e.username",
    "username:e.username,password:t.password",
    '"username": "string"',
    '"username": "Gebruikersnaam"',
    'var username = document.getElementById("username").value;',
    "const userId = req.params.userId;",
    "SELECT user_id, name FROM users WHERE user_id = 12345",
    "INSERT INTO users (user_id) VALUES (12345)",
    "curl -u $USER:$PASSWORD https://api.example",
    "export USER_ID=${USER_ID:-1000}",
    "user_id int(11) NOT NULL",
    "userId: number;",
    "/users/{userId}/courses",
    '<input name="username" placeholder="Gebruikersnaam">',
    "Nationaliteit:",
    "Nationaliteit: maak een keuze",
    "nationaliteit is verplicht",
    '"nationality": "Nationaliteit"',
    "Nationaliteit: de staat waarvan je burger bent",
    "De nationaliteit van Erasmus was Nederlands.",
    "geboorteplaats van Rembrandt: Leiden",
    "Geboorteplaats: verplicht",
    "geboorteplaats en -datum",
    "geboren in de 17e eeuw te Leiden",
    "Rembrandt, geboren 15 juli 1606 te Leiden",
    "geslacht: m/v",
    "geslacht: man, vrouw of onbekend",
    "Geslacht: kies",
    "Het geslacht van een zelfstandig naamwoord is mannelijk of vrouwelijk",
    "geslacht vrouwelijk: de tafel",
    "geloof: een inleiding",
    "Godsdienst: hoofdstuk 3",
    "godsdienst: toets vrijdag",
    "geloof mij, islam is een wereldgodsdienst",
    "ik geloof dat katholiek zijn niet makkelijk is",
    "religie: wat geloof jij?",
    "Religie: de vijf zuilen van de islam",
    "thuistaal: vul in",
    "moedertaal of vreemde taal",
    "moedertaal: de taal die je thuis spreekt",
    "Taal: Nederlands",
    "taal=nl",
    "leeftijd: 12+",
    "leeftijd: 10-12 jaar",
    "leeftijd: vanaf 8 jaar",
    "gemiddelde leeftijd: 11",
    "minimumleeftijd: 16",
    "Cache-Control: max-age=31536000",
    "age: 0",
    "leeftijd boom: 120 jaar",
    "leerlingnummer is verplicht",
    "leerlingnummer: 6 cijfers",
    "Leerlingnummer;Achternaam;Voornaam;Geboortedatum",
    "leerlingnummer,klas,cijfer",
    "Vul hier je leerlingnummer in",
    "productnummer: 445512",
    "ordernummer: 2024-0087",
    "artikelnr. 2014-0087",
    "aantal leerlingen: 20551",
    "student 2014-0087-B",
    "product id: 445512",
    "session_id: example",
    "project-id: 778123",
    "game id 99123",
    "node id=12345",
    "id: 5551234",
    'class="id-12345"',
    'data-id="55123"',
    "course_id=99887",
    "dob: Date | null",
    "birthDate: z.string()",
    "geboortedatum: dd-mm-jjjj",
    "geboortedatum (dd-mm-jjjj): verplicht",
    "Bezoekadres: Lange Voorhout 8, 2514 ED Den Haag",
    "Authorization: Bearer {token}",
    "_ga=disabled",
    "Cookie: cookies_accepted=true",
    "aanbieder: 123A45",
    "kamer 100X123B",
    "allergie: informatie voor ouders",
    "Dyslexie: wat is dat?",
    "diagnose: hoofdstuk 4",
    "dieet: vegetarisch menu kantine",
    "medicijnen: hoe werken ze?",
    "cijfer: rond af op één decimaal",
    "cijfers: 1 2 3 4 5",
    '{"type":"object","properties":{"username":{"type":"string"}}}',
    '{"key":"user_id","label":"Gebruiker"}',
    't("login.username")="Inlognaam"',
    ".username{color:red}",
    "$user = 'admin';",
    "user: root",
    "username: admin",
    "DATABASE_USER=postgres",
    "http://localhost:8080/?user=test",
    "ssh user@host",
    "Set user id 0 for root",
    "user id is a unique identifier",
    "The user ID is required.",
    "place: 12",
    "plaats: 3e plaats",
    "land: Nederland",
    "woonplaats: verplicht",
    "country: NL",
    "naam: value",
    "Naam leerling: ________",
    "Achternaam: (verplicht)",
    "Voornaam: Voornaam",
    "adres: https://school.example/pad",
    "IP-adres: 10.0.0.1",
    "e-mailadres: naam@voorbeeld.nl",
    "webadres: www.school.nl",
    "postcode: 1234 AB (voorbeeld)",
    "nummer: 12",
    "nat. tijdschrift over dieren", "gesl. op maandag", "kies geslacht v of m",
    '{"name":"Groene Stift","code":"5"}', '{"naam":"Kim Kanarie"}', "name: Windows Server", "to=Amsterdam+Noord",
]
"""Labels without a value, hints of forms, translations, programs, queries, headings of lessons, data of things."""


@pytest.mark.parametrize(("text", "category", "value"), POSITIVES)
def test_match(text: str, category: str, value: str) -> None:
    match = RECOGNIZER.find(text)[0]
    assert (match.category.value, text[match.start : match.end]) == (category, value)
    assert match.score >= 0.6
    assert RECOGNIZER.trigger.search(text)


@pytest.mark.parametrize("text", NEGATIVES)
def test_no_match(text: str) -> None:
    assert [match for match in RECOGNIZER.find(text) if match.score >= 0.6] == []


def test_several_in_one_line() -> None:
    text = "username=l.vandijk&userid=20417&geslacht=v&thuistaal=Pools"
    assert [text[match.start : match.end] for match in RECOGNIZER.find(text)] == ["l.vandijk", "20417", "v", "Pools"]


def test_a_name_of_many_things_needs_another_datum_beside_it() -> None:
    assert RECOGNIZER.find('"user":"u_9913"') == []
    assert [match.score for match in RECOGNIZER.find('"user":"u_9913","geboortedatum":"2012-03-04"')] == [0.65, 0.8]


@pytest.mark.parametrize(("text", "value"), [
    ("Voornaam: Sanne", "Sanne"), ("achternaam=Oudshoorn&x=1", "Oudshoorn"), ('"Roepnaam":"Sanne"', "Sanne"),
])
def test_names(text: str, value: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert text[match.start : match.end] == value
    assert match.score >= 0.6


@pytest.mark.parametrize("text", ["Voornaam: Vul je voornaam in", "Naam: Wiskunde", "Achternaam: Achternaam"])
def test_no_names(text: str) -> None:
    assert [match for match in RECOGNIZER.find(text) if match.score >= 0.6] == []


@pytest.mark.parametrize("text", [
    "de Nationaliteit: Syrische bijvoorbeeld", "Rembrandt van Rijn, geboorteplaats: Leiden, 17e eeuw, schilder",
])
def test_of_lessons(text: str) -> None:
    assert len(RECOGNIZER.find(text)) <= 1


@pytest.mark.parametrize("piece", [
    "naam:", "naam ", '"id":"', "login ", "geboren te Aa ", "id=>", "<id>", "nationaliteit: a b c d e ",
    "user.", "id\t",
])
def test_hostile(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(match.end <= len(text) for match in RECOGNIZER.find(text))
