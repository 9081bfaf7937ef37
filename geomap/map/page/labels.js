// Names on the map: those of the story first, then the countries', the seas' and the provinces', and none over another.
geomap.labels = (() => {
  const { element, isolated } = geomap;
  const MARGIN = 2; // pixels between two names
  const STEP = 30; // pixels by which an area's name plate may move down or up; farther, it would name another
  const BESIDE = 16; // pixels from an area's middle to the plate that stands beside it
  const LINE = 16; // pixels; the height of a country's name
  const CELL = 64; // pixels; taken room is looked up in squares of this size

  const meets = (a, b) =>
    a.left < b.right + MARGIN && b.left < a.right + MARGIN && a.top < b.bottom + MARGIN && b.top < a.bottom + MARGIN;
  const shifted = (box, x, y) => ({
    left: box.left + x,
    right: box.right + x,
    top: box.top + y,
    bottom: box.bottom + y,
  });

  // Room on the screen: what is taken, and whether something still fits.
  function room() {
    const taken = new Map();
    function cells({ left, right, top, bottom }) {
      const found = [];
      for (let x = Math.floor(left / CELL); x <= Math.floor((right + MARGIN) / CELL); x += 1) {
        for (let y = Math.floor(top / CELL); y <= Math.floor((bottom + MARGIN) / CELL); y += 1) found.push(`${x} ${y}`);
      }
      return found;
    }
    return {
      take(place) {
        for (const cell of cells(place)) taken.set(cell, [...(taken.get(cell) || []), place]);
      },
      free: (place) => cells(place).every((cell) => !(taken.get(cell) || []).some((other) => meets(place, other))),
    };
  }

  function bare(nodes) {
    for (const node of nodes) {
      node.classList.remove("is-quiet", "to-left", "is-crowded-out");
      node.firstChild.style.translate = "";
    }
  }

  // A spot's name stands right of it, or left where there is no room, or nowhere.
  function nameSpot(node, { face, name }, space) {
    const left = shifted(name, face.left + face.right - name.left - name.right, 0);
    if (space.free(name)) return space.take(name);
    if (space.free(left)) {
      node.classList.add("to-left");
      return space.take(left);
    }
    return node.classList.add("is-quiet");
  }

  // An area's plate moves within its area; where nothing is free its name goes and its shapes stay, or, on a map of many
  // articles, the plate goes: its country is still coloured and in the list.
  function seatPlate(node, { plate, face }, space, many) {
    const aside = (plate.right - plate.left) / 2 + BESIDE;
    const shifts = [
      [0, 0],
      [0, STEP],
      [0, -STEP],
      [aside, 0],
      [-aside, 0],
    ];
    const named = shifts.find((shift) => space.free(shifted(plate, ...shift)));
    const bald = named || shifts.find((shift) => space.free(shifted(face, ...shift)));
    if (!bald && many) return node.classList.add("is-crowded-out");
    const [x, y] = bald || [0, 0];
    node.classList.toggle("is-quiet", !named);
    if (x || y) node.firstChild.style.translate = `${x}px ${y}px`;
    return space.take(shifted(named ? plate : face, x, y));
  }

  // The weightier role comes first; of two alike the area, whose shapes cannot be told without its name.
  const isArea = (node) => node.classList.contains("is-area");
  const importance = (node) => 2 * Number(node.dataset.rank || 0) + (isArea(node) ? 0 : 1);

  // Where the controls lie over the map.
  function controls(map) {
    const { left, top } = map.getContainer().getBoundingClientRect();
    const nodes = [...map.getContainer().querySelectorAll(".leaflet-control")];
    return nodes.map((node) => shifted(node.getBoundingClientRect(), -left, -top));
  }

  function placeStory(map, many, taken) {
    const nodes = [...map.getPane("markerPane").querySelectorAll(".geomap-place")].sort(
      (a, b) => importance(a) - importance(b),
    );
    bare(nodes);
    const sizes = boxes(map, nodes);
    const space = room();
    for (const control of taken) space.take(control);
    for (const node of nodes) if (!isArea(node)) space.take(sizes.get(node).face);
    for (const node of nodes) {
      if (isArea(node)) seatPlate(node, sizes.get(node), space, many);
      else if (sizes.get(node).name) nameSpot(node, sizes.get(node), space);
    }
    return space;
  }

  const PARTS = { plate: ".geomap-plate", face: ".geomap-face", name: ".geomap-name" };

  // Where the parts of each marker are in the map. How large they are is asked once, for all that are new at a time;
  // where a marker is, Leaflet knows without asking the page.
  function boxes(map, nodes) {
    const pane = map._getMapPanePos();
    const seatOf = (node) => L.DomUtil.getPosition(node).add(pane);
    const fresh = nodes.filter((node) => node.geomapSize === undefined || node.geomapSize.of !== node.firstChild);
    const corner = fresh.length ? map.getContainer().getBoundingClientRect() : null;
    for (const node of fresh) {
      const seat = seatOf(node);
      node.geomapSize = { of: node.firstChild };
      for (const [part, selector] of Object.entries(PARTS)) {
        const found = node.querySelector(selector);
        node.geomapSize[part] =
          found && shifted(found.getBoundingClientRect(), -corner.left - seat.x, -corner.top - seat.y);
      }
    }
    return new Map(
      nodes.map((node) => {
        const { x, y } = seatOf(node);
        const { plate, face, name } = node.geomapSize;
        return [node, { plate: shifted(plate, x, y), face: shifted(face, x, y), name: name && shifted(name, x, y) }];
      }),
    );
  }

  // How wide names are, without asking the page to lay them out.
  function ruler(font) {
    const pen = document.createElement("canvas").getContext("2d");
    const widths = new Map();
    return (text) => {
      pen.font = font;
      if (!widths.has(text)) widths.set(text, pen.measureText(text).width + 4);
      return widths.get(text);
    };
  }

  return (map, story, words, world) => {
    map.createPane("geomapNames").style.zIndex = 380; // below the story's areas
    const names = L.layerGroup().addTo(map);
    const named = [
      ...world.land
        .filter(({ label }) => label)
        .map(({ label: [lon, lat, zoom], names: table, iso2 }) => ({
          at: L.latLng(lat, lon),
          zoom,
          text: table[words.lang] || table.en,
          kind: "country",
          iso2,
        })),
      ...words.seas.map(([lat, lon, zoom, text]) => ({ at: L.latLng(lat, lon), zoom, text, kind: "sea" })),
      ...words.divisions.map(([lat, lon, zoom, text]) => ({ at: L.latLng(lat, lon), zoom, text, kind: "division" })),
    ].sort((a, b) => a.zoom - b.zoom);
    const width = ruler(`500 12px ${getComputedStyle(map.getContainer()).fontFamily}`);

    function marker(label) {
      if (!label.marker) {
        const icon = L.divIcon({
          className: `geomap-${label.kind}`,
          html: element("span", {}, isolated(label.text)),
          iconSize: [0, 0],
        });
        label.marker = L.marker(label.at, { icon, pane: "geomapNames", interactive: false, keyboard: false });
      }
      return label.marker;
    }

    let beneath = null;

    function update() {
      if (!map.getContainer().offsetWidth) return; // behind the table, on a phone
      beneath = beneath || controls(map); // asked for once: it holds up the page
      const space = placeStory(map, story.many, geomap.atOnce ? [] : beneath); // paper has no controls
      const told = new Set(
        story.places
          .filter((place, index) => place.kind === "country" && story.weightAt(index))
          .map((place) => place.country),
      );
      const view = map.getBounds();
      for (const label of named) {
        if (map.getZoom() < label.zoom || told.has(label.iso2) || !view.contains(label.at)) {
          if (label.marker) names.removeLayer(label.marker);
          continue;
        }
        const { x, y } = map.latLngToContainerPoint(label.at);
        const half = width(label.text) / 2;
        const box = { left: x - half, right: x + half, top: y - LINE / 2, bottom: y + LINE / 2 };
        if (space.free(box)) {
          space.take(box);
          names.addLayer(marker(label));
        } else if (label.marker) names.removeLayer(label.marker);
      }
    }

    map.on("resize", () => (beneath = null));
    story.events.on("settled", () => (beneath = null));
    // Where much moves at once, the names follow a frame later.
    const soon = story.many ? geomap.later(update) : update;
    map.on("moveend resize", soon);
    story.events.on("filter", soon).on("settled", update);
    update();
  };
})();
