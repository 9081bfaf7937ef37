// For print: the map as wide as the paper, the legend open, and the table of all that is shown beneath it.
geomap.paper = (() => {
  const WIDTH = 680; // pixels: A4 between its margins, at the size that browsers print
  const HEIGHT = 430;
  const TRIM = 0.12; // share of the view at each edge that may go, so that less is gained at the others
  const ROWS = 1000; // of each table; more is for a file, not for paper

  const { element, glyphs } = geomap;

  // The legend without its switches: what is drawn, and how often.
  function legend(story, words) {
    const row = (sign, text, count) =>
      element("li", {}, sign, text, " ", element("span", { class: "geomap-quietly" }, words.number(count)));
    const drawn = (items) => items.filter(({ name, count }) => count && story.isShown(name));
    return element(
      "ul",
      { class: "geomap-paper-legend" },
      drawn(story.roles()).map(({ name, count }) => row(glyphs.role(name), words.say(`role.${name}`), count)),
      drawn(story.kinds()).map(({ name, count }) => row(glyphs.line(name), words.say(`kind.${name}`), count)),
    );
  }

  return (map, root, story, words, page) => {
    const container = map.getContainer();
    let before = null;

    function prepare() {
      if (before) return;
      geomap.atOnce = true;
      before = { bounds: map.getBounds(), view: page.view(), theme: root.dataset.theme, legend: legend(story, words) };
      container.after(before.legend);
      const about = root.querySelector(".geomap-about");
      about.open = true;
      root.dataset.theme = "light";
      root.classList.add("is-printed");
      map.closePopup();
      container.style.width = `${WIDTH}px`;
      container.style.height = `${HEIGHT}px`;
      map.invalidateSize({ animate: false });
      map.fitBounds(before.bounds.pad(-TRIM), { animate: false });
      page.repaint();
      page.table.unfold(ROWS);
    }

    function restore() {
      if (!before) return;
      geomap.atOnce = false;
      const { bounds, view, theme } = before;
      before.legend.remove();
      before = null;
      root.dataset.theme = theme;
      root.classList.remove("is-printed");
      container.style.width = "";
      container.style.height = "";
      map.invalidateSize({ animate: false });
      map.fitBounds(bounds, { animate: false });
      page.repaint();
      page.setView(view);
    }

    window.addEventListener("beforeprint", prepare);
    window.addEventListener("afterprint", restore);
    return { prepare, restore };
  };
})();
