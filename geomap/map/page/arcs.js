// Relations as thin curved lines with an arrow head; both directions bend to their own right, so they stay apart.
geomap.arcs = (() => {
  const BEND = 0.18; // share of the distance by which the curve leaves the straight line
  const STEPS = 28;
  const CLEARANCE = [13, 17]; // pixels kept free at the beginning and, for the arrow head, at the end
  const LEAST = 44; // pixels; a shorter line would be all arrow head
  const AT_MOST = 30; // lines at once, those with most reports first; more would hide the map
  const DENSE = 12; // lines from which on they step back, and only the one pointed at stands out
  const WIDTHS = [1.8, 2.8]; // pixels, for one report and for many
  const TURN = 360; // degrees

  const along = (from, bend, to, t) => {
    const mix = (a, b, c) => (1 - t) * (1 - t) * a + 2 * (1 - t) * t * b + t * t * c;
    return L.point(mix(from.x, bend.x, to.x), mix(from.y, bend.y, to.y));
  };

  // The shorter way round the world: Tokyo to Los Angeles leaves the map in the east and comes back in the west.
  function nearer(from, to) {
    const ahead = to.lng - from.lng;
    return L.latLng(to.lat, to.lng - (Math.abs(ahead) > TURN / 2 ? Math.sign(ahead) * TURN : 0));
  }

  function curve(map, from, to) {
    const [start, end] = [from, nearer(from, to)].map((at) => map.project(at));
    const span = end.subtract(start);
    const length = start.distanceTo(end);
    if (length < LEAST) return [];
    const bend = start.add(end).divideBy(2).add(L.point(span.y, -span.x).multiplyBy(BEND));
    const [first, last] = [CLEARANCE[0] / length, 1 - CLEARANCE[1] / length];
    return pieces(
      Array.from({ length: STEPS + 1 }, (_, i) =>
        map.unproject(along(start, bend, end, first + ((last - first) * i) / STEPS)),
      ),
    );
  }

  // The line cut where it crosses the edge of the map, each piece on its own side.
  function pieces(points) {
    const found = [];
    let side = null;
    for (const { lat, lng } of points) {
      const now = Math.floor((lng + TURN / 2) / TURN);
      if (now !== side) found.push([]);
      side = now;
      found[found.length - 1].push(L.latLng(lat, lng - now * TURN));
    }
    return found;
  }

  function merged(story) {
    const arcs = new Map();
    story.relations.forEach((relation, index) => {
      const ends = story.placesOf(relation);
      if (ends.includes(null) || ends[0] === ends[1]) return;
      const key = `${relation.kind} ${ends.join(" ")}`;
      if (!arcs.has(key)) arcs.set(key, { kind: relation.kind, ends, relations: [] });
      arcs.get(key).relations.push(index);
    });
    return [...arcs.values()];
  }

  return (map, story, words, places, id) => {
    map.createPane("geomapArcs").style.zIndex = 450; // above the areas, below the markers
    const renderer = L.svg({ pane: "geomapArcs", padding: 0.5 });
    const group = L.layerGroup().addTo(map);
    const arcs = merged(story);
    const arcOf = new Map(arcs.flatMap((arc) => arc.relations.map((index) => [index, arc])));

    function lines(arc) {
      if (arc.line) return;
      const options = { renderer, pane: "geomapArcs", fill: false, smoothFactor: 0, bubblingMouseEvents: false };
      arc.line = L.polyline([], { ...options, className: `geomap-arc kind-${arc.kind}`, interactive: false });
      arc.reach = L.polyline([], { ...options, className: "geomap-reach", weight: 16, opacity: 0 });
      arc.reach.on("click", ({ latlng }) => open(arc, latlng));
      arc.reach.on("mouseover", () => arc.line.getElement().classList.add("is-lit"));
      arc.reach.on("mouseout", () => arc.line.getElement().classList.remove("is-lit"));
    }

    const shown = (arc) => arc.relations.filter((index) => story.filter.shown.relations[index] === 2);

    function open(arc, at) {
      const list = shown(arc).map((index) => story.relations[index]);
      if (list.length) geomap.openPopup(map, at, geomap.popup.relations(story, words, list), null);
    }

    function update() {
      group.clearLayers();
      const heaviest = arcs.map((arc) => ({ arc, count: shown(arc).length })).filter(({ count }) => count);
      heaviest.sort((a, b) => b.count - a.count);
      map.getPane("geomapArcs").classList.toggle("is-dense", heaviest.length > DENSE);
      for (const { arc, count } of heaviest.slice(0, AT_MOST)) {
        lines(arc);
        const points = curve(map, ...arc.ends.map(places.at));
        [arc.line, arc.reach].forEach((line) => group.addLayer(line.setLatLngs(points)));
        const node = arc.line.getElement();
        node.style.strokeWidth = count > 1 ? `${Math.min(WIDTHS[1], WIDTHS[0] + Math.log2(count) * 0.3)}px` : "";
        node.setAttribute("marker-end", `url(#${id}_arrow_${arc.kind})`);
      }
    }

    // The middle of the arc that shows this relation, and what else it shows.
    function openRelation(index) {
      const arc = arcOf.get(index);
      if (!arc) return;
      const points = arc.line ? arc.line.getLatLngs().flat() : [];
      open(arc, points.length ? points[Math.floor(points.length / 2)] : places.at(arc.ends[0]));
    }

    const soon = story.many ? geomap.later(update) : update;
    map.on("zoomend", soon);
    story.events.on("filter", soon);
    update();
    return { openRelation, isDrawn: (index) => arcOf.has(index) };
  };
})();

// The arrow heads and the hatching that lines and areas refer to.
geomap.arcs.definitions = (id) => {
  const { svg, glyphs } = geomap;
  const arrow = (kind) =>
    svg(
      "marker",
      {
        id: `${id}_arrow_${kind}`,
        viewBox: "0 0 10 10",
        refX: 3,
        refY: 5,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: "userSpaceOnUse",
        orient: "auto",
      },
      svg("path", { class: `geomap-arrow kind-${kind}`, d: "M0 0 10 5 0 10 2 5Z" }),
    );
  const hatch = svg(
    "pattern",
    { id: `${id}_hatch`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { class: "geomap-hatch-ground", width: 7, height: 7 }),
    svg("rect", { class: "geomap-hatch-line", width: 2.6, height: 7 }),
  );
  return svg(
    "svg",
    { class: "geomap-definitions", width: 0, height: 0, "aria-hidden": "true" },
    svg("defs", {}, glyphs.KINDS.map(arrow), hatch),
  );
};
