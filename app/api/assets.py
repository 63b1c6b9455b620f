"""Third parties' scripts and style sheets out of their installed packages, and the page of interactive docs."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.assets import FOR_EVER, Packaged, packaged, swagger
from app.deps import SettingsDep
from app.security import page_policy

router = APIRouter(include_in_schema=False)

DOCS_SCRIPT = Packaged(
    "docs",
    "js",
    "text/javascript; charset=utf-8",
    b"SwaggerUIBundle({url: '/openapi.json', dom_id: '#docs', validatorUrl: null, deepLinking: true});\n",
)
DOCS_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gatescope API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style}">
<div id="docs"></div>
<script src="{script}"></script>
<script src="{start}"></script>
</html>
"""


@router.get("/assets/{name}")
def asset(name: str, request: Request) -> Response:
    """A packaged file under its hashed name, compressed where the client takes that. A `def`: it runs in a thread."""
    file = next((each for each in (*packaged(), DOCS_SCRIPT) if each.name == name), None)
    if file is None:
        raise HTTPException(404)
    coding, content = file.encoded(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"} | ({"Content-Encoding": coding} if coding else {})
    return Response(content, media_type=file.media_type, headers=headers)


@router.get("/docs")
def docs(settings: SettingsDep) -> HTMLResponse:
    """Swagger UI from our own origin. Its policy asks for no Trusted Types, which Swagger does not use."""
    script, style = swagger()
    page = DOCS_PAGE.format(style=style.url, script=script.url, start=DOCS_SCRIPT.url)
    return HTMLResponse(page, headers={"Content-Security-Policy": page_policy(settings.frame_ancestors)})
