"""A portal in files becomes one in PostgreSQL, and keeps every byte."""


def test_every_object_and_every_file(converted):
    assert converted.files.objects > 5_000
    assert converted.files.blobs > 3
    assert converted.postgres == converted.files


def test_history(converted):
    count, _digest = converted.files_history
    assert count > 1
    assert converted.postgres_history == converted.files_history
