"""The commands that the server adds to `batchprot`, by name; the entry point of its distribution names this table."""

COMMANDS = {
    "audit": "cli.record:audit",
    "feedback": "cli.record:feedback",
    "jobs": "cli.jobs:jobs",
    "migrate": "cli.migrate:migrate",
    "up": "cli.up:up",
    "user": "cli.user:user",
}
