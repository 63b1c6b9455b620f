"""A reading -> a file to download that programs open. app/claim/ makes the one that people open."""

from app.export.data import csv_content, json_content, npz_content
from app.export.excerpt import MEDIA_TYPES, Excerpt, File
from app.export.parquet import parquet_content

__all__ = [
    "MEDIA_TYPES",
    "Excerpt",
    "File",
    "csv_content",
    "json_content",
    "npz_content",
    "parquet_content",
]
