"""first schema

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

from models.database import driver_connection

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# The rows of deleted jobs go by statement, where a foreign key would check every row that is stored.
DELETE_RESULTS = """
CREATE FUNCTION delete_results_of_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM measurement USING gone WHERE measurement.job_id = gone.id;
    DELETE FROM protein USING gone WHERE protein.job_id = gone.id;
    RETURN NULL;
END;
$$;
CREATE TRIGGER delete_results_of_jobs AFTER DELETE ON job
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_results_of_jobs();
"""


def _create_queue() -> None:
    """procrastinate's tables and functions, unless the database has them already."""
    connection = op.get_bind()
    if connection.exec_driver_sql("SELECT to_regclass('procrastinate_jobs')").scalar() is None:
        driver_connection(connection).execute(SchemaManager.get_schema())


def upgrade() -> None:
    _create_queue()
    
    op.create_table('app_user',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('is_demo', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('email_verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('password_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_app_user')),
    sa.UniqueConstraint('email', name=op.f('uq_app_user_email'))
    )
    op.create_table('audit_event',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('job_id', sa.Uuid(), nullable=True),
    sa.Column('address', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('detail', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event'))
    )
    op.create_index(op.f('ix_audit_event_user_id'), 'audit_event', ['user_id'], unique=False)
    op.create_table('measurement',
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('ambiguous_residues', sa.Integer(), nullable=True),
    sa.Column('molecular_weight_da', sa.Double(), nullable=True),
    sa.Column('monoisotopic_mass_da', sa.Double(), nullable=True),
    sa.Column('isoelectric_point', sa.Double(), nullable=True),
    sa.Column('charge_at_ph', sa.Double(), nullable=True),
    sa.Column('instability_index', sa.Double(), nullable=True),
    sa.Column('aliphatic_index', sa.Double(), nullable=True),
    sa.Column('gravy', sa.Double(), nullable=True),
    sa.Column('aromaticity', sa.Double(), nullable=True),
    sa.Column('extinction_reduced', sa.Integer(), nullable=True),
    sa.Column('extinction_cystines', sa.Integer(), nullable=True),
    sa.Column('absorbance_reduced', sa.Double(), nullable=True),
    sa.Column('absorbance_cystines', sa.Double(), nullable=True),
    sa.Column('negative_residues', sa.Integer(), nullable=True),
    sa.Column('positive_residues', sa.Integer(), nullable=True),
    sa.Column('helix_fraction', sa.Double(), nullable=True),
    sa.Column('turn_fraction', sa.Double(), nullable=True),
    sa.Column('sheet_fraction', sa.Double(), nullable=True),
    sa.Column('half_life_mammalian_h', sa.Double(), nullable=True),
    sa.Column('half_life_mammalian_h_qualifier', sa.Text(), nullable=True),
    sa.Column('half_life_yeast_h', sa.Double(), nullable=True),
    sa.Column('half_life_yeast_h_qualifier', sa.Text(), nullable=True),
    sa.Column('half_life_ecoli_h', sa.Double(), nullable=True),
    sa.Column('half_life_ecoli_h_qualifier', sa.Text(), nullable=True),
    sa.Column('formula', sa.Text(), nullable=True),
    sa.Column('atoms', sa.Integer(), nullable=True),
    sa.Column('residue_counts', postgresql.ARRAY(sa.Integer()), nullable=True),
    sa.Column('tiny_fraction', sa.Double(), nullable=True),
    sa.Column('small_fraction', sa.Double(), nullable=True),
    sa.Column('aliphatic_fraction', sa.Double(), nullable=True),
    sa.Column('aromatic_fraction', sa.Double(), nullable=True),
    sa.Column('non_polar_fraction', sa.Double(), nullable=True),
    sa.Column('polar_fraction', sa.Double(), nullable=True),
    sa.Column('charged_fraction', sa.Double(), nullable=True),
    sa.Column('basic_fraction', sa.Double(), nullable=True),
    sa.Column('acidic_fraction', sa.Double(), nullable=True),
    sa.Column('boman_index', sa.Double(), nullable=True),
    sa.Column('charged_residue_fraction', sa.Double(), nullable=True),
    sa.Column('net_charge_per_residue', sa.Double(), nullable=True),
    sa.Column('inclusion_body_score', sa.Double(), nullable=True),
    sa.Column('inclusion_body_probability', sa.Double(), nullable=True),
    sa.Column('inclusion_body_wording', sa.Text(), nullable=True),
    sa.Column('hydrophobic_moment_max', sa.Double(), nullable=True),
    sa.Column('flexibility_mean', sa.Double(), nullable=True),
    sa.Column('isoelectric_point_min', sa.Double(), nullable=True),
    sa.Column('isoelectric_point_median', sa.Double(), nullable=True),
    sa.Column('isoelectric_point_max', sa.Double(), nullable=True),
    sa.Column('half_life_next_residue', sa.Text(), nullable=True),
    sa.Column('half_life_next_mammalian_h', sa.Double(), nullable=True),
    sa.Column('half_life_next_mammalian_h_qualifier', sa.Text(), nullable=True),
    sa.Column('half_life_next_yeast_h', sa.Double(), nullable=True),
    sa.Column('half_life_next_yeast_h_qualifier', sa.Text(), nullable=True),
    sa.Column('half_life_next_ecoli_h', sa.Double(), nullable=True),
    sa.Column('half_life_next_ecoli_h_qualifier', sa.Text(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('job_id', 'ordinal', name=op.f('pk_measurement'))
    )
    op.create_table('protein',
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('identifier', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('name', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('description', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('organism', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('gene', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('reason_code', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('reason', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('reading_notes', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('crc64', sa.Text(), nullable=True),
    sa.Column('sequence', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.CheckConstraint("status IN ('ok', 'warned', 'rejected')", name=op.f('ck_protein_status')),
    sa.PrimaryKeyConstraint('job_id', 'ordinal', name=op.f('pk_protein'))
    )
    op.create_table('rate_limit',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('window_start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('key', 'window_start', name=op.f('pk_rate_limit'))
    )
    op.create_table('api_token',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('name', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_api_token_user_id_app_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    op.create_index(op.f('ix_api_token_user_id'), 'api_token', ['user_id'], unique=False)
    op.create_table('email_token',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_email_token_user_id_app_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_email_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_email_token_token_hash'))
    )
    op.create_index(op.f('ix_email_token_user_id'), 'email_token', ['user_id'], unique=False)
    op.create_table('feedback',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('page', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_feedback_user_id_app_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback'))
    )
    op.create_index(op.f('ix_feedback_user_id'), 'feedback', ['user_id'], unique=False)
    op.create_table('login_session',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('user_agent', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_login_session_user_id_app_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_login_session_token_hash'))
    )
    op.create_index(op.f('ix_login_session_user_id'), 'login_session', ['user_id'], unique=False)
    op.create_table('upload',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('filename', sa.Text(), nullable=False),
    sa.Column('declared_size', sa.BigInteger(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=True),
    sa.Column('sha256', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('state', sa.Text(), server_default=sa.text("'created'"), nullable=False),
    sa.Column('reading', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('inspection', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('failure_code', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('failure_message', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('created', 'received', 'ready', 'refused')", name=op.f('ck_upload_state')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_upload_user_id_app_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload'))
    )
    op.create_index(op.f('ix_upload_user_id'), 'upload', ['user_id'], unique=False)
    op.create_table('job',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('upload_id', sa.Uuid(), nullable=False),
    sa.Column('idempotency_key', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('filename', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('reading', sa.Text(), nullable=False),
    sa.Column('options', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('engine_version', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), server_default=sa.text("'queued'"), nullable=False),
    sa.Column('records', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('residues', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('chunks', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('chunks_done', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('done', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('warned', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('rejected', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('failure_code', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('failure_message', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('waiting_code', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('queued', 'planning', 'running', 'succeeded', 'failed', 'cancelled')", name=op.f('ck_job_state')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_job_upload_id_upload'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_job_user_id_app_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('user_id', 'idempotency_key', name=op.f('uq_job_user_id_idempotency_key'))
    )
    op.create_index('ix_job_deleted_at', 'job', ['deleted_at'], unique=False, postgresql_where=sa.text('deleted_at IS NOT NULL'))
    op.create_index('ix_job_unfinished', 'job', ['state'], unique=False, postgresql_where=sa.text("state IN ('queued', 'planning', 'running')"))
    op.create_index(op.f('ix_job_upload_id'), 'job', ['upload_id'], unique=False)
    op.create_index(op.f('ix_job_user_id'), 'job', ['user_id'], unique=False)
    op.create_table('chunk',
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('byte_offset', sa.BigInteger(), nullable=False),
    sa.Column('byte_length', sa.BigInteger(), nullable=False),
    sa.Column('first_ordinal', sa.Integer(), nullable=False),
    sa.Column('first_line', sa.Integer(), nullable=False),
    sa.Column('records', sa.Integer(), nullable=False),
    sa.Column('residues', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), server_default=sa.text("'pending'"), nullable=False),
    sa.Column('attempts', sa.SmallInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('claims', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('token', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('runner', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure_code', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('pending', 'queued', 'running', 'done')", name=op.f('ck_chunk_state')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_chunk_job_id_job'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('job_id', 'number', name=op.f('pk_chunk'))
    )
    op.create_index('ix_chunk_in_flight', 'chunk', ['state'], unique=False, postgresql_where=sa.text("state IN ('queued', 'running')"))
    op.create_table('share_link',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('selection', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_share_link_job_id_job'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_share_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_share_link_token_hash'))
    )
    op.create_index(op.f('ix_share_link_job_id'), 'share_link', ['job_id'], unique=False)
    op.execute(DELETE_RESULTS)


def downgrade() -> None:
    
    op.drop_index(op.f('ix_share_link_job_id'), table_name='share_link')
    op.drop_table('share_link')
    op.drop_index('ix_chunk_in_flight', table_name='chunk', postgresql_where=sa.text("state IN ('queued', 'running')"))
    op.drop_table('chunk')
    op.drop_index(op.f('ix_job_user_id'), table_name='job')
    op.drop_index(op.f('ix_job_upload_id'), table_name='job')
    op.drop_index('ix_job_unfinished', table_name='job', postgresql_where=sa.text("state IN ('queued', 'planning', 'running')"))
    op.drop_index('ix_job_deleted_at', table_name='job', postgresql_where=sa.text('deleted_at IS NOT NULL'))
    op.drop_table('job')
    op.drop_index(op.f('ix_upload_user_id'), table_name='upload')
    op.drop_table('upload')
    op.drop_index(op.f('ix_login_session_user_id'), table_name='login_session')
    op.drop_table('login_session')
    op.drop_index(op.f('ix_feedback_user_id'), table_name='feedback')
    op.drop_table('feedback')
    op.drop_index(op.f('ix_email_token_user_id'), table_name='email_token')
    op.drop_table('email_token')
    op.drop_index(op.f('ix_api_token_user_id'), table_name='api_token')
    op.drop_table('api_token')
    op.drop_table('rate_limit')
    op.drop_table('protein')
    op.drop_table('measurement')
    op.drop_index(op.f('ix_audit_event_user_id'), table_name='audit_event')
    op.drop_table('audit_event')
    op.drop_table('app_user')
    op.execute("DROP FUNCTION delete_results_of_jobs() CASCADE")
