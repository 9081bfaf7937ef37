// The conditions that combine: words, types, countries, sources, least confidence. Roles are switched in the legend.
geomap.filters = (() => {
  const { element, glyphs } = geomap;
  const PAUSE = 180; // milliseconds without a key before the search begins
  const STEPS = [0, 0.33, 0.5, 0.66, 0.8, 0.9]; // least confidence, from the words for it

  function counted(values) {
    const counts = new Map();
    for (const value of values) {
      if (value !== null && value !== undefined) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  return (story, words) => {
    const { state } = story.filter;
    const parts = [];

    // One group of boxes that folds; its title says how many are ticked.
    function choice(title, field, options) {
      if (options.length < 2) return null;
      const summary = element("summary", {});
      const boxes = options.map(({ value, count, label, sign }) => {
        const box = element("input", { type: "checkbox", value });
        box.addEventListener("change", () => {
          const wanted = new Set(state[field]);
          if (box.checked) wanted.add(value);
          else wanted.delete(value);
          story.want({ [field]: wanted });
        });
        return {
          value,
          box,
          row: element(
            "label",
            { class: "geomap-option" },
            box,
            sign || null,
            element("span", {}, geomap.isolated(label)),
            element("span", { class: "geomap-row-count" }, words.number(count)),
          ),
        };
      });
      const root = element(
        "details",
        { class: "geomap-facet", "data-facet": field },
        summary,
        element(
          "div",
          { class: "geomap-options" },
          boxes.map(({ row }) => row),
        ),
      );
      root.addEventListener("keydown", ({ key }) => {
        if (key !== "Escape" || !root.open) return;
        root.open = false;
        summary.focus();
      });
      parts.push(() => {
        boxes.forEach(({ value, box }) => (box.checked = state[field].has(value)));
        summary.textContent = state[field].size ? `${title} (${words.number(state[field].size)})` : title;
        root.classList.toggle("is-active", state[field].size > 0);
      });
      return root;
    }

    function search() {
      const box = element("input", {
        type: "search",
        "aria-label": words.say("search"),
        placeholder: words.say("search"),
      });
      let timer = 0;
      box.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => story.want({ query: box.value }), PAUSE);
      });
      parts.push(() => {
        if (box !== document.activeElement) box.value = state.query;
      });
      return element("div", { class: "geomap-search" }, glyphs.tool("search"), box);
    }

    function confidence() {
      const options = STEPS.map((step) =>
        element("option", { value: step }, step ? `≥ ${words.percent(step)}` : words.say("any")),
      );
      const box = element("select", {}, options);
      box.addEventListener("change", () => story.want({ least: Number(box.value) }));
      parts.push(() => (box.value = String(STEPS.includes(state.least) ? state.least : 0)));
      return element("label", { class: "geomap-least" }, words.say("confidence"), " ", box);
    }

    const types = counted(story.incidents.map(({ type }) => type)).map(([value, count]) => ({
      value,
      count,
      label: words.say(`incident.${value}`),
      sign: glyphs.incident(value),
    }));
    const countries = counted(
      story.mentions.map(({ place }) => (place === null ? null : story.places[place].country)),
    ).map(([value, count]) => ({ value, count, label: words.country(value) }));
    const sources = counted(story.documents.map((_, index) => story.filter.sourceOf(index))).map(([value, count]) => ({
      value,
      count,
      label: value || words.say("noOutlet"),
    }));
    const clear = element(
      "button",
      { type: "button", class: "geomap-textlink", click: () => story.want(story.filter.cleared()) },
      words.say("clear"),
    );
    const root = element(
      "div",
      { class: "geomap-filters", role: "search", "aria-label": words.say("filters") },
      search(),
      element(
        "div",
        { class: "geomap-facets" },
        choice(words.say("type"), "types", types),
        choice(words.say("country"), "countries", countries),
        choice(words.say("source"), "sources", sources),
        confidence(),
        clear,
      ),
    );
    // One open at a time: they lie over the list.
    root
      .querySelectorAll(".geomap-facet")
      .forEach((facet) =>
        facet.addEventListener(
          "toggle",
          () =>
            facet.open &&
            root.querySelectorAll(".geomap-facet[open]").forEach((other) => other !== facet && (other.open = false)),
        ),
      );
    document.addEventListener("click", ({ target }) =>
      root.querySelectorAll(".geomap-facet[open]").forEach((facet) => !facet.contains(target) && (facet.open = false)),
    );

    function update() {
      parts.forEach((part) => part());
      clear.hidden = !story.filter.active();
    }
    story.events.on("filter", update);
    update();
    return root;
  };
})();
