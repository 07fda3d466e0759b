"""The commands that the server adds to `batchprot`, by name; the entry point of its distribution names this table."""

COMMANDS = {
    "audit": "cli.record:audit",
    "backup": "cli.backup:backup",
    "feedback": "cli.record:feedback",
    "jobs": "cli.jobs:jobs",
    "migrate": "cli.migrate:migrate",
    "restore": "cli.backup:restore",
    "up": "cli.up:up",
    "user": "cli.user:user",
}
