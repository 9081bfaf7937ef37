// Names on the map: those of the story first, then the countries', and none over another.
geomap.labels = (() => {
  const { element, isolated } = geomap;
  const MARGIN = 3; // pixels between two names

  const meets = (a, b) => a.left < b.right + MARGIN && b.left < a.right + MARGIN && a.top < b.bottom + MARGIN && b.top < a.bottom + MARGIN;

  return (map, story, words, world) => {
    map.createPane("geomapNames").style.zIndex = 380; // below the story's areas
    const countries = world.land.filter((shape) => shape.label && words.country(shape.iso2)).sort((a, b) => a.label[2] - b.label[2]);
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

    // The story's names: a name that would touch a marker or an earlier name is left out until there is room.
    function quiet() {
      const pane = map.getPane("markerPane");
      pane.querySelectorAll(".is-quiet").forEach((node) => node.classList.remove("is-quiet")); // a hidden name has no size
      const nodes = [...pane.querySelectorAll(".geomap-place")].sort((a, b) => b.style.zIndex - a.style.zIndex);
      const taken = nodes.map((node) => ({ node, ...box(node.querySelector(".geomap-face")) }));
      for (const node of nodes) {
        const name = node.querySelector(".geomap-name");
        if (!name) continue;
        const room = box(name);
        const clashes = taken.some((other) => other.node !== node && meets(room, other));
        node.classList.toggle("is-quiet", clashes);
        if (!clashes) taken.push({ node, ...room });
      }
      return taken;
    }

    const box = (node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return { left, right, top, bottom };
    };

    function update() {
      const taken = quiet();
      const told = new Set(story.places.filter((place, index) => place.kind === "country" && story.rolesAt(index).length).map((place) => place.country));
      const view = map.getBounds();
      names.clearLayers();
      for (const country of countries) {
        const [lon, lat, zoom] = country.label;
        if (map.getZoom() < zoom || told.has(country.iso2) || !view.contains([lat, lon])) continue;
        names.addLayer(marker(country));
        const room = box(marker(country).getElement().firstChild);
        if (taken.some((other) => meets(room, other))) names.removeLayer(marker(country));
        else taken.push(room);
      }
    }

    map.on("moveend zoomend resize", update);
    story.events.on("filter", update);
    update();
  };
})();
