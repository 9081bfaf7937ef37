// The legend, which is the layer control too: a row for each role and kind of relation, with its count.
geomap.layers = (() => {
  const { element, glyphs } = geomap;

  function row(map, story, words, { name, all }, group, sign, phrase) {
    const contents = [
      sign,
      element("span", { class: "geomap-row-name" }, words.say(`${phrase}.${name}`)),
      element("span", { class: "geomap-row-count" }, words.number(all)),
    ];
    const help = words.say(`${phrase}Help.${name}`);
    if (!all) {
      return element("li", { class: "is-absent", title: help }, element("span", { class: "geomap-row" }, contents));
    }
    // A true Leaflet layer, so that scripts and other controls can switch it; what it shows is drawn with its fellows,
    // because one marker may stand for several roles.
    const layer = L.layerGroup();
    if (story.isShown(name)) layer.addTo(map);
    const box = element("input", {
      type: "checkbox",
      class: "leaflet-control-layers-selector",
      "data-layer": name,
      checked: story.isShown(name),
    });
    box.addEventListener("change", () => (box.checked ? layer.addTo(map) : layer.remove()));
    layer.on("add remove", ({ type }) => {
      box.checked = type === "add";
      story.show(name, box.checked);
    });
    group[name] = layer;
    return element("li", { title: help }, element("label", { class: "geomap-row" }, box, contents));
  }

  function build(map, story, words, layers) {
    const list = (items, sign, phrase) =>
      element(
        "ul",
        {},
        items.map((item) => row(map, story, words, item, layers, sign(item.name), phrase)),
      );
    const present = story.kinds().filter(({ all }) => all);
    const body = element(
      "div",
      { class: "geomap-legend-body" },
      element("h2", {}, words.say("roles")),
      list(story.roles(), glyphs.role, "role"),
      present.length ? [element("h2", {}, words.say("relations")), list(present, glyphs.line, "kind")] : null,
    );
    const open = !geomap.tight(map);
    const fold = element(
      "button",
      { type: "button", class: "geomap-legend-fold", "aria-expanded": String(open) },
      words.say("legend"),
    );
    fold.addEventListener("click", () => {
      const now = fold.getAttribute("aria-expanded") !== "true";
      fold.setAttribute("aria-expanded", String(now));
      body.hidden = !now;
      story.events.fire("settled");
    });
    body.hidden = !open;
    return element(
      "div",
      { class: "leaflet-control geomap-legend", role: "group", "aria-label": words.say("legend") },
      fold,
      body,
    );
  }

  return (map, story, words) => {
    const layers = {};
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const node = build(map, story, words, layers);
      L.DomEvent.disableClickPropagation(node);
      L.DomEvent.disableScrollPropagation(node);
      return node;
    };
    control.addTo(map);
    const root = control.getContainer();

    // The counts are of what the filters let through; the switches say whether it is drawn.
    story.events.on("filter", () => {
      for (const { name, count } of [...story.roles(), ...story.kinds()]) {
        const box = root.querySelector(`input[data-layer="${name}"]`);
        if (!box) continue;
        if (box.checked !== story.isShown(name)) map[story.isShown(name) ? "addLayer" : "removeLayer"](layers[name]);
        box.closest("label").querySelector(".geomap-row-count").textContent = words.number(count);
      }
    });
    return layers;
  };
})();
