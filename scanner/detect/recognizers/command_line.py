"""Finds who signs in, and with what, in commands and logs: ``mysql -u kees -pGeheim1``, ``Accepted password for kees``.

Theory. A command says by its name and its options what stands behind them, so each has a pattern of its own: nothing
else in it is looked at. Users that every system has (``root``, ``www-data``) and variables are nobody's.
Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .context import Taken
from .identifiers import is_role
from .outcome import reasons
from .token import masked

_USER = r"(?P<user>[A-Za-z0-9][\w.+-]{1,60}(?<![.+-]))"
_SECRET = r"(?P<secret>[^\s'\"$<>{}|;&]{3,80})"
_QUOTED = r"['\"]?"
_END = r"(?=['\"\s,;.)\]|@]|\Z)"
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
    # curl -u kees:Geheim1, wget --user=kees
    rf"\bcurl\b[^\n|]{{0,200}}?[ ](?:-u|--user)[ =]?{_QUOTED}{_USER}:{_SECRET}",
    rf"\b(?:wget|svn|git|smbclient|xfreerdp|rdesktop|ftp|lftp)\b[^\n|]{{0,120}}?[ ](?:--user(?:name)?[ =]|/u:|-u[ ])"
    rf"{_QUOTED}{_USER}{_END}(?:[^\n|]{{0,40}}?[ ](?:--?p(?:assword)?[ =]?|/p:){_QUOTED}{_SECRET})?",
    # mysql -u kees -pGeheim1, psql -U kees
    rf"\b(?:mysql|mysqldump|mariadb|psql|pg_dump|mongo(?:sh|dump)?|sqlcmd|redis-cli)\b[^\n|]{{0,120}}?[ ](?-i:-u|"
    rf"-U)[ ]?"
    rf"{_QUOTED}{_USER}{_END}(?:[^\n|]{{0,60}}?[ ](?-i:-p|-P|--password=){_QUOTED}{_SECRET})?",
    rf"\b(?:docker|podman|az|npm|helm)[ ]login\b[^\n|]{{0,80}}?[ ](?:-u|--username)[ =]{_QUOTED}{_USER}{_END}"
    rf"(?:[^\n|]{{0,60}}?[ ](?:-p|--password)[ =]{_QUOTED}{_SECRET})?",
    rf"\bsshpass[ ]-p[ ]?{_QUOTED}{_SECRET}",
    rf"\b(?:PG|MYSQL_|SSH|RSYNC_|REDIS_|DB_|SMTP_|MAIL_|ADMIN_|ROOT_|FTP_|LDAP_)(?:PASS|PASSWORD|PWD)=[\"']?{_SECRET}",
    # accounts that are made or changed
    rf"\b(?:useradd|adduser|usermod|userdel|deluser|passwd|"
    rf"chage)\b(?:[ ]-{{1,2}}[\w-]+(?:[ ][/\w.,-]*/[\w./-]*)?){{0,6}}"
    rf"[ ]{_USER}(?=[\s;&|]|\Z)",
    rf"\bnet[ ]user[ ]{_QUOTED}{_USER}{_QUOTED}(?:[ ](?!/|\*){_QUOTED}{_SECRET}{_QUOTED})?(?=[ ]/|\Z|\n)",
    rf"\becho[ ]{_QUOTED}{_USER}:{_SECRET}['\"]?[ ]?\|[ ]?(?:sudo[ ])?chpasswd",
    rf"\b(?:Set|New|Get|Unlock|Enable|Disable|Remove|Reset)-(?:AD|Mg|Msol|AzureAD|Local|CsOnline)\w{{4,30}}\b"
    rf"[^\n|]{{0,120}}?[ ]-(?:Identity|SamAccountName|Name|UserPrincipalName|UserId|Member)[ ]{_QUOTED}{_USER}{_END}",
    rf"\bgam[ ](?:update|create|info|delete)[ ]user[ ]{_USER}(?:{_END}|"
    rf"@)(?:[^\n]{{0,60}}?[ ]password[ ]{_QUOTED}{_SECRET})?",
    rf"\brunas[ ]/user:(?:[\w.-]+\\)?{_USER}{_END}",
    # logs
    rf"\b(?:Accepted|Failed|Postponed)[ ](?:password|publickey|keyboard-interactive(?:/pam)?|none)[ ]for[ ]"
    rf"(?:invalid[ ]user[ ])?{_USER}[ ]from\b",
    rf"\b(?:session[ ](?:opened|closed)|authentication[ ]failure)\b[^\n]{{0,80}}?(?:for[ ]user[ ]|"
    rf"\buser=){_USER}{_END}",
    rf"\b(?:Login[ ](?:OK|incorrect)|Access-(?:Accept|Reject))\b[:]?[ ](?:\[|for[ ]user[ ]|user[ ]){_USER}(?=[\]/\s])",
    rf"\buser[ ]account[ ]was[ ](?:locked[ ]out|unlocked|created|deleted|disabled|enabled)\b[^\n]{{0,40}}?"
    rf"Account(?:[ ]Name)?:[ ]{{0,4}}{_USER}{_END}",
    rf"\b(?:sAMAccountName|uid)=(?-i:{_USER})(?=[,)])",
    rf"\bgit[ ]blame:[ ]{_USER}{_END}",
    # addresses with a password
    rf"\b(?:ftps?|sftp|ssh|https?|smb|rtsp|mysql|postgres(?:ql)?|mongodb(?:\+srv)?|redis|amqps?|ldaps?)://{_USER}:"
    r"(?P<secret>[^\s'\"$<>{}|;&/@]{3,80})@",
))
_VARIABLE = re.compile(r"\$|%[A-Za-z_]+%|<|\*+\Z|x{3,}\Z|\.{3}", re.IGNORECASE)
_PLACEHOLDERS = frozenset((
    "user", "username", "gebruiker", "gebruikersnaam", "name", "naam", "login", "account", "password", "wachtwoord",
    "passwd", "pass", "secret", "geheim", "changeme", "your_password", "yourpassword", "mypassword", "token", "example",
    "voorbeeld", "foo", "bar", "me", "myuser", "youruser",
))
_SYSTEM = re.compile(r"(?:[a-z]+-data|sshd|nginx|apache\d?|mysql|postgres|redis|git|ubuntu|debian|pi|ec2-user|oracle|"
                     r"jenkins|deploy|backup|nobody|daemon|bin|sys|sync|mail|news|ftp|sa|dbo|x-access-token)\Z",
                     re.IGNORECASE)


class CommandLineRecognizer:
    """Finds users and passwords in commands, connection strings and lines of system logs."""

    name = "command_line"
    entity = "COMMAND_LINE"
    categories: tuple[Category, ...] = (Category.LOGIN, Category.CREDENTIAL)
    cost: Cost = "context"
    trigger = re.compile(
        r"\b(?:curl|wget|svn|git|smbclient|xfreerdp|rdesktop|l?ftp|mysql(?:dump)?|mariadb|psql|pg_dump|mongo(?:sh|"
        r"dump)?|"
        r"sqlcmd|redis-cli|docker|podman|az|npm|helm|sshpass|passwd|chage|useradd|adduser|usermod|userdel|deluser|"
        r"net[ ]user|gam|runas)[ ]|\bchpasswd\b|git[ ]blame|(?:PASS|PASSWORD|PWD)=|-(?:Identity|SamAccountName|Name|"
        r"UserPrincipalName|"
        r"UserId|Member)[ ]|(?:password|publickey|keyboard-interactive(?:/pam)?|none)[ ]for[ ]|session[ ](?:opened|"
        r"closed)|"
        r"authentication[ ]failure|Login[ ](?:OK|incorrect)|Access-(?:Accept|Reject)|account[ ]was[ ]|"
        r"(?:sAMAccountName|uid)=|://[^\s/@:]{1,80}:[^\s/@]{1,80}@", re.IGNORECASE)
    words = re.compile(
        r"curl|wget|svn|git|smbclient|rdesktop|freerdp|ftp|mysql|mariadb|psql|dump|mongo|sqlcmd|redis|docker|podman|"
        r"npm|"
        r"helm|pass|chage|pwd|useradd|adduser|usermod|userdel|deluser|net|gam|runas|identity|samaccountname|principal|"
        r"userid|publickey|keyboard|opened|closed|failure|incorrect|reject|accept|locked|unlocked|created|deleted|"
        r"enabled|"
        r"disabled|uid|http|ssh|rtsp|postgres|amqp|ldap|smb", re.IGNORECASE)
    """What the guard compares words with instead of the trigger, which is a matter of the words around."""
    context: tuple[str, ...] = ("mysql", "curl", "useradd", "sshd")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        taken = Taken()
        found: list[Match] = []
        for pattern in _PATTERNS:
            for each in pattern.finditer(text):
                for group, category, code in (("user", Category.LOGIN, "context:command-user"),
                                              ("secret", Category.CREDENTIAL, "context:command-password")):
                    value = each.groupdict().get(group)
                    if value is None or not _is_own(value) or not taken.take(*each.span(group)):
                        continue
                    canonical = value.casefold() if category is Category.LOGIN else value
                    found.append(Match(*each.span(group), category, 0.7, canonical, reasons((code, 0.7))))
        return sorted(found, key=lambda match: match.start)


def _is_own(value: str) -> bool:
    """Whether a value is somebody's: no variable, no mask, no example and no account that a system brings itself."""
    bare = value.casefold().strip("'\"")
    return not (_VARIABLE.search(value) or masked(value) or bare in _PLACEHOLDERS or is_role(bare)
                or _SYSTEM.match(bare))
