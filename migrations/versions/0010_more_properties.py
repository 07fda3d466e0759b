"""Columns about solubility, membranes, absorption, solution, disorder, motifs and cost; empty for earlier analyses.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBERS = (
    "solubility_weighted_index",
    "swi_soluble_probability",
    "hydropathy_window_max",
    "charge_ph_5",
    "charge_ph_6",
    "charge_ph_7_4",
    "charge_ph_8",
    "partial_specific_volume_ml_g",
    "refractive_increment_ml_g",
    "hydrodynamic_radius_native_a",
    "hydrodynamic_radius_denatured_a",
    "fold_index",
    "sequence_charge_decoration",
    "sequence_hydropathy_decoration",
    "sequence_entropy_bits",
    "synthesis_cost",
    "charged_less_polar",
    "ivywrel_fraction",
)
INTEGERS = (
    "hydropathy_window_centre",
    "hydropathy_segments",
    "extinction_denatured_reduced",
    "extinction_denatured_cystines",
    "extinction_disulfides",
    "extinction_214",
    "extinction_205",
    "n_glycosylation_sequons",
    "ng_sites",
    "ns_sites",
    "dg_sites",
    "dp_sites",
    "odd_cysteines",
    "tryptic_peptides",
    "ibaq_peptides",
)


def upgrade() -> None:
    for name in NUMBERS:
        op.add_column("measurement", sa.Column(name, sa.Double(), nullable=True))
    for name in INTEGERS:
        op.add_column("measurement", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in (*INTEGERS, *NUMBERS):
        op.drop_column("measurement", name)
