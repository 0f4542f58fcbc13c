"""Which domains can stand for an organisation."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.rules import mail_domains


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nursery.example", "nursery.example"),
        (" @Nursery.Example ", "nursery.example"),
        ("nursery.example.", "nursery.example"),
        ("möwe.example", "xn--mwe-sna.example"),
        ("a..b", ""),
        ("", ""),
    ],
)
def test_a_domain_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert mail_domains.as_kept(typed) == kept


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ("nursery.example", None),
        ("staff.nursery.example", None),
        ("heronsea.gov.uk", None),
        ("live.heronsea.sch.uk", None),
        ("outlook-heronsea.example", None),
        ("gmail.com", mail_domains.ANYBODY),
        ("googlemail.com", mail_domains.ANYBODY),
        ("hotmail.co.uk", mail_domains.ANYBODY),
        ("hotmail.fr", mail_domains.ANYBODY),
        ("yahoo.com", mail_domains.ANYBODY),
        ("outlook.com", mail_domains.ANYBODY),
        ("live.co.uk", mail_domains.ANYBODY),
        ("icloud.com", mail_domains.ANYBODY),
        ("btinternet.com", mail_domains.ANYBODY),
        ("proton.me", mail_domains.ANYBODY),
        ("mail.gmail.com", mail_domains.ANYBODY),
        ("co.uk", mail_domains.TOO_WIDE),
        ("nhs.uk", mail_domains.TOO_WIDE),
        ("sch.uk", mail_domains.TOO_WIDE),
        ("gov.uk", mail_domains.TOO_WIDE),
        ("police.uk", mail_domains.TOO_WIDE),
        ("heronsea.nhs.uk", None),
        ("nhs.net", mail_domains.SHARED),
        ("heronsea.nhs.net", None),
        ("uk", mail_domains.FORM),
        ("nursery", mail_domains.FORM),
        ("-nursery.example", mail_domains.FORM),
        ("nur sery.example", mail_domains.FORM),
        ("192.0.2.1", mail_domains.FORM),
        ("a@b.example", mail_domains.FORM),
        ("a." * 130 + "example", mail_domains.FORM),
        ("", mail_domains.FORM),
    ],
)
def test_a_domain_belongs_to_an_organisation_or_it_is_said_why_not(domain: str, said: str | None) -> None:
    assert mail_domains.fault(domain) == said


@pytest.mark.parametrize(
    ("email", "domain"),
    [("Ada@Nursery.Example", "nursery.example"), ('"a@b"@nursery.example', "nursery.example"), ("nobody", "nobody")],
)
def test_the_domain_of_an_address_is_behind_its_last_sign(email: str, domain: str) -> None:
    assert mail_domains.domain_of(email) == domain


@given(st.text() | st.from_regex(r"[a-z0-9-]{1,9}\.(example|möwe)", fullmatch=True))
@example("xn--999999999.example")
def test_whatever_is_typed_is_judged(typed: str) -> None:
    kept = mail_domains.as_kept(typed)
    if mail_domains.fault(kept) != mail_domains.FORM:
        assert mail_domains.as_kept(kept) == kept and mail_domains.as_kept(mail_domains.as_written(kept)) == kept
