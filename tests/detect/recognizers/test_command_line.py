"""Users and passwords in commands, connection strings and lines of system logs."""

from __future__ import annotations

import pytest

from scanner.detect.guards import Guard
from scanner.detect.recognizers import TEXT_RECOGNIZERS
from scanner.detect.recognizers.command_line import CommandLineRecognizer

RECOGNIZER = CommandLineRecognizer()

POSITIVES = [
    ("curl -u mkoning:Bl0emkool https://api.leerling.example/v2/export", ["mkoning", "Bl0emkool"]),
    ("curl -s -X POST --user 'p.bos:Kaas!9' http://10.0.0.4/", ["p.bos", "Kaas!9"]),
    ("wget --user=hdekker --password=Regen88 ftp://bestanden.example/x.zip", ["hdekker", "Regen88"]),
    ("mysql -u rooster_rw -p'gR3ppel*41' -h 10.1.1.20 magazijn", ["rooster_rw", "gR3ppel*41"]),
    ("psql -U rapport -h db uitslagen", ["rapport"]),
    ("docker login -u jvisser -p dckr_pat_7YtHw2kq9LsZ", ["jvisser", "dckr_pat_7YtHw2kq9LsZ"]),
    ("sshpass -p Winter2023! ssh beheer2@10.1.1.9", ["Winter2023!"]),
    ("export PGPASSWORD=lentekriebels; pg_restore x", ["lentekriebels"]),
    ("DB_PASSWORD=zoute-drop", ["zoute-drop"]),
    ("sudo useradd -m -s /bin/bash lvanderwal", ["lvanderwal"]),
    ("echo 'lvanderwal:Zeester#19' | sudo chpasswd", ["lvanderwal", "Zeester#19"]),
    ("net user femkeb Paashaas12 /add /domain", ["femkeb", "Paashaas12"]),
    ("Set-ADAccountPassword -Identity s117742 -Reset", ["s117742"]),
    ("Add-x; Get-ADUser -Properties mail -Identity \"noor.b\"", ["noor.b"]),
    ("gam update user kim.kanarie password Zomer24!", ["kim.kanarie", "Zomer24!"]),
    ("runas /user:SCHOOL\\tvos cmd", ["tvos"]),
    ("sshd[4412]: Accepted publickey for jvdpol from 192.168.40.77 port 51122", ["jvdpol"]),
    ("sshd[1]: Failed password for invalid user p.dekker from 10.0.0.1 port 22", ["p.dekker"]),
    ("pam_unix(sshd:session): session opened for user jdoe by (uid=0)", ["jdoe"]),
    ("Auth: (12) Login incorrect: [mbakker/<via Auth-Type = eap>]", ["mbakker"]),
    ("Event 4740: A user account was locked out. Account Name: LWIERSMA Caller: PC-03", ["LWIERSMA"]),
    ("dn: uid=evelo,ou=leerlingen,dc=school", ["evelo"]),
    ("postgres://uitleen:K0ffie@db.example:5432/bieb", ["uitleen", "K0ffie"]),
    ("https://jan:Geheim12@bestanden.school.example/pub", ["jan", "Geheim12"]),
]
NEGATIVES = [
    ("curl -u $USER:$PASS https://x.example", "variables"),
    ("curl -u user:password https://api.example", "an example"),
    ("curl -u \"<gebruiker>:<wachtwoord>\" https://api.example", "an example"),
    ("curl https://api.example/u/kees:2", "an address"),
    ("mysql -u root -p", "an account that every system has, and a prompt"),
    ("docker run -u 1000:1000 image", "no login"),
    ("git commit -u", "no login"),
    ("useradd --help", "an option"),
    ("passwd: password updated successfully", "a message"),
    ("net user /add", "no name"),
    ("DB_PASSWORD=${SECRET}", "a variable"),
    ("MYSQL_PASSWORD=********", "a mask"),
    ("chown www-data:www-data uid=33", "a system's account"),
    ("Accepted password for root from 10.0.0.1", "an account that every system has"),
    ("Failed password for the third time from this page", "no name before from"),
    ("session opened yesterday", "no name"),
    ("Get-ADUser -Filter * | Format-Table", "no name"),
    ("https://example.org:8080/a@b", "a port"),
    ("https://unpkg.com/vue@3:latest", "a version"),
    ("https://user:pass@host.example", "an example"),
    ("the user account was created. Account type: Standard", "no name"),
]


@pytest.mark.parametrize(("text", "values"), POSITIVES)
def test_match(text: str, values: list[str]) -> None:
    found = [text[match.start : match.end] for match in RECOGNIZER.find(text)]
    assert found == values
    asked = Guard(TEXT_RECOGNIZERS)(text)
    assert asked >> [type(each) for each in TEXT_RECOGNIZERS].index(CommandLineRecognizer) & 1


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert [text[match.start : match.end] for match in RECOGNIZER.find(text)] == [], why
