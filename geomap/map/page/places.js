// The places of the story: spots as markers, countries and regions as areas with a name plate, never as pins.
geomap.places = (() => {
  const { element, glyphs } = geomap;
  const AREAS = new Set(["country", "region", "admin1"]);
  // Radius, in metres, of the soft circle for an area whose outline is not known: about a large one of its kind.
  const CIRCLE = { country: 150000, region: 120000, admin1: 80000 };
  const CIRCLE_OF_SEVERAL_STATES = 400000;
  // Width of a glyph and of a number in a marker's face, for where its name begins.
  const GLYPH_PIXELS = 22;
  // Spots nearer to each other than a glyph is wide share one marker, which opens on a click.
  const CLUSTER_PIXELS = 22;
  const CROWD = 150; // places; from here on markers would cover the map
  const CROWD_PIXELS = 64;
  const TARGET = [28, 28]; // pixels that take a click or a finger
  const RISE = 2000; // more than any map is high, so that the weightier role lies on top wherever it stands
  // A cluster shows so many roles; a number says how many places it holds.
  const CLUSTER_ROLES = 3;

  const flip = (ring) => ring.map(([lon, lat]) => [lat, lon]);
  const rings = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates).map((part) => part.map(flip));

  function outline(place, world, options) {
    if (place.shape && place.shape.iso2) return L.polygon(world.outline(place.shape.iso2), options);
    if (place.shape) return L.polygon(rings(place.shape.geometry), options);
    return L.circle([place.lat, place.lon], { ...options, radius: place.country ? CIRCLE[place.kind] : CIRCLE_OF_SEVERAL_STATES, className: `${options.className} is-vague` });
  }

  // Where a country's name plate goes: where its name would be written on a map.
  function seat(place, labels) {
    const label = place.shape && labels.get(place.shape.iso2);
    return label ? [label[1], label[0]] : [place.lat, place.lon];
  }

  return (map, story, words, world) => {
    const labels = new Map(world.land.filter((shape) => shape.label).map((shape) => [shape.iso2, shape.label]));
    const spots = L.markerClusterGroup({
      maxClusterRadius: story.places.length > CROWD ? CROWD_PIXELS : CLUSTER_PIXELS,
      showCoverageOnHover: false,
      animate: !geomap.calm(),
      iconCreateFunction: clusterIcon,
    });
    const plates = L.layerGroup();
    const areas = L.layerGroup();
    const drawn = story.places.map((place, index) => (story.mentionsAt(index).length ? draw(place, index) : null));

    function announce(place, index, roles) {
      const names = roles.map((role) => words.say(`role.${role}`)).join(", ");
      const where = geomap.popup.path(words, place);
      return `${words.placeName(place)}${where ? `, ${where}` : ""}: ${names}. ${words.say("mentions", { n: story.mentionsAt(index).length })}`;
    }

    function icon(place, index, roles) {
      const area = AREAS.has(place.kind);
      const count = story.mentionsAt(index).length;
      const face = element(
        "span",
        { class: "geomap-face", "aria-hidden": "true" },
        roles.map(glyphs.role),
        count > 1 ? element("span", { class: "geomap-count" }, `×${words.number(count)}`) : null,
      );
      const name = element("span", { class: "geomap-name", "aria-hidden": "true" }, geomap.isolated(words.placeName(place)));
      const spoken = element("span", { class: "geomap-spoken" }, announce(place, index, roles));
      const classes = ["geomap-place", area ? "is-area" : "is-spot", roles.length > 1 ? "has-many" : "has-one"];
      if (!area && (place.kind === "admin2" || story.precisionAt(index) > 1)) classes.push("is-near");
      if (roles.length > 1) name.style.setProperty("--beside", `${((roles.length + 1) * GLYPH_PIXELS) / 2 + 8}px`);
      return L.divIcon({ className: classes.join(" "), html: element("span", { class: "geomap-plate" }, face, name, spoken), iconSize: TARGET });
    }

    function clusterIcon(cluster) {
      const members = cluster.getAllChildMarkers().map((marker) => marker.options.place);
      const roles = story.rolesAt(...members);
      const names = members.map((index) => words.placeName(story.places[index]));
      const face = element(
        "span",
        { class: "geomap-face", "aria-hidden": "true" },
        roles.slice(0, CLUSTER_ROLES).map(glyphs.role),
        element("span", { class: "geomap-count" }, words.number(members.length)),
      );
      const spoken = element("span", { class: "geomap-spoken" }, `${words.say("placesHere", { n: members.length })}: ${names.join(", ")}`);
      return L.divIcon({ className: "geomap-place is-cluster has-many", html: element("span", { class: "geomap-plate" }, face, spoken), iconSize: TARGET });
    }

    function draw(place, index) {
      const isArea = AREAS.has(place.kind);
      const at = isArea ? seat(place, labels) : [place.lat, place.lon];
      const marker = L.marker(at, { place: index, riseOnHover: true, keyboard: true });
      const area = isArea ? outline(place, world, { className: "geomap-area", weight: 1.4 }) : null;
      for (const layer of area ? [marker, area] : [marker]) {
        layer.on("click", () => story.open(index));
        layer.on("mouseover", () => story.point(index));
        layer.on("mouseout", () => story.point(null));
      }
      const item = { index, marker, area, at, roles: "", rank: 0 };
      marker.on("add", () => listen(item));
      return item;
    }

    function listen({ marker, index, rank }) {
      const node = marker.getElement();
      node.dataset.rank = rank;
      node.addEventListener("focus", () => story.point(index));
      node.addEventListener("blur", () => story.point(null));
      node.addEventListener("keydown", geomap.onKeys(() => story.open(index)));
    }

    // Brings what is drawn in line with the roles that are switched on.
    function update() {
      const shown = [];
      plates.clearLayers();
      areas.clearLayers();
      for (const item of drawn) {
        const roles = item ? story.rolesAt(item.index) : [];
        if (!roles.length) continue;
        const place = story.places[item.index];
        if (item.roles !== roles.join()) item.marker.setIcon(icon(place, item.index, roles));
        item.roles = roles.join();
        item.rank = story.roles.findIndex(({ name }) => name === roles[0]);
        item.marker.setZIndexOffset(-RISE * item.rank);
        if (item.marker.getElement()) item.marker.getElement().dataset.rank = item.rank;
        if (item.area) {
          areas.addLayer(item.area);
          plates.addLayer(item.marker);
          dress(item.area.getElement(), roles[0], place);
        } else shown.push(item.marker);
      }
      spots.clearLayers();
      spots.addLayers(shown);
    }

    function dress(node, role, place) {
      node.classList.remove(...story.roles.map(({ name }) => `role-${name}`));
      node.classList.add(`role-${role}`);
      node.classList.toggle("is-contested", role === "contested_area" || place.claimedBy.length > 0);
      node.setAttribute("aria-hidden", "true"); // its name plate speaks for it
    }

    function light({ place }) {
      for (const item of drawn) {
        if (!item) continue;
        const node = item.marker.getElement();
        if (node) node.classList.toggle("is-lit", item.index === place);
        if (item.area && item.area.getElement()) item.area.getElement().classList.toggle("is-lit", item.index === place);
      }
    }

    function open({ place, mention }) {
      const item = drawn[place];
      if (!item) return;
      const content = geomap.popup.place(story, words, place, mention);
      geomap.places.openPopup(map, item.at, content, item.marker.getElement());
      story.events.fire("opened", { place, mention });
    }

    [areas, plates, spots].forEach((layer) => layer.addTo(map));
    story.events.on("filter", update).on("point", light).on("open", open);
    // A moment later, when what moved has come to rest.
    spots.on("animationend spiderfied unspiderfied", () => setTimeout(() => story.events.fire("settled"), 0));
    return {
      update,
      isArea: (index) => AREAS.has(story.places[index].kind),
      at: (index) => (drawn[index] ? drawn[index].at : null),
      bounds(index) {
        const { area, at } = drawn[index];
        return area instanceof L.Circle ? area.getLatLng().toBounds(2 * area.getRadius()) : area ? area.getBounds() : L.latLng(at).toBounds(0);
      },
    };
  };
})();

// Opens a popup and moves the focus into it; closing gives the focus back to where it came from.
geomap.places.openPopup = (map, at, content, opener) => {
  const size = map.getSize();
  const legend = map.getContainer().querySelector(".geomap-legend");
  const beside = geomap.tight(map) || !legend ? 10 : legend.offsetWidth + 24;
  const popup = L.popup({
    maxWidth: Math.min(360, size.x - 40),
    minWidth: Math.min(300, size.x - 40),
    maxHeight: Math.max(180, size.y * 0.6),
    offset: [0, -8],
    autoPanPaddingTopLeft: geomap.tight(map) ? [10, 10] : [60, 14],
    autoPanPaddingBottomRight: [beside, 10],
  });
  const before = document.activeElement;
  content.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup(popup));
  popup.setLatLng(at).setContent(content).openOn(map);
  content.focus({ preventScroll: true });
  popup.on("remove", () => {
    const back = before && before !== document.body && before.isConnected ? before : opener;
    if (back && back.isConnected && (!document.activeElement || document.activeElement === document.body)) back.focus({ preventScroll: true });
  });
};
