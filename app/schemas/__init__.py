"""Requests and answers of the API: every field with its shape, range and unit. OpenAPI is made from them."""
