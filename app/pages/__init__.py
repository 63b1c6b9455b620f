"""The pages: HTML that works before any script runs, and the one figure that only the page asks for."""

from app.pages.explore import router

__all__ = ["router"]
