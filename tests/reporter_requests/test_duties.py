"""What the law asks of reporters and propagandists, of funds and of the printed sheet, and which tests hold it.

Circular 10/2016/TT-BTP unless another text is named. A test that is renamed has to be renamed here.
"""

from pathlib import Path

import ast
import pytest

TESTS = Path(__file__).parents[1]
HERE = "reporter_requests"
CLOCKS = "register_duties"

DUTIES = {
    "Article 2: they speak where they were recognised": [
        f"{HERE}/test_rules.py::test_obstacles",
        f"{HERE}/test_assigning.py::test_who_fits_is_found_in_the_register_by_the_day_of_the_talk",
    ],
    "Article 3.4: a reporter for each field of a nominating body": [
        f"{HERE}/test_office.py::test_fields_without_a_reporter_are_shown",
    ],
    "Article 3.5: the four facts of a nomination": [
        f"{HERE}/test_office.py::test_a_nomination_that_lacks_a_fact_is_noticed",
    ],
    "Articles 3.6, 5: a decision within five working days, what lacks within two": [
        f"{CLOCKS}/test_deadlines.py::test_a_nomination_is_decided_within_five_working_days_and_asked_about_within_two",
        f"{CLOCKS}/test_deadlines.py::test_a_nomination_that_was_returned_has_no_day_until_it_is_sent_again",
        f"{CLOCKS}/test_deadlines.py::test_the_desk_lists_the_days_for_those_who_keep_the_register",
        f"{CLOCKS}/test_deadlines.py::test_keepers_are_told_the_working_day_before_and_the_day_after",
    ],
    "Articles 4.1, 6.1: a dismissal names one of seven grounds, an end one of four": [
        f"{CLOCKS}/test_rules.py::test_grounds_are_those_of_the_law",
        f"{CLOCKS}/test_deadlines.py::test_a_request_that_can_not_be_is_refused",
    ],
    "Article 4.1.b: who moved from the nominating body": [
        "people/test_checks.py::test_who_leaves_the_agency_of_the_recognition",
    ],
    "Article 4.1.d: three refusals without good reason": [
        f"{HERE}/test_assigning.py::test_the_third_refusal_without_good_reason_is_told_once",
        f"{HERE}/test_assigning.py::test_refusals_end_with_the_recognition",
        f"{HERE}/test_office.py::test_the_notice_of_refusals_has_days_and_the_article",
    ],
    "Article 4.2: a dismissal has number, day and reason": [
        "people/test_decisions.py::test_many_are_ended_at_once",
    ],
    "Articles 4.3, 4.5: the reason is told, three days to object, five to decide": [
        f"{CLOCKS}/test_rules.py::test_days",
        f"{CLOCKS}/test_deadlines.py::test_a_dismissal_goes_its_way_by_the_days_of_the_law",
        f"{CLOCKS}/test_deadlines.py::test_a_file_that_lacks_something_is_asked_for_within_two_days_and_waits_then",
        f"{CLOCKS}/test_deadlines.py::test_the_page_notes_what_is_sent_and_keeps_what_was_typed",
    ],
    "Article 6: a propagandist ends within three working days, on four grounds": [
        f"{CLOCKS}/test_deadlines.py::test_a_propagandist_is_ended_within_three_working_days_on_four_grounds",
    ],
    "Article 5: each September communes tell the criteria": [
        f"{CLOCKS}/test_notices.py::test_a_commune_notes_day_and_place_and_the_office_sees_who_is_missing",
        f"{CLOCKS}/test_notices.py::test_communes_without_a_notice_are_told_twice",
    ],
    "Articles 4.4, 6.4: the status ends with the decision": [
        "people/test_pages.py::test_who_is_ended_leaves_at_once",
        f"{HERE}/test_assigning.py::test_somebody_whose_recognition_ends_before_the_talk_is_warned_of",
    ],
    "Articles 5, 8.1.a: tasks of the year, such as the notice of September": [
        "statistics/test_plans.py::test_tasks_of_the_year_are_listed_by_their_days",
        "statistics/test_plans.py::test_a_task_is_noted_as_done_once",
    ],
    "Article 7.1.b: courses and materials are given to them": [
        "training/test_course.py::test_people_trained_in_a_period",
    ],
    "Articles 7.1.d, 8.2.c: results by the days of statistics": [
        "statistics/test_counting.py::test_who_attended_a_course_of_the_period_was_trained",
    ],
    "Article 8.1.đ: introduced to any agency that asks": [
        f"{HERE}/test_served.py::test_a_request_is_taken_in_once_and_its_receipt_has_the_number",
        f"{HERE}/test_in_browser.py::test_a_school_asks_on_a_phone",
    ],
    "Article 8.1.e: nobody is introduced who is prosecuted or awaits a conclusion": [
        f"{HERE}/test_served.py::test_nobody_is_assigned_against_the_law",
        f"{HERE}/test_served.py::test_a_bar_is_invisible_to_all_but_few_and_its_reading_is_logged",
        f"{HERE}/test_office.py::test_a_bar_begins_ends_and_is_lifted_with_a_note",
    ],
    "Article 8.2.a: the office assigns and introduces": [
        f"{HERE}/test_assigning.py::test_several_are_assigned_each_gets_a_link_and_the_calendar",
        f"{HERE}/test_served.py::test_the_office_goes_from_a_request_to_a_speaker_by_two_presses",
        f"{HERE}/test_assigning.py::test_the_managing_body_is_told",
    ],
    "Article 8.2.b: lists and decisions are published": [
        "people/test_decisions.py::test_a_file_without_private_data_is_linked_for_everybody",
    ],
    "Articles 7.5, 8.2.c: they are due on the days of the statistics": [
        "statistics/test_rounds.py::test_parties_have_days_of_their_own",
        "statistics/test_row_trees.py::test_who_spoke_for_two_bodies_is_one_person_in_their_sum",
    ],
    "Law 14/2012/QH13, Article 36.2: each reports yearly on own work": [
        f"{HERE}/test_office.py::test_the_sheet_of_a_year_counts_talks_and_keeps_refusals_for_the_office",
    ],
    "Article 8.1.c: the managing body sums up the work of its people each year": [
        f"{HERE}/test_office.py::test_the_sheet_of_a_body_adds_its_people_up",
    ],
    "Circular 56/2023/TT-BTC, Article 3.11.a: speakers are paid, more for special groups": [
        "expenditures/test_remuneration.py::test_special_groups_get_more",
        "expenditures/test_remuneration.py::test_the_form_offers_it_once",
    ],
    "Circular 56/2023/TT-BTC, Article 2: money is counted by its sources": [
        "expenditures/test_counting.py::test_money_stands_in_the_columns_of_its_sources",
        "expenditures/test_counting.py::test_the_province_is_the_sum_of_its_units_to_the_dong",
    ],
    "Circular 56/2023/TT-BTC, Articles 3, 5.1: rates are maxima, and refuse nothing": [
        "expenditures/test_pages.py::test_above_the_rate_warns_with_the_article_and_refuses_nothing",
        "expenditures/test_rules.py::test_rules_say_what_to_look_at",
    ],
    "Circular 03/2019/TT-BTP, Article 4: the parts of a printed sheet, and three signatures": [
        "statistics/test_paper.py::test_the_presentation_of_a_printed_report",
        "statistics/test_form_editor.py::test_heading_and_signatures_are_written_down_and_printed",
    ],
    "Circular 03/2019/TT-BTP, Article 9: what was sent is corrected by another version": [
        "statistics/test_rounds.py::test_a_correction_is_another_version_and_what_was_sent_stays",
    ],
    "Decree 30/2020/NĐ-CP, Annex I: paper, margins, fonts, heads and numbers of pages": [
        "statistics/test_paper.py::test_the_presentation_of_a_printed_report",
        "statistics/test_paper.py::test_word_names_the_prescribed_font_and_repeats_heads",
        "statistics/test_paper.py::test_no_number_is_cut_and_pages_are_few",
    ],
    "Decree 30/2020/NĐ-CP, Article 5: the signed copy stays with what was sent": [
        "statistics/test_signed_copy.py::test_a_scan_stays_with_its_version",
    ],
    "The result becomes an activity with who spoke": [
        f"{HERE}/test_assigning.py::test_an_activity_is_made_with_who_spoke",
    ],
    "Each place in the order of who fits is explained": [
        f"{HERE}/test_rules.py::test_who_fits_better_comes_first",
        f"{HERE}/test_assigning.py::test_each_place_in_the_order_is_explained",
    ],
    "A link is good once, and opening it changes nothing": [
        f"{HERE}/test_served.py::test_a_link_is_good_once",
        f"{HERE}/test_served.py::test_opening_a_link_changes_nothing",
    ],
    "Law 91/2025/QH15: contacts are for few, and are forgotten": [
        f"{HERE}/test_served.py::test_strangers_see_nothing_of_a_request",
        f"{HERE}/test_assigning.py::test_what_is_past_expires_and_what_is_old_is_forgotten",
    ],
}


@pytest.mark.sample(None)
@pytest.mark.parametrize("duty", DUTIES)
def test_a_duty_is_held_by_tests_that_are_there(duty):
    assert DUTIES[duty]
    for address in DUTIES[duty]:
        file, _colons, name = address.partition("::")
        found = [
            one
            for one in ast.walk(ast.parse((TESTS / file).read_text("utf-8")))
            if isinstance(one, ast.FunctionDef) and one.name == name
        ]
        assert len(found) == 1 and name.startswith("test_"), address
        assert any(isinstance(one, ast.Assert | ast.With) for one in ast.walk(found[0]))
