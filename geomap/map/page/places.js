// The places of the story: spots as markers, countries and regions as areas with a name plate, never as pins.
geomap.places = (() => {
  const { glyphs } = geomap;
  const AREAS = new Set(["country", "region", "admin1"]);
  // Radius, in metres, of the soft circle for an area whose outline is not known: about a large one of its kind.
  const CIRCLE = { country: 150000, region: 120000, admin1: 80000 };
  const CIRCLE_OF_SEVERAL_STATES = 400000;
  const FINEST = 0.007; // degrees: a third of a pixel at zoom 6, which is as close as maps of many articles begin
  const RISE = 2000; // more than any map is high, so that the weightier role lies on top wherever it stands
  // Of a country that many articles only name in passing, no more than its name plate is drawn.
  const BACKGROUND = new Set(["mention", "source"]);

  const flip = (ring) => ring.map(([lon, lat]) => [lat, lon]);
  const rings = ({ type, coordinates }) =>
    (type === "Polygon" ? [coordinates] : coordinates).map((part) => part.map(flip));

  function outline(place, world, tolerance, options) {
    const known = place.kind === "country" ? world.outline(place.country, tolerance) : [];
    if (known.length) return L.polygon(known, options);
    if (place.geometry) return L.polygon(rings(place.geometry), options);
    return L.circle([place.lat, place.lon], {
      ...options,
      radius: place.country ? CIRCLE[place.kind] : CIRCLE_OF_SEVERAL_STATES,
      className: `${options.className} is-vague`,
    });
  }

  return (map, story, words, world) => {
    const labelled = world.land.filter((shape) => shape.label).sort((one, other) => other.label[2] - one.label[2]);
    const labels = new Map(labelled.map((shape) => [shape.iso2, shape.label])); // the main shape of a country comes last
    const icons = geomap.icons(story, words);
    const plates = L.layerGroup().addTo(map);
    const areas = L.layerGroup().addTo(map);
    const isArea = (index) => AREAS.has(story.places[index].kind);
    const drawn = new Map();
    const spots = geomap.spots(map, story, icons, positions(), listen);

    // Where a country's name plate goes: where its name would be written on a map.
    function at(index) {
      const place = story.places[index];
      const label = place.kind === "country" && labels.get(place.country);
      return label ? L.latLng(label[1], label[0]) : L.latLng(place.lat, place.lon);
    }

    function positions() {
      return story.places.flatMap((_, index) =>
        !AREAS.has(story.places[index].kind) && story.mentionsAt(index).length ? [{ index, at: at(index) }] : [],
      );
    }

    function area(index) {
      if (!drawn.has(index)) {
        const marker = L.marker(at(index), { riseOnHover: true, keyboard: true, icon: icons.plate(index) });
        const shape = outline(story.places[index], world, story.many ? FINEST : 0, {
          className: "geomap-area",
          weight: 1.4,
        });
        listen(marker, index);
        shape
          .on("click", () => story.open(index))
          .on("mouseover", () => story.point(index))
          .on("mouseout", () => story.point(null));
        drawn.set(index, { index, marker, shape, look: "" });
      }
      return drawn.get(index);
    }

    // Marker of one place: what the mouse, the keyboard and the focus do.
    function listen(marker, index) {
      marker
        .on("click", () => story.open(index))
        .on("mouseover", () => story.point(index))
        .on("mouseout", () => story.point(null));
      marker.on("add", () => {
        const node = marker.getElement();
        node.dataset.place = index;
        node.dataset.rank = story.rankAt(index);
        node.addEventListener("focus", () => story.point(index));
        node.addEventListener("blur", () => story.point(null));
        node.addEventListener(
          "keydown",
          geomap.onKeys(() => story.open(index)),
        );
      });
    }

    // Brings what is drawn in line with what is shown.
    function update() {
      story.places.forEach((_, index) => {
        if (!isArea(index)) return;
        const roles = story.rolesAt(index);
        if (roles.length) showArea(area(index), roles);
        else if (drawn.has(index)) hideArea(drawn.get(index));
      });
      spots.update();
    }

    function hideArea({ marker, shape }) {
      plates.removeLayer(marker);
      areas.removeLayer(shape);
    }

    function showArea(item, roles) {
      const look = story.lookAt(item.index);
      if (item.look !== look) {
        item.marker.setIcon(icons.plate(item.index)).setZIndexOffset(-RISE * story.rank(roles[0]));
      }
      item.look = look;
      plates.addLayer(item.marker);
      item.marker.getElement().dataset.rank = story.rank(roles[0]);
      if (story.many && BACKGROUND.has(roles[0])) return areas.removeLayer(item.shape);
      areas.addLayer(item.shape);
      return dress(item.shape.getElement(), roles[0], story.places[item.index]);
    }

    function dress(node, role, place) {
      node.classList.remove(...glyphs.ROLES.map((name) => `role-${name}`));
      node.classList.add(`role-${role}`);
      node.classList.toggle("is-contested", role === "contested_area" || place.claimedBy.length > 0);
      node.setAttribute("aria-hidden", "true"); // its name plate speaks for it
    }

    function light({ place }) {
      for (const node of map.getPane("markerPane").querySelectorAll(".geomap-place.is-lit")) {
        node.classList.remove("is-lit");
      }
      for (const { shape } of drawn.values()) if (shape.getElement()) shape.getElement().classList.remove("is-lit");
      if (place === null) return;
      const node = nodeOf(place);
      if (node) node.classList.add("is-lit");
      const item = drawn.get(place);
      if (item && item.shape.getElement()) item.shape.getElement().classList.add("is-lit");
    }

    const nodeOf = (index) =>
      isArea(index) ? drawn.has(index) && drawn.get(index).marker.getElement() : spots.nodeOf(index);

    function open({ place, mention }) {
      const content = geomap.popup.place(story, words, place, mention);
      geomap.openPopup(map, at(place), content, nodeOf(place));
      story.events.fire("opened", { place, mention });
    }

    story.events.on("filter", update).on("point", light).on("open", open);
    return {
      update,
      isArea,
      at,
      bounds(index) {
        if (!isArea(index)) return at(index).toBounds(0);
        const { shape } = area(index);
        return shape instanceof L.Circle ? shape.getLatLng().toBounds(2 * shape.getRadius()) : shape.getBounds();
      },
    };
  };
})();

// Opens a popup and moves the focus into it; closing gives the focus back to where it came from.
geomap.openPopup = (map, at, content, opener) => {
  const size = map.getSize();
  const legend = map.getContainer().querySelector(".geomap-legend");
  const beside = geomap.tight(map) || !legend ? 10 : legend.offsetWidth + 24;
  const popup = L.popup({
    maxWidth: Math.min(380, size.x - 40),
    minWidth: Math.min(300, size.x - 40),
    maxHeight: Math.max(180, size.y * 0.6),
    offset: [0, -8],
    autoPanPaddingTopLeft: geomap.tight(map) ? [10, 10] : [60, 14],
    autoPanPaddingBottomRight: [beside, 10],
  });
  const before = document.activeElement;
  content.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup(popup));
  // Leaflet asks where a click was after the popup's buttons have gone, and would take it for one on the map.
  content.addEventListener("click", (event) => event.stopPropagation());
  popup.setLatLng(at).setContent(content).openOn(map);
  content.focus({ preventScroll: true });
  popup.on("remove", () => {
    const back = before && before !== document.body && before.isConnected ? before : opener;
    if (back && back.isConnected && (!document.activeElement || document.activeElement === document.body)) {
      back.focus({ preventScroll: true });
    }
  });
};
