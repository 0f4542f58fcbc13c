"""What the help page promises is what the site does."""

from tests.web.reader import Reader


def test_the_page_says_who_can_print_one_time_links(reader: Reader) -> None:
    words = reader.open("/help").words
    asked = "If you have no email address with us, your safeguarding lead or an administrator of this site can print"
    assert f"{asked} a one-time link" in words


def test_the_privacy_page_says_where_to_complain_once(reader: Reader) -> None:
    page = reader.open("/privacy")
    assert page.tree is not None
    (mark,) = page.tree.xpath("//*[@class='local']")
    assert mark.get("data-slot") == "complaints" and "not yet filled" in mark.text
