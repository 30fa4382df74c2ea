"""Stories in the database: joined by likeness in a window of days, never by a template, and a person's hand is kept."""

from datetime import timedelta

import pytest
from press_house import NOON, PressHouse

from press.errors import UsageError
from storage import Storage

HOUR = timedelta(hours=1)
QUAKE = (
    "زلزال يضرب مدينة تاراز",
    "ضرب زلزال بقوة 5.6 درجات مدينة تاراز جنوب كازاخستان فجر الثلاثاء، وأفادت وزارة الطوارئ بتصدع مبان قديمة ونقل 12 مصابا إلى "
    "المستشفيات، فيما انقطعت الكهرباء عن حي كاراتاو.",
)
QUAKE_AGAIN = (
    "مصابون وانقطاع للكهرباء في تاراز",
    "قالت وزارة الطوارئ الكازاخية إن 12 شخصا أصيبوا بعدما هز زلزال تاراز عند الفجر وبلغت قوته 5.6 درجات، وإن فرقا تعمل على "
    "إعادة الكهرباء إلى كاراتاو وتفقد المباني المتصدعة.",
)
MUSEUM = (
    "متحف للخط في قرطاج",
    "أعلنت بلدية قرطاج عن تحويل محطة القطار المهجورة إلى متحف للخط يضم مخطوطات نادرة من القيروان وتمبكتو، على أن يفتح أبوابه "
    "مجانا في الصيف المقبل، وتولت المصممة هاجر بوزيد ترميم القاعة الكبرى.",
)
TELEGRAM = (
    "بعث رئيس الجمهورية مروان الطيار برقية تهنئة إلى {} بمناسبة ذكرى استقلال بلاده، أعرب فيها باسمه وباسم الشعب والحكومة عن "
    "أصدق التهاني وأطيب التمنيات له بموفور الصحة ولشعب {} الصديق بمزيد من التقدم والازدهار، مشيدا بالعلاقات المتينة بين البلدين."
)


def _story(storage: Storage, article_id: int | None) -> int | None:
    article = storage.article(article_id or 0)
    assert article is not None
    return article.story_id


def _two_reports(house: PressHouse, apart: timedelta = 5 * HOUR) -> tuple[int | None, int | None]:
    one = house.run("spa", "quake", *QUAKE, at=NOON)
    other = house.run("gazette", "quake", *QUAKE_AGAIN, at=NOON + apart)
    return one.article_id, other.article_id


def test_two_reports_of_one_event_are_a_story(storage: Storage) -> None:
    house = PressHouse(storage)
    one, other = _two_reports(house)
    house.run("mirror", "museum", *MUSEUM, at=NOON)
    (story,) = storage.stories()
    assert _story(storage, one) == _story(storage, other) == story.id
    assert (story.size, story.outlets, story.articles, story.title) == (2, 2, 2, QUAKE[0])
    assert (story.first_at, story.latest_at) == (NOON, NOON + 5 * HOUR)
    assert storage.story(story.id) == (story, (one, other))


def test_reports_too_far_apart_are_none(storage: Storage) -> None:
    _two_reports(PressHouse(storage), apart=timedelta(days=9))
    assert storage.stories() == ()


def test_the_order_of_arrival_does_not_matter(storage: Storage) -> None:
    house = PressHouse(storage)
    other = house.run("gazette", "quake", *QUAKE_AGAIN, at=NOON + HOUR)
    one = house.run("spa", "quake", *QUAKE, at=NOON)
    assert _story(storage, one.article_id) == _story(storage, other.article_id) == storage.stories()[0].id


def test_copies_join_the_story_of_their_original_even_after_weeks(storage: Storage) -> None:
    house = PressHouse(storage)
    one, _ = _two_reports(house)
    copy = house.run(
        "mirror", "copy", "عاجل من تاراز", QUAKE[1] + " وتتواصل الهزات الارتدادية", at=NOON + timedelta(days=20)
    )
    assert _story(storage, copy.article_id) == _story(storage, one)


def test_telegrams_to_different_heads_of_state_are_no_story(storage: Storage) -> None:
    house = PressHouse(storage)
    for place, names in enumerate([("الملك أوسكار الرابع", "نوردلاند"), ("الرئيسة ميليسا أندونغو", "زامبورا")]):
        house.run("spa", f"t{place}", "برقية تهنئة", TELEGRAM.format(*names), at=NOON + place * HOUR)
    assert storage.stories() == ()


def test_stories_are_listed_by_time_and_organization(storage: Storage) -> None:
    _two_reports(PressHouse(storage))
    assert storage.stories(since=NOON + 6 * HOUR) == ()
    assert len(storage.stories(since=NOON, until=NOON + HOUR)) == 1
    assert storage.stories(organization="CICA") == ()


def test_what_a_person_joined_stays_joined(storage: Storage) -> None:
    house = PressHouse(storage)
    one, other = _two_reports(house)
    museum = house.run("spa", "m1", *MUSEUM, at=NOON)
    copy = house.run("courier", "m2", MUSEUM[0], MUSEUM[1] + " وستقام ورشة للأطفال", at=NOON + HOUR)
    quake, exhibition = _story(storage, one), _story(storage, copy.article_id)
    assert storage.merge_stories([quake or 0, exhibition or 0]) == quake
    (story,) = storage.stories()
    assert (story.size, story.by_hand) == (4, True)
    house.run("spa", "m1", MUSEUM[0], MUSEUM[1] + " ثم تغير النص", at=NOON)
    assert {_story(storage, each) for each in (one, other, museum.article_id, copy.article_id)} == {quake}


def test_what_a_person_parted_stays_parted(storage: Storage) -> None:
    house = PressHouse(storage)
    one, other = _two_reports(house)
    story = _story(storage, one)
    new = storage.split_story(story or 0, [other or 0])
    assert (_story(storage, one), _story(storage, other)) == (story, new)
    house.run("gazette", "quake", QUAKE_AGAIN[0], QUAKE_AGAIN[1] + " وتغير النص", at=NOON + HOUR)
    assert (_story(storage, one), _story(storage, other)) == (story, new)


def test_only_what_is_there_can_be_merged_or_split(storage: Storage) -> None:
    one, _ = _two_reports(PressHouse(storage))
    story = _story(storage, one) or 0
    with pytest.raises(UsageError, match="no story 77"):
        storage.merge_stories([story, 77])
    with pytest.raises(UsageError, match="article 99"):
        storage.split_story(story, [99])
    with pytest.raises(UsageError, match="name the articles"):
        storage.split_story(story, [])
    assert storage.story(77) is None


def test_a_story_that_loses_its_second_article_is_none(storage: Storage) -> None:
    house = PressHouse(storage)
    one, other = _two_reports(house)
    house.run("gazette", "quake", *MUSEUM, at=NOON + HOUR)
    assert (_story(storage, one), _story(storage, other)) == (None, None)
    assert storage.stories() == ()
