"""Press what TinyMCE offers, as it is configured: each button, menu item and dialogue."""

from collections.abc import Iterator
from playwright.sync_api import Locator
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError

import re

READY = "window.tinymce && tinymce.activeEditor && tinymce.activeEditor.initialized"
DIALOGUE = ".tox-dialog"
PICKED = ".tox-insert-table-picker [role=button]"
TYPED = {
    "Source": "https://www.youtube.com/watch?v=jNQXAC9IVRw",
    "Alternative source URL": "",
    "Width": "60%",
    "Height": "90px",
    "Cell spacing": "2",
    "Cell padding": "4",
    "Border width": "1",
}
"""What is typed into the fields of dialogues, by their labels."""
NEW_PARAGRAPH = """text => {
    const e = tinymce.activeEditor;
    const p = e.dom.add(e.getBody(), 'p', {}, text);
    e.selection.select(p.firstChild);
    e.focus();
    e.nodeChanged();
}"""
NEW_TABLE = """text => {
    const e = tinymce.activeEditor;
    e.selection.setCursorLocation(e.dom.add(e.getBody(), 'p', {}, 'Bảng'), 1);
    e.execCommand('mceInsertTable', false, {rows: 3, columns: 2});
    const tables = e.getBody().querySelectorAll('table');
    const table = tables[tables.length - 1];
    for (const cell of table.querySelectorAll('td')) cell.textContent = text;
    const cells = table.querySelectorAll('td');
    e.selection.setCursorLocation(cells[0].firstChild, 0);
    e.focus();
    e.nodeChanged();
}"""


