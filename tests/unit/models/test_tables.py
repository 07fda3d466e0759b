from batchprot.properties.table import PROPERTIES, Kind
from models.tables import job, measurement, metadata, protein


def test_every_property_has_its_column_in_its_home_and_in_order():
    stored = [column.name for column in measurement.columns][2:]
    assert stored == [row.key for row in PROPERTIES if row.home == "measurement"]
    assert {row.key for row in PROPERTIES if row.home == "protein"} <= {column.name for column in protein.columns}


def test_column_types_follow_the_kind_of_the_property():
    types = {Kind.NUMBER: "DOUBLE PRECISION", Kind.INTEGER: "INTEGER", Kind.TEXT: "TEXT", Kind.COUNTS: "INTEGER[]"}
    from sqlalchemy.dialects import postgresql

    for row in PROPERTIES:
        if row.home == "measurement":
            compiled = measurement.columns[row.key].type.compile(dialect=postgresql.dialect())
            assert compiled == types[row.kind], row.key


def test_every_moment_knows_its_time_zone():
    moments = [c for table in metadata.tables.values() for c in table.columns if c.name.endswith("_at")]
    assert len(moments) > 20
    assert all(column.type.timezone for column in moments)


def test_one_idempotency_key_makes_one_job_of_a_user():
    unique = {tuple(c.name for c in u.columns) for u in job.constraints if type(u).__name__ == "UniqueConstraint"}
    assert ("user_id", "idempotency_key") in unique
