"""HTTP and pictures: the server, the JSON API, the pages and their figures. The science is in `model`."""
