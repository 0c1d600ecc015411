"""Check digits, on numbers that others published as examples."""

import pytest

from app.domain.redaction import checks


@pytest.mark.parametrize(
    "number", ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"]
)
def test_cards_of_the_schemes_test_pages(number: str) -> None:
    assert checks.card(number)
    assert not checks.card(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("number", ["0000000000000000", "1234567812345670", "41111111"])
def test_what_passes_luhn_and_no_scheme_issues(number: str) -> None:
    assert checks.luhn(number) or len(number) < 13
    assert not checks.card(number)


@pytest.mark.parametrize(
    "number",
    ["BE68539007547034", "NL91ABNA0417164300", "FR1420041010050500013M02606", "DE89370400440532013000"],
)
def test_accounts_of_the_registry(number: str) -> None:
    assert checks.iban(number)
    assert not checks.iban(number[:2] + "00" + number[4:])
    assert not checks.iban(number[:-1])


def test_belgian_numbers_before_and_after_2000() -> None:
    assert checks.rijksregister("93051822361")
    assert checks.rijksregister("00012556777")  # with the 2 before it
    assert not checks.rijksregister("93051822362")
    assert not checks.rijksregister("93151822361")


def test_dutch_and_french_numbers() -> None:
    assert checks.bsn("111222333")
    assert not checks.bsn("111222334")
    assert not checks.bsn("000000000")
    assert checks.nir("255081416802538")
    assert not checks.nir("255081416802539")
    assert checks.nir("1860420A0000" + "000") is False


def test_the_french_key_counts_corsica_as_its_rule_says() -> None:
    body = "185052A004003"
    key = 97 - int(body.replace("2A", "19")) % 97
    assert checks.nir(f"{body}{key:02}")
    assert not checks.nir(f"{body}{key - 1:02}")
