"""Tasks of plans on the manager's page: open, late, done."""

from datetime import date
from desk_content import acting
from new_items import create
from plone import api
from sonla.pbgdpl.statistics.plans import note_done
from sonla.pbgdpl.statistics.plans import plan_tasks
from statistics_content import put
from statistics_content import token
from statistics_content import view

import pytest

DAY = date(2026, 7, 1)


def task(name, due, unit="Sở Tư pháp", done_on=None):
    return {"task": name, "unit": unit, "due": due, "done_on": done_on}


def plan(container, *rows, kind="ke-hoach", state="published"):
    with api.env.adopt_roles(["Manager"]):
        made = create(
            container,
            "Guidance",
            title="Kế hoạch PBGDPL mẫu",
            document_type=kind,
            plan_tasks=list(rows),
        )
    put(made, state)
    made.reindexObject()
    return made


@pytest.fixture
def tasks(section, unit):
    return plan(
        unit,
        task("Mở lớp tập huấn", date(2026, 9, 30)),
        task("Thi tìm hiểu", date(2026, 6, 1), unit="Đơn vị lạ"),
        task("Ngày Pháp luật", date(2026, 11, 9), done_on=date(2026, 11, 10)),
        task("Tổng kết", date(2027, 1, 15)),
    )


def test_tasks_of_the_year_are_listed_by_their_days(section, tasks):
    found = plan_tasks(section, 2026)
    assert [(one.task, one.is_late(DAY)) for one in found] == [
        ("Thi tìm hiểu", True),
        ("Mở lớp tập huấn", False),
        ("Ngày Pháp luật", True),
    ]


@pytest.mark.parametrize(
    "other", [{"state": "draft"}, {"state": "withdrawn"}, {"kind": "cong-van"}]
)
def test_only_public_plans_have_tasks(section, unit, other):
    plan(unit, task("Việc", date(2026, 9, 30)), **other)
    assert plan_tasks(section, 2026) == []


def test_a_task_is_noted_as_done_once(section, tasks):
    first = plan_tasks(section, 2026)[0]
    assert note_done(section, 2026, first.key, DAY) is not None
    assert note_done(section, 2026, first.key, DAY) is None
    assert plan_tasks(section, 2026)[0].done_on == DAY
    assert note_done(section, 2026, "nothing", DAY) is None
    assert tasks.plan_tasks[0]["done_on"] is None


def test_a_changed_plan_is_not_mistaken(section, tasks):
    key = plan_tasks(section, 2026)[0].key
    tasks.plan_tasks = [tasks.plan_tasks[1], tasks.plan_tasks[0]]
    assert note_done(section, 2026, key, DAY) is None


def test_the_manager_sees_and_notes_them(section, tasks):
    with acting("phe-duyet"):
        page = view(section, "pbgdpl-reports", year="2026")
        html = page()
        assert "Mở lớp tập huấn" in html and "pbgdpl-tasks" in html
        lines = {line["task"]: line for line in page.tasks()}
        assert lines["Mở lớp tập huấn"]["unit_url"].endswith("so-tu-phap")
        assert lines["Thi tìm hiểu"]["unit_url"] == ""
        view(
            section,
            "pbgdpl-reports",
            "POST",
            year="2026",
            done=lines["Mở lớp tập huấn"]["key"],
            _authenticator=token(section),
        )()
    assert tasks.plan_tasks[0]["done_on"] is not None
