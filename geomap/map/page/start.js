// Puts the page together. Returns the Leaflet map, under the name that folium's own layers expect.
geomap.start = (() => {
  const { element, svg } = geomap;
  const ZOOM_AT_MOST = 12; // unless the user adds tiles, which have more to show
  const SUN = "M10 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8M10 1v2M10 17v2M1 10h2M17 10h2M3.6 3.6 5 5M15 15l1.4 1.4M16.4 3.6 15 5M5 15l-1.4 1.4";

  function theme(root, base, words) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    let chosen = null;
    function apply() {
      root.dataset.theme = chosen || (dark.matches ? "dark" : "light");
      base.paint();
    }
    dark.addEventListener("change", apply);
    apply();
    const swap = () => {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      apply();
    };
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const icon = svg("svg", { class: "geomap-icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: SUN }));
      const button = element("button", { type: "button", class: "geomap-theme", title: words.say("theme"), "aria-label": words.say("theme"), click: swap }, icon);
      const bar = element("div", { class: "leaflet-bar leaflet-control" }, button);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    return control;
  }

  function names(map, words) {
    map.attributionControl.setPrefix(false).addAttribution(words.say("attribution"));
    map.zoomControl.remove();
    L.control.zoom({ zoomInTitle: words.say("zoomIn"), zoomOutTitle: words.say("zoomOut") }).addTo(map);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", words.say("map"));
  }

  return (id) => {
    const data = JSON.parse(document.getElementById(`${id}_data`).textContent);
    data.base = JSON.parse(document.getElementById(`${id}_base`).textContent);
    const root = document.getElementById(`${id}_story`);
    const words = geomap.words(data);
    const story = geomap.story(data);
    const world = geomap.topology(data.base);
    document.documentElement.lang = words.lang;
    root.dataset.theme = "light";
    root.append(geomap.arcs.definitions(id));
    root.style.setProperty("--hatch", `url(#${id}_hatch)`);

    const map = L.map(id, {
      center: [25, 20],
      zoom: 2,
      minZoom: 1,
      maxZoom: ZOOM_AT_MOST,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      maxBounds: [[-85, -210], [85, 210]],
      maxBoundsViscosity: 0.7,
      fadeAnimation: !geomap.calm(),
      zoomAnimation: !geomap.calm(),
      markerZoomAnimation: !geomap.calm(),
    });
    if (geomap.calm()) map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
    const base = geomap.base(map, world, data.divisions);
    const places = geomap.places(map, story, words, world);
    geomap.frame(map, story, places);
    places.update();
    const arcs = geomap.arcs(map, story, words, places, id);
    names(map, words);
    theme(root, base, words).addTo(map);
    story.layers = geomap.layers(map, story, words);
    geomap.panel(root.querySelector(".geomap-panel"), story, words, arcs);
    geomap.labels(map, story, words, world);
    map.on("popupopen popupclose", ({ type }) => map.getContainer().classList.toggle("has-popup", type === "popupopen" && geomap.tight(map)));
    map.on("layeradd", ({ layer }) => layer instanceof L.TileLayer && map.setMaxZoom(layer.options.maxZoom));
    map.geomap = story;
    return map;
  };
})();
