// Lists of incidents and articles.
geomap.listing = (() => {
  const { element, glyphs, isolated } = geomap;
  const ROWS_AT_ONCE = 60;

  // A list whose rows are made as they are asked for: thousands at once would hold up the page.
  function paged(words, name, items, row) {
    const list = element("ul", { class: name });
    const more = element("button", { type: "button", class: "geomap-more" });
    let made = 0;
    function extend() {
      list.append(...items.slice(made, made + ROWS_AT_ONCE).map(row));
      made = Math.min(items.length, made + ROWS_AT_ONCE);
      more.textContent = words.say("showMore", { n: items.length - made });
      more.hidden = made === items.length;
    }
    more.addEventListener("click", () => {
      const next = made;
      extend();
      const first = list.children[next] && list.children[next].querySelector("button");
      if (first) first.focus({ preventScroll: true });
    });
    extend();
    return [list, more];
  }

  const section = (title, ...content) =>
    element("section", { class: "geomap-section" }, element("h2", {}, title), content);

  const where = (words, place) => [words.placeName(place), geomap.popup.path(words, place)].filter(Boolean).join(", ");

  function card(story, words, group, go) {
    const incident = story.incidents[group[0]];
    const n = geomap.popup.sources(story, group);
    const facts = [
      incident.date ? words.days(incident.date) : words.say("undated"),
      words.say(`precision.${incident.precision}`),
      n > 1 || story.many ? words.say("sources", { n }) : null,
    ].filter(Boolean);
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: "geomap-incident",
          click: () => go(incident),
          mouseenter: () => story.point(incident.place),
          mouseleave: () => story.point(null),
          focus: () => story.point(incident.place),
          blur: () => story.point(null),
        },
        glyphs.incident(incident.type),
        element(
          "span",
          { class: "geomap-incident-type" },
          words.say(`incident.${incident.type}`),
          " ",
          element("span", { class: "geomap-incident-place" }, isolated(where(words, story.places[incident.place]))),
        ),
        element(
          "span",
          { class: "geomap-incident-facts" },
          facts.join(" · "),
          " · ",
          words.confidence(incident.confidence),
        ),
      ),
    );
  }

  const incidents = (story, words, groups, go) =>
    paged(words, "geomap-incidents", groups, (group) => card(story, words, group, go));

  function documents(story, words, show) {
    const row = (index) => {
      const document = story.documents[index];
      return element(
        "li",
        {},
        element(
          "button",
          { type: "button", class: "geomap-document", click: () => show(index) },
          element("span", { class: "geomap-document-title" }, isolated(document.title)),
          element(
            "span",
            { class: "geomap-quietly" },
            [document.outlet, document.date && words.day(document.date)].filter(Boolean).join(" · "),
          ),
        ),
      );
    };
    return (indices) => paged(words, "geomap-documents", indices, row);
  }

  return { paged, section, incidents, documents, where };
})();
