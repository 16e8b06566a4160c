"""No membership that began is lost: by field, code, REST, version or working copy."""

from councils import AN
from councils import BINH
from councils import CHI
from councils import make_council
from councils import member
from councils import PEOPLE
from datetime import date
from datetime import timedelta
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.councils.append_only import MEMBERSHIPS
from sonla.pbgdpl.councils.content import ICoordinationCouncil
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.exceptions import AdditionRefused
from sonla.pbgdpl.editorial.revisions import revise
from zope.i18n import translate
from zope.lifecycleevent import modified

import pytest

DAY = date(2026, 3, 1)
PAST = {**CHI, "ended_on": date(2025, 12, 1)}
COMING = member("Người Sắp Đến", valid_from=date(2090, 1, 1))
BEFORE = [AN, BINH, PAST, COMING]

ALLOWED = {
    "nothing": BEFORE,
    "another order": [COMING, PAST, BINH, AN],
    "an end": [AN, {**BINH, "ended_on": DAY}, PAST, COMING],
    "somebody follows": [*BEFORE, member("Tòng Văn Em Mẫu", valid_from=DAY)],
    "one to come goes": [AN, BINH, PAST],
    "one to come becomes another": [AN, BINH, PAST, {**COMING, "name": "Người Khác"}],
    "a slip in the name": [{**AN, "name": "Lò Văn Ân Mẫu"}, BINH, PAST],
    "another position": [AN, {**BINH, "position": "Giám đốc Sở Tư pháp"}, PAST],
    "another number": [AN, {**BINH, "order": 5}, PAST],
    "invited after all": [AN, {**BINH, "invited": True}, PAST],
    "a slip in the day of the end": [AN, BINH, {**PAST, "ended_on": DAY}],
}
REFUSED = {
    "all gone": [],
    "one gone": [AN, PAST],
    "an ended one gone": [AN, BINH],
    "another person": [AN, {**BINH, "name": "Tòng Văn Em Mẫu"}, PAST],
    "another role": [AN, {**BINH, "role": "uy-vien"}, PAST],
    "another first day": [AN, {**BINH, "valid_from": DAY}, PAST],
    "the end taken back": [AN, BINH, CHI],
    "the end put off": [AN, BINH, {**PAST, "ended_on": date(2090, 1, 1)}],
}


@pytest.mark.parametrize("change", ALLOWED)
def test_allowed(change):
    MEMBERSHIPS.refuse_lost(BEFORE, ALLOWED[change], DAY)


@pytest.mark.parametrize("change", REFUSED)
def test_refused(portal, change):
    with pytest.raises(InvalidInput):
        MEMBERSHIPS.refuse_lost(BEFORE, REFUSED[change], DAY)


@pytest.fixture
def kept(council):
    council.members = BEFORE
    return council


@pytest.mark.parametrize("name", ["members", "secretariat"])
@pytest.mark.parametrize("change", REFUSED)
def test_refused_in_code_and_in_the_field(section, change, name):
    council = make_council(section, **{"members": [], name: BEFORE})
    published(council)
    field = ICoordinationCouncil[name].bind(council)
    with pytest.raises(InvalidInput) as refusal:
        setattr(council, name, REFUSED[change])
    assert getattr(council, name) == BEFORE
    with pytest.raises(InvalidInput):
        field.validate(REFUSED[change])
    message = translate(refusal.value.doc(), target_language="vi")
    assert "Thành viên" in message


def published(council):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", False)
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    api.content.transition(council, to_state="published")
    return council


def test_nothing_is_written_over_in_passing(council):
    council.members.clear()
    council.members[0]["name"] = "Khác"
    assert council.members == PEOPLE
    with pytest.raises(AttributeError):
        del council.members


def test_a_draft_is_free(draft):
    draft.members = [CHI]
    assert draft.members == [CHI]


def test_a_council_that_was_withdrawn_is_not(council):
    published(council)
    api.content.transition(council, "withdraw", comment="Sửa")
    api.content.transition(council, "reopen")
    with pytest.raises(InvalidInput):
        council.members = [AN]


def test_what_was_written_over_is_noted(council):
    council.members = [AN, {**BINH, "position": "Giám đốc Sở mẫu"}, CHI]
    (note,) = council._pbgdpl_corrections
    assert (note["cell"], note["before"], note["after"]) == (
        "position",
        BINH["position"],
        "Giám đốc Sở mẫu",
    )


def test_a_pasted_copy_begins_anew(section, council):
    with api.env.adopt_roles(["Manager"]):
        copy = api.content.copy(council, section)
    assert api.content.get_state(copy) == "draft"
    copy.members = [CHI]
    assert copy.members == [CHI] and council.members == PEOPLE


