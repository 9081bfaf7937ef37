// The map beneath the story: land, borders and, close by, inner borders. Drawn on one canvas, in the theme's colours.
geomap.base = (() => {
  // From this zoom the inner borders of a country are further apart than a label is high.
  const DIVISIONS_FROM_ZOOM = 4;

  return (map, world, divisions) => {
    map.createPane("geomapBase").style.zIndex = 150; // below the tiles that a user may add
    const renderer = L.canvas({ pane: "geomapBase", padding: 0.4 });
    const shared = { renderer, pane: "geomapBase", interactive: false, smoothFactor: 0.8 };
    const land = L.layerGroup(
      world.land.map((shape) =>
        L.polygon(shape.rings, { ...shared, stroke: false, fillOpacity: 1, tone: shape.iso2 ? "--land" : "--land-disputed" }),
      ),
    ).addTo(map);
    const line = (lines, tone, options) => L.polyline(lines, { ...shared, fill: false, tone, ...options });
    const lines = L.layerGroup([
      line(world.coasts, "--coast", { weight: 0.7 }),
      line(world.borders, "--border", { weight: 0.9 }),
      line(world.disputes, "--border", { weight: 1.1, dashArray: "3 4" }),
    ]).addTo(map);
    const flipped = divisions.map((points) => points.map(([lon, lat]) => [lat, lon]));
    const inner = line(flipped, "--division", { weight: 0.7, dashArray: "2 3" });

    function showDivisions() {
      if (map.getZoom() >= DIVISIONS_FROM_ZOOM) inner.addTo(map);
      else inner.remove();
    }

    function paint() {
      const colours = getComputedStyle(map.getContainer());
      const colour = (layer) => colours.getPropertyValue(layer.options.tone).trim();
      land.eachLayer((layer) => layer.setStyle({ fillColor: colour(layer) }));
      [...lines.getLayers(), inner].forEach((layer) => layer.setStyle({ color: colour(layer), opacity: 1 }));
    }

    map.on("zoomend", showDivisions);
    showDivisions();
    paint();
    return { paint };
  };
})();
