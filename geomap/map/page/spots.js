// Spots on the map. Those too near to each other to be told apart share one marker, which opens on a click: by coming
// closer, or, where no zoom would part them, by fanning them out. Only what lies in or near the view is in the document.
geomap.spots = (() => {
  const NEAR = 22; // pixels: a glyph's width; nearer spots share a marker
  const CROWD = 150; // spots; from here on markers would cover the map
  const NEAR_IN_A_CROWD = 64;
  const BEYOND = 0.25; // share of the view around it that is drawn too, so that panning finds it there
  const RISE = 2000;
  const FAN = { least: 40, step: 26 }; // pixels: the fan's radius, and the room that each marker takes on its circle
  const WORLD = 256; // pixels across at zoom 0

  return (map, story, icons, positions, listen) => {
    const layer = L.layerGroup().addTo(map);
    const legs = L.layerGroup().addTo(map);
    const points = positions.map(({ index, at }) => ({ index, at, ...pixel(at) }));
    const radius = points.length > CROWD ? NEAR_IN_A_CROWD : NEAR;
    let drawn = new Map(); // key -> marker
    let clusters = { key: "", list: [] };
    let fan = null;

    // On the world's square at zoom 0, as Leaflet's Web Mercator has it.
    function pixel(at) {
      const { x, y } = map.project(at, 0);
      return { x, y };
    }

    // The weightiest place of each neighbourhood takes the others in; it gives the marker its seat.
    function gather() {
      const key = `${map.getZoom()} ${story.version()}`;
      if (clusters.key === key) return clusters.list;
      const reach = radius / 2 ** map.getZoom();
      const across = Math.ceil(WORLD / reach) + 2;
      const grid = new Map();
      const list = [];
      const shown = points.filter(({ index }) => story.weightAt(index));
      shown.sort(
        (a, b) =>
          story.rankAt(a.index) - story.rankAt(b.index) ||
          story.weightAt(b.index) - story.weightAt(a.index) ||
          a.index - b.index,
      );
      for (const point of shown) {
        const [column, line] = [Math.floor(point.x / reach), Math.floor(point.y / reach)];
        const home = nearest(grid, point, column, line, across, reach);
        if (home) home.members.push(point.index);
        else {
          const cluster = {
            x: point.x,
            y: point.y,
            at: point.at,
            members: [point.index],
            rank: story.rankAt(point.index),
          };
          list.push(cluster);
          const cell = line * across + column;
          if (grid.has(cell)) grid.get(cell).push(cluster);
          else grid.set(cell, [cluster]);
        }
      }
      clusters = { key, list };
      return list;
    }

    function nearest(grid, { x, y }, column, line, across, reach) {
      let [best, least] = [null, reach * reach];
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          for (const cluster of grid.get((line + dy) * across + column + dx) || []) {
            const distance = (cluster.x - x) ** 2 + (cluster.y - y) ** 2;
            if (distance < least) [best, least] = [cluster, distance];
          }
        }
      }
      return best;
    }

    const named = (cluster) => {
      if (cluster.key === undefined) {
        cluster.key = cluster.members.join("+");
        cluster.look = cluster.members.map(story.lookAt).join();
      }
      return cluster;
    };

    function marker(cluster) {
      const { members, at, rank } = cluster;
      const alone = members.length === 1;
      const made = L.marker(at, {
        icon: alone ? icons.spot(members[0]) : icons.cluster(members),
        riseOnHover: true,
        keyboard: true,
        zIndexOffset: -RISE * rank,
      });
      if (alone) listen(made, members[0]);
      else {
        made.on("click", () => open(cluster, made));
        made.on("add", () => {
          made.getElement().dataset.rank = rank;
          made.getElement().addEventListener(
            "keydown",
            geomap.onKeys(() => open(cluster, made)),
          );
        });
      }
      made.members = members;
      made.look = cluster.look;
      return made;
    }

    // Draws what is in view, and leaves alone what stands there already and looks the same.
    function show() {
      const view = map.getBounds().pad(BEYOND);
      const next = new Map();
      for (const cluster of gather()) {
        if (!view.contains(cluster.at)) continue;
        const { key, look } = named(cluster);
        const before = drawn.get(key);
        next.set(key, before && before.look === look ? before : marker(cluster));
      }
      for (const [key, made] of drawn) if (next.get(key) !== made) layer.removeLayer(made);
      for (const [key, made] of next) if (drawn.get(key) !== made) layer.addLayer(made);
      drawn = next;
    }

    function update() {
      fold();
      show();
    }

    function open({ members, at }, made) {
      const bounds = L.latLngBounds(members.map((index) => [story.places[index].lat, story.places[index].lon]));
      const [a, b] = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) =>
        map.project(corner, map.getMaxZoom()),
      );
      const closer = Math.min(map.getMaxZoom(), map.getBoundsZoom(bounds, false, L.point(120, 120)));
      if (a.distanceTo(b) > NEAR && closer > map.getZoom()) {
        map.fitBounds(bounds, { padding: [60, 60], animate: !geomap.calm() });
      } else spread(members, at, made);
    }

    // Several places of one spot, around it on a circle.
    function spread(members, at, opener) {
      fold();
      const middle = map.latLngToLayerPoint(at);
      const round = Math.max(FAN.least, (members.length * FAN.step) / (2 * Math.PI));
      const markers = members.map((index, order) => {
        const angle = (2 * Math.PI * order) / members.length - Math.PI / 2;
        const seat = map.layerPointToLatLng(middle.add([round * Math.cos(angle), round * Math.sin(angle)]));
        const made = L.marker(seat, { icon: icons.spot(index), keyboard: true, zIndexOffset: RISE });
        listen(made, index);
        legs.addLayer(L.polyline([at, seat], { className: "geomap-leg", interactive: false }));
        return made;
      });
      fan = { markers, opener, byPlace: new Map(members.map((index, order) => [index, markers[order]])) };
      opener.setOpacity(0.35);
      markers.forEach((made) => {
        layer.addLayer(made);
        made.getElement().addEventListener("keydown", ({ key }) => key === "Escape" && fold(true));
      });
      markers[0].getElement().focus({ preventScroll: true });
      story.events.fire("settled");
    }

    function fold(back = false) {
      if (!fan) return;
      const { markers, opener } = fan;
      fan = null;
      markers.forEach((made) => layer.removeLayer(made));
      legs.clearLayers();
      opener.setOpacity(1);
      if (back && opener.getElement()) opener.getElement().focus({ preventScroll: true });
      story.events.fire("settled");
    }

    // The marker that shows a place: its own, or the one it shares.
    function nodeOf(place) {
      if (fan && fan.byPlace.has(place)) return fan.byPlace.get(place).getElement();
      const made = drawn.get(`${place}`) || [...drawn.values()].find(({ members }) => members.includes(place));
      return made ? made.getElement() : null;
    }

    map.on("zoomstart", () => fold());
    map.on("click", () => fold());
    // Of many, a frame later than the rest of the map.
    map.on("moveend", points.length > CROWD ? geomap.later(show) : show);
    return { update, nodeOf };
  };
})();
