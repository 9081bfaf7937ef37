"""Reports out: JSON lines, GeoJSON, GeoDataFrame, GeoParquet, GeoPackage, KML, CSV, TSV and Excel."""
