"""What a browser sends back of a page's form when nothing was touched."""

from html.parser import HTMLParser

from django.test import Client

Attrs = list[tuple[str, str | None]]


class _Fields(HTMLParser):
    """The boxes of the page's main part, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.in_main = False
        self.text = self.choosing = ""

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        said = {name: value or "" for name, value in attrs}
        self.in_main = self.in_main or tag == "main"
        name = said.get("name", "") if self.in_main else ""
        if tag == "select":
            self.choosing = name
        elif tag == "option" and self.choosing:
            # A list with nothing chosen stands on its first row.
            if "selected" in said or self.choosing not in self.sent:
                self.sent[self.choosing] = [said.get("value", "")]
        elif tag == "textarea" and name:
            self.text, self.sent[name] = name, [""]
        elif tag == "input" and name and self._counts(said):
            self.sent.setdefault(name, []).append(said.get("value", "on" if said.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        self.in_main = self.in_main and tag != "main"
        self.choosing = "" if tag == "select" else self.choosing
        self.text = "" if tag == "textarea" else self.text

    def handle_data(self, data: str) -> None:
        if self.text:
            self.sent[self.text][0] += data

    @staticmethod
    def _counts(said: dict[str, str]) -> bool:
        kind = said.get("type", "text")
        return kind != "file" and (kind not in {"checkbox", "radio"} or "checked" in said)


def sent_back(browser: Client, page: str) -> dict[str, list[str]]:
    """The form of that page as its browser would post it."""
    reader = _Fields()
    reader.feed(browser.get(page).content.decode())
    # A browser leaves out the first line end of a text.
    return {name: [value.removeprefix("\n") for value in values] for name, values in reader.sent.items()}
