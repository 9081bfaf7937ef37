// Names on the map: those of the story first, then the countries', and none over another.
geomap.labels = (() => {
  const { element, isolated } = geomap;
  const MARGIN = 2; // pixels between two names
  const STEP = 30; // pixels by which an area's name plate may move down or up; farther, it would name another
  const BESIDE = 16; // pixels from an area's middle to the plate that stands beside it

  const meets = (a, b) => a.left < b.right + MARGIN && b.left < a.right + MARGIN && a.top < b.bottom + MARGIN && b.top < a.bottom + MARGIN;
  const shifted = (box, x, y) => ({ left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y });

  function box(node) {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return { left, right, top, bottom };
  }

  // Room on the screen: what is taken, and whether something still fits.
  function room() {
    const taken = [];
    return {
      take: (place) => taken.push(place),
      free: (place) => !taken.some((other) => meets(place, other)),
    };
  }

  function bare(nodes) {
    for (const node of nodes) {
      node.classList.remove("is-quiet", "to-left");
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

  // An area's plate moves within its area; where nothing is free its name goes and its shapes stay.
  function seatPlate(node, { plate, face }, space) {
    const aside = (plate.right - plate.left) / 2 + BESIDE;
    const shifts = [[0, 0], [0, STEP], [0, -STEP], [aside, 0], [-aside, 0]];
    const named = shifts.find((shift) => space.free(shifted(plate, ...shift)));
    const [x, y] = named || shifts.slice(0, 3).find((shift) => space.free(shifted(face, ...shift))) || [0, 0];
    node.classList.toggle("is-quiet", !named);
    if (x || y) node.firstChild.style.translate = `${x}px ${y}px`;
    space.take(shifted(named ? plate : face, x, y));
  }

  // The weightier role comes first; of two alike the area, whose shapes cannot be told without its name.
  const isArea = (node) => node.classList.contains("is-area");
  const importance = (node) => 2 * Number(node.dataset.rank || 0) + (isArea(node) ? 0 : 1);

  function placeStory(pane) {
    const nodes = [...pane.querySelectorAll(".geomap-place")].sort((a, b) => importance(a) - importance(b));
    bare(nodes);
    const sizes = new Map(nodes.map((node) => [node, measure(node)]));
    const space = room();
    for (const node of nodes) if (!isArea(node)) space.take(sizes.get(node).face);
    for (const node of nodes) {
      if (isArea(node)) seatPlate(node, sizes.get(node), space);
      else if (sizes.get(node).name) nameSpot(node, sizes.get(node), space);
    }
    return space;
  }

  function measure(node) {
    const name = node.querySelector(".geomap-name");
    return { plate: box(node.firstChild), face: box(node.querySelector(".geomap-face")), name: name && box(name) };
  }

  return (map, story, words, world) => {
    map.createPane("geomapNames").style.zIndex = 380; // below the story's areas
    const countries = world.land.filter((shape) => shape.label).sort((a, b) => a.label[2] - b.label[2]);
    const names = L.layerGroup().addTo(map);
    const cached = new Map();

    function marker(country) {
      if (!cached.has(country)) {
        const name = element("span", {}, isolated(country.names[words.lang] || country.names.en));
        const icon = L.divIcon({ className: "geomap-country", html: name, iconSize: [0, 0] });
        cached.set(country, L.marker([country.label[1], country.label[0]], { icon, pane: "geomapNames", interactive: false, keyboard: false }));
      }
      return cached.get(country);
    }

    function update() {
      const space = placeStory(map.getPane("markerPane"));
      const told = new Set(story.places.filter((place, index) => place.kind === "country" && story.rolesAt(index).length).map((place) => place.country));
      const view = map.getBounds();
      names.clearLayers();
      for (const country of countries) {
        const [lon, lat, zoom] = country.label;
        if (map.getZoom() < zoom || told.has(country.iso2) || !view.contains([lat, lon])) continue;
        names.addLayer(marker(country));
        const place = box(marker(country).getElement().firstChild);
        if (space.free(place)) space.take(place);
        else names.removeLayer(marker(country));
      }
    }

    map.on("moveend zoomend resize", update);
    story.events.on("filter settled", update);
    update();
  };
})();
