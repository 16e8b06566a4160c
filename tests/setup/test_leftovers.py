"""Content outlives the add-on: the portal goes on, and another installation revives it."""
from plone import api
from foreign_portal import install
from foreign_portal import uninstall
import pytest
import transaction
from plone.app.textfield.value import RichTextValue


class TestX:
    def test_x(self, foreign_portal, manager):
        site = foreign_portal
        install(manager, site)
        section = api.content.create(site, "LegalEducationSection", "s", title="Phap luat")
        text = api.content.create(section, "LegalNews", "t", title="Tin tuc phap luat", text=RichTextValue("<p>Noi dung</p>", "text/html", "text/x-html-safe"))
        api.content.create(section, "Document", "d", title="Trang thuong")
        transaction.commit()
        uninstall(manager, site)
        manager.handleErrors = True
        manager.raiseHttpErrors = False; manager.handleErrors = False
        for path in ("", "/sitemap", "/folder_contents", "/@@search?SearchableText=phap", "/s/folder_contents", "/s", "/s/t","/s/t/view", "/s/edit", "/s/d", "/tin-tuc", "/s/sharing", "/@@getVocabulary?name=plone.app.vocabularies.Catalog&query={%22criteria%22:[]}&attributes=[%22Title%22,%22portal_type%22,%22Type%22,%22getURL%22,%22getIcon%22]", "/s/@@fc-contextInfo", "/listing_view"):
            try:
                manager.open(site.absolute_url() + path)
                print(path, manager.headers["status"], len(manager.contents))
                if manager.headers["status"][:3] != "200": print(manager.contents[-1500:])
            except Exception as e:
                import traceback; print(path, chr(10).join(traceback.format_exc().splitlines()[-14:]))
        print(site.error_log.getLogEntries() and [ (e['type'], e['value'], e['tb_text'][-700:]) for e in site.error_log.getLogEntries()])
        assert 0
