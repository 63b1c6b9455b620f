"""The least that FastAPI can do: one route that returns the bytes of a file, BARE_ANSWER, whatever is asked."""

import os
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

app = FastAPI()
answer = Path(os.environ["BARE_ANSWER"]).read_bytes()


@app.get("/")
async def ready() -> str:
    """For whoever waits for the start."""
    return "ready"


@app.post("/api/v1/trace")
async def trace() -> Response:
    """The same bytes to everyone; the body of the request is not read."""
    return Response(answer, media_type="application/json")


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[-1]), log_level="warning")
