"""Dask, for more documents than one machine reads in a day: frames of documents, and whole corpora. Needs ``geomap[dask]``."""

from geomap.dask.frames import read

__all__ = ["read"]
