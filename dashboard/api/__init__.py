"""The REST interface under /api/v1: one module for each kind of resource, described by OpenAPI 3.1."""
