// What stands beside the map: one article with its mentions coloured, or the incidents of many, newest first.
geomap.panel = (() => {
  const { element, isolated } = geomap;

  function about(words) {
    return element(
      "details",
      { class: "geomap-about", id: "geomap-about" },
      element("summary", {}, words.say("about")),
      words
        .say("aboutMethod")
        .split("\n")
        .map((text) => element("p", {}, text)),
      element("p", {}, `${words.borders} ${words.viewed("aboutView")}`),
      element("p", {}, words.say("aboutData")),
      element("p", {}, words.say("aboutKeys")),
    );
  }

  // The incidents and articles that the filters let through; with the switch on, only those that the map shows.
  function overview(map, story, words, show) {
    const root = element("div", {});
    const count = element("p", { class: "geomap-tally", role: "status" });
    const inView = element("input", { type: "checkbox", "data-switch": "in-view" });
    const lists = { incidents: element("div", {}), articles: element("div", {}) };
    const documentList = geomap.listing.documents(story, words, show);
    const go = (incident) => {
      show(incident.document);
      story.open(incident.place, incident.mentions[0]);
    };

    function refresh() {
      const shown = story.groups.filter(story.groupIsShown);
      const view = map.getBounds();
      const visible = shown.filter(([index]) =>
        view.contains([story.places[story.incidents[index].place].lat, story.places[story.incidents[index].place].lon]),
      );
      count.textContent = `${words.say("shownOf", { n: shown.length, all: words.number(story.groups.length) })} · ${words.say("inView", { n: visible.length })}`;
      return inView.checked ? visible : shown;
    }

    function update() {
      const listed = refresh();
      lists.incidents.replaceChildren(
        ...(listed.length
          ? geomap.listing.incidents(story, words, listed, go)
          : [element("p", { class: "geomap-quietly" }, words.say("nothingFound"))]),
      );
      const shown = new Set(
        story.mentions.flatMap(({ document }, index) => (story.filter.shown.mentions[index] ? [document] : [])),
      );
      const documents = story.documents
        .map((_, index) => index)
        .filter((index) => shown.has(index) || (!story.filter.active() && !story.mentionsIn(index).length));
      lists.articles.replaceChildren(...documentList(documents));
    }

    inView.addEventListener("change", update);
    root.append(
      geomap.filters(story, words),
      element(
        "div",
        { class: "geomap-tallies" },
        count,
        element("label", { class: "geomap-choice" }, inView, words.say("inViewOnly")),
      ),
      geomap.listing.section(words.say("incidents"), lists.incidents),
      geomap.listing.section(words.say("articles"), lists.articles),
    );
    update();
    return { root, update, moved: () => (inView.checked ? update() : refresh()) };
  }

  return (map, root, story, words, arcs, tools) => {
    const { many } = story;
    const content = element("div", { class: "geomap-panel-content" });
    const corrections = story.corrections.bar();
    root.append(content, corrections);
    let home = null;
    let scrolled = 0;
    let current = null;

    function title() {
      const n = story.documents.length;
      const incidents = words.say("incidentCount", { n: story.groups.length });
      return [
        element("h1", {}, isolated(story.title || words.say("documents", { n }))),
        element(
          "p",
          { class: "geomap-byline" },
          [story.title && words.say("documents", { n }), incidents].filter(Boolean).join(" · "),
        ),
      ];
    }

    function show(index) {
      if (current === null) scrolled = root.scrollTop;
      current = index;
      const back = many
        ? element("button", { type: "button", class: "geomap-back", click: list }, words.say("back"))
        : null;
      const { heading, content: rest } = geomap.article(story, words, arcs, index);
      content.replaceChildren(...[back, ...heading, tools, ...rest, about(words)].filter(Boolean));
      root.scrollTop = 0;
      dim();
      story.events.fire("document", { index });
    }

    // Back to the list, where the reader left it.
    function list() {
      current = null;
      home = home || overview(map, story, words, show);
      content.replaceChildren(...title(), tools, home.root, about(words));
      root.scrollTop = scrolled;
      story.events.fire("document", { index: null });
    }

    const dim = () =>
      geomap.glyphs.ROLES.forEach((name) => content.classList.toggle(`without-${name}`, !story.isShown(name)));
    const marksOf = (place) =>
      story
        .mentionsAt(place)
        .flatMap((index) => [...content.querySelectorAll(`.geomap-mention[data-mention="${index}"]`)]);

    story.events.on("point", ({ place }) => {
      content.querySelectorAll(".geomap-mention.is-lit").forEach((node) => node.classList.remove("is-lit"));
      if (place !== null && current !== null) marksOf(place).forEach((node) => node.classList.add("is-lit"));
    });
    story.events.on("opened", ({ place, mention }) => {
      if (mention !== undefined || geomap.narrow() || current === null) return;
      const [first] = marksOf(place);
      if (first) first.scrollIntoView({ block: "center", behavior: geomap.calm() ? "auto" : "smooth" });
    });
    story.events.on("about", () => {
      const node = content.querySelector(".geomap-about");
      node.open = true;
      node.scrollIntoView({ block: "start" });
      node.querySelector("summary").focus({ preventScroll: true });
    });
    story.events.on(
      "filter",
      geomap.later(() => {
        dim();
        if (home) home.update();
      }),
    );
    map.on(
      "moveend",
      geomap.later(() => home && current === null && home.moved()),
    );

    if (many || !story.documents.length) list();
    else show(0);
    return { show: (index) => (index === null ? list() : show(index)), current: () => current };
  };
})();
