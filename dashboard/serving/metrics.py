"""What the web process counts for Prometheus; `/metrics` says it."""

from prometheus_client import Counter, Gauge, Histogram

from dashboard.serving.places import Places

REQUESTS = Counter("batchprot_http_requests_total", "Requests answered.", ("kind", "status"))
SECONDS = Histogram(
    "batchprot_http_request_seconds",
    "From a request's head to its whole answer, waiting included.",
    ("kind",),
    buckets=(0.02, 0.05, 0.1, 0.3, 1, 3, 10, 30),
)
WAITING = Gauge("batchprot_http_requests_waiting", "Requests waiting for a place.", ("kind",))
RUNNING = Gauge("batchprot_http_requests_running", "Requests that hold a place.", ("kind",))


def note(kind: str, status: int, seconds: float) -> None:
    """Count one answer."""
    REQUESTS.labels(kind, f"{status // 100}xx").inc()
    SECONDS.labels(kind).observe(seconds)


def watch(kind: str, places: Places) -> None:
    """Show how many hold places of this kind, and how many wait, whenever metrics are asked for."""
    WAITING.labels(kind).set_function(lambda: len(places.line))
    RUNNING.labels(kind).set_function(places.running.total)
