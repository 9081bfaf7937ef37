// Relations as thin curved lines with an arrow head; both directions bend to their own right, so they stay apart.
geomap.arcs = (() => {
  const BEND = 0.18; // share of the distance by which the curve leaves the straight line
  const STEPS = 28;
  const CLEARANCE = [13, 17]; // pixels kept free at the beginning and, for the arrow head, at the end
  const LEAST = 44; // pixels; a shorter line would be all arrow head

  const along = (from, bend, to, t) => {
    const mix = (a, b, c) => (1 - t) * (1 - t) * a + 2 * (1 - t) * t * b + t * t * c;
    return L.point(mix(from.x, bend.x, to.x), mix(from.y, bend.y, to.y));
  };

  function curve(map, from, to) {
    const [start, end] = [from, to].map((at) => map.project(at));
    const span = end.subtract(start);
    const length = start.distanceTo(end);
    if (length < LEAST) return [];
    const bend = start.add(end).divideBy(2).add(L.point(span.y, -span.x).multiplyBy(BEND));
    const [first, last] = [CLEARANCE[0] / length, 1 - CLEARANCE[1] / length];
    return Array.from({ length: STEPS + 1 }, (_, i) => map.unproject(along(start, bend, end, first + ((last - first) * i) / STEPS)));
  }

  function merged(story, places) {
    const arcs = new Map();
    for (const relation of story.relations) {
      const ends = story.placesOf(relation);
      if (ends.some((place) => place === null || !places.at(place)) || ends[0] === ends[1]) continue;
      const key = `${relation.kind} ${ends.join(" ")}`;
      if (!arcs.has(key)) arcs.set(key, { kind: relation.kind, ends, relations: [] });
      arcs.get(key).relations.push(relation);
    }
    return [...arcs.values()];
  }

  return (map, story, words, places, id) => {
    map.createPane("geomapArcs").style.zIndex = 450; // above the areas, below the markers
    const renderer = L.svg({ pane: "geomapArcs", padding: 0.5 });
    const group = L.layerGroup().addTo(map);
    const arcs = merged(story, places).map((arc) => {
      const options = { renderer, pane: "geomapArcs", fill: false, smoothFactor: 0, bubblingMouseEvents: false };
      const line = L.polyline([], { ...options, className: `geomap-arc kind-${arc.kind}`, interactive: false });
      const reach = L.polyline([], { ...options, className: "geomap-reach", weight: 16, opacity: 0 });
      reach.on("click", ({ latlng }) => open(arc, latlng));
      reach.on("mouseover", () => line.getElement().classList.add("is-lit"));
      reach.on("mouseout", () => line.getElement().classList.remove("is-lit"));
      return { ...arc, line, reach };
    });

    function open(arc, at) {
      geomap.places.openPopup(map, at, geomap.popup.relations(story, words, arc.relations), null);
    }

    function update() {
      group.clearLayers();
      for (const arc of arcs) {
        if (!story.isShown(arc.kind) || arc.ends.some((place) => !story.rolesAt(place).length)) continue;
        const points = curve(map, ...arc.ends.map(places.at));
        [arc.line, arc.reach].forEach((line) => group.addLayer(line.setLatLngs(points)));
        arc.line.getElement().setAttribute("marker-end", `url(#${id}_arrow_${arc.kind})`);
      }
    }

    // The middle of the arc that shows this relation, and what else it shows.
    function openRelation(relation) {
      const arc = arcs.find(({ relations }) => relations.includes(relation));
      if (!arc) return false;
      const points = arc.line.getLatLngs();
      open(arc, points.length ? points[Math.floor(points.length / 2)] : places.at(arc.ends[0]));
      return true;
    }

    map.on("zoomend", update);
    story.events.on("filter", update);
    update();
    return { openRelation, isDrawn: (relation) => arcs.some(({ relations }) => relations.includes(relation)) };
  };
})();

// The arrow heads and the hatching that lines and areas refer to.
geomap.arcs.definitions = (id) => {
  const { svg, glyphs } = geomap;
  const arrow = (kind) =>
    svg(
      "marker",
      { id: `${id}_arrow_${kind}`, viewBox: "0 0 10 10", refX: 3, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" },
      svg("path", { class: `geomap-arrow kind-${kind}`, d: "M0 0 10 5 0 10 2 5Z" }),
    );
  const hatch = svg(
    "pattern",
    { id: `${id}_hatch`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { class: "geomap-hatch-ground", width: 7, height: 7 }),
    svg("rect", { class: "geomap-hatch-line", width: 2.6, height: 7 }),
  );
  return svg("svg", { class: "geomap-definitions", width: 0, height: 0, "aria-hidden": "true" }, svg("defs", {}, glyphs.KINDS.map(arrow), hatch));
};
