"""Reports -> reports whose incidents have one id where several documents tell of one happening."""

from geomap.merging.grouping import Group, group_incidents
from geomap.merging.merge import merge, shared_groups, with_groups
from geomap.merging.sighting import Sighting, merge_key, sightings

__all__ = ["Group", "Sighting", "group_incidents", "merge", "merge_key", "shared_groups", "sightings", "with_groups"]
