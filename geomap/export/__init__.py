"""Reports out: JSON lines, GeoJSON, GeoDataFrame, GeoParquet, GeoPackage, CSV and KML."""