class TestWorkingCopy:
    """The rule holds in the copy as in the public text, and at the check-in."""

    @pytest.fixture
    def copy(self, council):
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        return revise(council)

    def test_it_has_all_and_loses_none(self, council, copy):
        assert copy.members == PEOPLE
        field = ICoordinationCouncil["members"].bind(copy)
        with pytest.raises(InvalidInput):
            copy.members = [AN, BINH]
        with pytest.raises(InvalidInput):
            field.validate([AN, BINH])
        assert copy.members == PEOPLE

    def test_what_was_added_in_it_may_still_go(self, copy):
        copy.members = [*PEOPLE, member("Gõ Nhầm Mẫu")]
        copy.members = PEOPLE
        assert copy.members == PEOPLE

    def test_approval_checks_in_a_change_of_member(self, council, copy):
        followed = [
            AN,
            {**BINH, "ended_on": DAY},
            member("Tòng Văn Em Mẫu", BINH["role"], valid_from=DAY),
            CHI,
        ]
        copy.members = followed
        assert council.members == PEOPLE
        api.content.transition(copy, to_state="published")
        assert council.members == followed
        assert api.content.get_state(council) == "published"

    def test_contents_stay_where_they_are(self, council, copy, section):
        with api.env.adopt_roles(["Manager"]):
            api.content.create(council, "Guidance", "kh", document_type="ke-hoach")
        api.content.transition(copy, to_state="published")
        assert council.objectIds() == ["kh"]
        assert section.objectIds() == [council.getId()]

    def test_nothing_is_added_inside_of_it(self, copy):
        with pytest.raises(AdditionRefused):
            api.content.create(copy, "Guidance", "kh", document_type="ke-hoach")

    def test_code_can_not_check_in_a_loss(self, council, copy):
        vars(copy)["members"] = [AN]
        with pytest.raises(InvalidInput):
            api.content.transition(copy, to_state="published")


class TestVersions:
    """Versions show what was; going back to one loses nobody."""

    @pytest.fixture
    def versioned(self, council):
        setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
        repository = api.portal.get_tool("portal_repository")
        repository.save(council, comment="trước")
        council.before = council.version_id
        council.title = "Tên mới"
        council.members = [
            AN,
            {**BINH, "ended_on": today()},
            CHI,
            member("Tòng Văn Em Mẫu", valid_from=today() - timedelta(days=1)),
        ]
        council.members = [*council.members[:3], {**council.members[3], "order": 9}]
        modified(council)
        repository.save(council, comment="sau")
        return council

    def version(self, council, at):
        return api.portal.get_tool("portal_repository").retrieve(council, at).object

    def test_an_earlier_version_shows_who_sat_then(self, versioned):
        old = vars(self.version(versioned, versioned.before).aq_base)["members"]
        assert old == PEOPLE
        assert len(versioned.members) == 4

    def test_going_back_loses_nobody(self, versioned):
        repository = api.portal.get_tool("portal_repository")
        now, notes = versioned.members, versioned._pbgdpl_corrections
        repository.revert(versioned, versioned.before)
        assert versioned.title == "Hội đồng phối hợp tỉnh"
        assert versioned.members == now
        assert versioned._pbgdpl_corrections == notes


HUNG, TWIN = member("Lò Văn Hùng Mẫu"), member("Lò Văn Hưng Mẫu")


class TestNamesThatDifferByAccents:
    """Two people may be called nearly alike; neither takes the other's place."""

    def test_both_may_sit_in_one_council(self, section):
        ICoordinationCouncil["members"].bind(section).validate([HUNG, TWIN])

    @pytest.mark.parametrize("gone", [[HUNG], [TWIN]])
    def test_neither_is_lost_behind_the_other(self, portal, gone):
        with pytest.raises(InvalidInput):
            MEMBERSHIPS.refuse_lost([HUNG, TWIN], gone, DAY)

    def test_their_order_changes_nobody(self):
        before, after = [HUNG, TWIN], [{**TWIN, "order": 1}, HUNG]
        assert not list(MEMBERSHIPS.corrections(before, after))

    def test_an_earlier_version_keeps_both(self):
        coming = {**TWIN, "valid_from": date(2090, 1, 1)}
        assert MEMBERSHIPS.restore([HUNG, TWIN], [HUNG, coming], DAY) == [
            HUNG,
            TWIN,
            coming,
        ]

    def test_an_earlier_version_does_not_bring_a_mended_name_back(self):
        assert MEMBERSHIPS.restore([HUNG], [TWIN], DAY) == [HUNG]

    def test_the_place_of_a_tone_tells_nobody_apart(self, section):
        rows = [member("Lò Thị Hòa Mẫu"), member("lò thị  Hoà mẫu")]
        with pytest.raises(InvalidInput):
            ICoordinationCouncil["members"].bind(section).validate(rows)

    def test_the_check_points_them_out(self, section):
        council = make_council(section, members=[HUNG, TWIN, AN])
        (warning,) = told(council)
        assert HUNG["name"] in warning and TWIN["name"] in warning

    @pytest.mark.parametrize(
        "other",
        [
            {**TWIN, "role": "pho-chu-tich"},
            {**TWIN, "valid_from": DAY},
            {**TWIN, "ended_on": TWIN["valid_from"]},
        ],
        ids=["another role", "another day", "never sat"],
    )
    def test_the_check_is_silent_where_they_are_told_apart(self, section, other):
        assert not told(make_council(section, members=[HUNG, other]))

    def test_the_check_asks_about_a_name_that_became_another(self, section):
        council = published(make_council(section, members=[HUNG, AN]))
        copy = revise(council)
        assert not told(copy)
        copy.members = [TWIN, AN]
        (warning,) = told(copy)
        assert HUNG["name"] in warning and TWIN["name"] in warning


def told(council):
    return [
        text
        for text in (
            translate(one, target_language="vi") for one in warnings_of(council)
        )
        if "Lò Văn" in text
    ]


BAD = {
    "ends too early": [{**CHI, "ended_on": date(2025, 8, 31)}],
    "twice": [CHI, {**CHI, "position": "Khác"}],
}


@pytest.mark.parametrize("rows", BAD.values(), ids=BAD)
def test_contradictions_are_refused(section, rows):
    with pytest.raises(InvalidInput):
        ICoordinationCouncil["members"].bind(section).validate(rows)
