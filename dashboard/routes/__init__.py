"""Routes beside the pages: data in and out, and health."""
