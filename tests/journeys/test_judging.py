"""What judges pages waits until they are there, with scripts and without."""

from seen_pages import violations

import pytest

LATE = """<!doctype html><html lang="vi"><head><title>Trang</title></head><body><main>
<h1>Bài viết</h1><label>Nội dung<textarea class="pat-tinymce"></textarea></label>
<div id="bar"></div><script>
setTimeout(() => {
    bar.innerHTML = '<button class="tox-statusbar__wordcount"></button>';
    setTimeout(() => bar.firstChild.textContent = '0 từ', 500);
}, 500);
</script></main></body></html>"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_editor_that_comes_late_is_waited_for(chromium, scripts):
    context = chromium.new_context(java_script_enabled=scripts)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.set_content(LATE)
    found = [rule for rule, _node in violations(page)]
    assert "button-name" not in found
    assert page.locator("button").count() == (1 if scripts else 0)
    context.close()