class Presser:
    """Press everything in a form's editor, one thing after another."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed: set[str] = set()
        page.wait_for_function(READY)
        page.locator(".tox-menubar").wait_for()

    @property
    def content(self) -> str:
        """Return what the editor has."""
        return self.page.evaluate("tinymce.activeEditor.getContent()")

    def toolbar(self) -> list[str]:
        """Return the names of the buttons that are shown."""
        names = "buttons => buttons.map(b => b.dataset.mceName)"
        return self.page.locator(".tox-toolbar__group [data-mce-name]").evaluate_all(
            names
        )

    def menus(self) -> list[str]:
        """Return the words of the menu bar."""
        return self.page.locator(".tox-mbtn").all_inner_texts()

    def paragraph(self, text: str) -> None:
        """Add a paragraph and mark its words."""
        self.page.evaluate(NEW_PARAGRAPH, text)

    def table(self, text: str) -> None:
        """Add a table and set the caret into its first cell."""
        self.page.evaluate(NEW_TABLE, text)

    def press_toolbar(self, round_: int) -> None:
        """Press each button of the toolbar, and all that opens behind it."""
        for name in self.toolbar():
            button = self.page.locator(f"[data-mce-name='{name}']").first
            if name in ("plonelink", "ploneimage", "unlink"):
                continue
            if button.get_attribute("aria-haspopup") == "true":
                self.press_menu(button, name, round_)
                continue
            self.paragraph(f"Nút {name}")
            if button.get_attribute("aria-disabled") != "true":
                button.click()
                self.pressed.add(name)
                self.answer_dialogue(round_)

    def press_menus(self, round_: int, only: str = "") -> None:
        """Press each item of each menu, or of one alone."""
        for number, name in enumerate(self.menus()):
            if only in name:
                opener = self.page.locator(".tox-mbtn").nth(number)
                self.press_menu(opener, name, round_)

    def press_menu(self, opener: Locator, name: str, round_: int) -> None:
        """Press each item behind a button that opens a menu."""
        for path in self.leaves(opener, name):
            if (
                "Table" in name
                or "Tables" in path
                or path[0] in ("Cell", "Row", "Column")
            ):
                self.table(" / ".join(path))
            else:
                self.paragraph(" / ".join(path))
            self.press_path(opener, path)
            self.answer_dialogue(round_)
            if "Fullscreen" in path:
                self.press_path(opener, path)

    def leaves(self, opener: Locator, name: str) -> list[tuple[str, ...]]:
        """Return the way to each item that opens no further menu."""
        self.table("để mở mọi mục") if "Table" in name else self.paragraph("mở")
        opener.click()
        found = list(self.walk(()))
        self.close()
        return found

    def walk(self, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Yield the ways from an open menu on; one without words leads to a grid.

        The menu of formats stands in the toolbar, where it is an open menu itself.
        """
        items = self.items(len(way))
        if not items:
            yield (*way, "")
        for words, opens in items:
            if not opens:
                yield (*way, words)
            elif not way:
                self.open_inner(words, len(way))
                yield from self.walk((words,))

    def menu(self, level: int) -> Locator:
        """Return the menu that is so many levels within another."""
        return self.page.locator(".tox-menu").nth(level)

    def items(self, level: int) -> list[tuple[str, bool]]:
        """Return the words of a menu's items, and which open another menu."""
        self.menu(level).wait_for()
        return [
            (item.inner_text(), opens == "true")
            for item, opens in (
                (
                    one.locator(".tox-collection__item-label"),
                    one.get_attribute("aria-haspopup"),
                )
                for one in self.menu(level).locator("[role^=menuitem]").all()
            )
        ]

    def item(self, words: str, level: int) -> Locator:
        """Return an item of a menu."""
        label = self.page.locator(".tox-collection__item-label")
        return (
            self.menu(level)
            .locator("[role^=menuitem]")
            .filter(
                has=label.get_by_text(words, exact=True).or_(
                    label.filter(has_text=re.compile(f"^{re.escape(words)}$"))
                )
            )
            .first
        )

    def open_inner(self, words: str, level: int) -> None:
        """Open the menu behind an item of a menu."""
        item = self.item(words, level)
        opened = f"#{item.get_attribute('id')}[aria-expanded=true]"
        item.hover()
        try:
            self.page.wait_for_selector(opened, timeout=1_500)
        except TimeoutError:
            item.click()
            self.page.wait_for_selector(opened)
        self.menu(level + 1).wait_for()

    def press_path(self, opener: Locator, path: tuple[str, ...]) -> None:
        """Open the menus on the way to an item and press it, unless it can't be now."""
        opener.click()
        self.menu(0).wait_for()
        for level, words in enumerate(path[:-1]):
            self.open_inner(words, level)
        if not path[-1]:
            self.page.locator(PICKED).nth(11).click()
            self.pressed.add("/".join(path))
            return
        one = self.item(path[-1], len(path) - 1)
        if one.get_attribute("aria-disabled") == "true":
            self.close()
            return
        one.click()
        self.pressed.add("/".join(path))

    def answer_dialogue(self, round_: int) -> None:
        """Fill a dialogue, if one opened, and save it or close it."""
        dialogue = self.page.locator(DIALOGUE)
        if not dialogue.count():
            self.close()
            return
        for group in dialogue.locator(".tox-form__group").all():
            label = group.locator("label").first
            words = label.inner_text() if label.count() else ""
            field = group.locator(
                "input[type=text], input[type=url], input.tox-textfield"
            )
            if field.count() and words in TYPED:
                field.first.fill(TYPED[words])
            box = group.locator("button.tox-listbox")
            if box.count():
                box.first.click()
                options = self.page.locator(".tox-menu .tox-collection__item")
                options.nth(round_ % options.count()).click()
        for box in dialogue.locator("label.tox-checkbox").all():
            box.click()
        save = dialogue.get_by_role("button", name="Save", exact=True)
        if save.count():
            save.click()
        else:
            self.page.keyboard.press("Escape")
        dialogue.wait_for(state="detached")

    def close(self) -> None:
        """Close the menus that are still open."""
        for _once in range(3):
            if self.page.locator(".tox-menu").count():
                self.page.keyboard.press("Escape")
