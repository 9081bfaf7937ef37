// The row of tools: map or table, take away, print.
geomap.tools = (() => {
  const { element, glyphs } = geomap;

  function menu(story, words) {
    const summary = element("summary", { class: "geomap-tool" }, glyphs.tool("download"), words.say("download"));
    const root = element("details", { class: "geomap-menu" }, summary);
    const item = (layer, format, name) =>
      element(
        "button",
        {
          type: "button",
          "data-download": `${layer}.${format}`,
          click: () => (geomap.downloads(story, layer, format), (root.open = false), summary.focus()),
        },
        `${words.say(`sheet.${layer}`)} · ${name}`,
      );
    const layers = story.incidents.length ? ["incidents", "mentions"] : ["mentions"];
    root.append(
      element(
        "div",
        { class: "geomap-options" },
        element("p", { class: "geomap-quietly" }, words.say("downloadHelp")),
        layers.flatMap((layer) => [item(layer, "geojson", "GeoJSON"), item(layer, "csv", "CSV")]),
      ),
    );
    root.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !root.open) return;
      root.open = false;
      summary.focus();
    });
    document.addEventListener("click", ({ target }) => !root.contains(target) && (root.open = false));
    return root;
  }

  return (story, words, page) => {
    const views = ["map", "table"].map((name) =>
      element(
        "button",
        { type: "button", class: "geomap-tool", "data-view": name, click: () => page.setView(name) },
        glyphs.tool(name),
        words.say(name === "map" ? "viewMap" : "viewTable"),
      ),
    );
    const mark = () =>
      views.forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.view === page.view())));
    story.events.on("view", mark);
    mark();
    return element(
      "div",
      { class: "geomap-tools", role: "group", "aria-label": words.say("tools") },
      element("div", { class: "geomap-views" }, views),
      menu(story, words),
      element(
        "button",
        { type: "button", class: "geomap-tool", "data-tool": "print", click: () => window.print() },
        glyphs.tool("print"),
        words.say("print"),
      ),
    );
  };
})();
