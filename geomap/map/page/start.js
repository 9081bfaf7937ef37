// Puts the page together. Returns the Leaflet map, under the name that folium's own layers expect.
geomap.start = (() => {
  const { element, glyphs } = geomap;
  const ZOOM_AT_MOST = 12; // the outlines have no more to show; tiles do

  function theme(root, words, repaint) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    let chosen = null;
    function apply() {
      root.dataset.theme = chosen || (dark.matches ? "dark" : "light");
      repaint();
    }
    dark.addEventListener("change", apply);
    apply();
    const swap = () => {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      apply();
    };
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const button = element(
        "button",
        {
          type: "button",
          class: "geomap-theme",
          title: words.say("theme"),
          "aria-label": words.say("theme"),
          click: swap,
        },
        glyphs.tool("theme"),
      );
      const bar = element("div", { class: "leaflet-bar leaflet-control" }, button);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    return control;
  }

  function names(map, words) {
    map.attributionControl.setPrefix(false).addAttribution(words.viewed("attribution"));
    map.zoomControl.remove();
    L.control.zoom({ zoomInTitle: words.say("zoomIn"), zoomOutTitle: words.say("zoomOut") }).addTo(map);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", words.say("map"));
  }

  function canvas(id) {
    const map = L.map(id, {
      center: [25, 20],
      zoom: 2,
      minZoom: 1,
      maxZoom: ZOOM_AT_MOST,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      maxBounds: [
        [-85, -210],
        [85, 210],
      ],
      maxBoundsViscosity: 0.7,
      fadeAnimation: !geomap.calm(),
      zoomAnimation: !geomap.calm(),
      markerZoomAnimation: !geomap.calm(),
    });
    if (geomap.calm()) {
      map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
    }
    map.on("popupopen popupclose", ({ type }) =>
      map.getContainer().classList.toggle("has-popup", type === "popupopen" && geomap.tight(map)),
    );
    map.on("layeradd", ({ layer }) => layer instanceof L.TileLayer && map.setMaxZoom(layer.options.maxZoom));
    return map;
  }

  // Online tiles, for who asked for them when the page was made; the borders stay beneath them, the story above.
  function streets(map, tiles) {
    if (!tiles) return;
    // eslint-disable-next-line no-restricted-properties -- read, not written: Leaflet wants a credit as escaped HTML
    const credit = element("span", {}, tiles.attribution).innerHTML;
    L.tileLayer(tiles.url, { ...tiles.options, attribution: credit }).addTo(map);
  }

  function read(id) {
    const part = (name) => JSON.parse(document.getElementById(`${id}_${name}`).textContent);
    return { ...part("data"), base: part("base") };
  }

  // Map or table, and what else the parts of the page ask of each other.
  function views(root, story, map) {
    let view = "map";
    const page = {
      view: () => view,
      setView(name) {
        view = name;
        root.classList.toggle("has-table", view === "table");
        map.getContainer().inert = view === "table";
        page.table.show(view === "table");
        map.invalidateSize({ animate: false });
        story.events.fire("settled");
        story.events.fire("view");
      },
      showPlace(index) {
        page.setView("map");
        map.setView(page.places.at(index), Math.max(map.getZoom(), 4), { animate: false });
        story.open(index);
      },
    };
    return page;
  }

  return (id) => {
    const data = read(id);
    const root = document.getElementById(`${id}_story`);
    const words = geomap.words(data);
    const story = geomap.story(data, words);
    const given = geomap.hash.read();
    Object.assign(story.filter.state, geomap.hash.conditions(story, given));
    story.want({});
    const world = geomap.topology(data.base);
    document.documentElement.lang = words.lang;
    root.dataset.theme = "light";
    root.classList.toggle("is-many", story.many);
    root.append(geomap.arcs.definitions(id));
    root.style.setProperty("--hatch", `url(#${id}_hatch)`);
    story.corrections = geomap.corrections(story, words);

    const map = canvas(id);
    const page = views(root, story, map);
    const base = geomap.base(map, world, data.base);
    const time = story.many ? geomap.timeline(story, words) : null;
    if (time) map.getContainer().after(time);
    map.invalidateSize({ animate: false });
    page.places = geomap.places(map, story, words, world);
    page.table = geomap.table(story, words, { place: page.showPlace });
    page.repaint = base.paint;
    map.getContainer().after(page.table.root);
    const seen = geomap.hash.view(given);
    if (seen) map.setView(seen.centre, seen.zoom, { animate: false });
    else geomap.frame(map, story, page.places);
    page.places.update();
    const arcs = geomap.arcs(map, story, words, page.places, id);
    names(map, words);
    streets(map, data.tiles);
    theme(root, words, base.paint).addTo(map);
    story.layers = geomap.layers(map, story, words);
    const panel = geomap.panel(
      map,
      root.querySelector(".geomap-panel"),
      story,
      words,
      arcs,
      geomap.tools(story, words, page),
    );
    page.document = panel.current;
    geomap.labels(map, story, words, world);
    geomap.paper(map, root, story, words, page);

    function follow(state) {
      story.want(geomap.hash.conditions(story, state));
      const shown = geomap.hash.view(state);
      if (shown) map.setView(shown.centre, shown.zoom, { animate: false });
      page.setView(state.view === "table" ? "table" : "map");
      const index = story.documents.findIndex((each) => each.id === state.doc);
      if (story.many) panel.show(index < 0 ? null : index);
    }
    if (given.view === "table") page.setView("table");
    if (given.doc && story.many) follow(given);
    geomap.hash.keep(map, story, page, follow);
    story.search.warm();
    map.geomap = story;
    return map;
  };
})();
