"""What judges pages waits until they are there, with scripts and without."""

from page_checks import violations
from page_checks import wait_until_drawn

import pytest

LATE = """<!doctype html><html lang="vi"><head><title>Trang</title></head><body><main>
<h1>Bài viết</h1><label>Nội dung<textarea class="pat-tinymce"></textarea></label>
<div id="bar"></div><script>
setTimeout(() => {
    bar.innerHTML = '<button class="tox-statusbar__wordcount"></button>';
    setTimeout(() => bar.firstChild.textContent = '0 từ', 500);
}, 500);
</script></main></body></html>"""

CHOSEN = LATE.replace(' class="pat-tinymce"', "").replace(
    '<div id="bar">',
    '<label>Định dạng<select name="text.mimeType" class="pat-textareamimetypeselector">'
    '<option value="text/html">HTML</option></select></label><div id="bar">',
)


@pytest.mark.parametrize("content", [LATE, CHOSEN])
def test_an_editor_that_comes_late_is_waited_for(page, content):
    page.set_content(content)
    found = [rule for rule, _node in violations(page)]
    assert "button-name" not in found
    assert page.locator("button").inner_text() == "0 từ"


def test_without_scripts_nothing_is_waited_for(chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(LATE)
    wait_until_drawn(page)
    assert page.locator("button").count() == 0
    context.close()
