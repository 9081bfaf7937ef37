// The same story as tables: for a screen reader, for sorting, and for print.
geomap.table = (() => {
  const { element, glyphs, isolated } = geomap;
  const ROWS_AT_ONCE = 100;

  // Each column: its name, what a cell shows, and what it is sorted by.
  function columns(story, words, open) {
    const document = (item) => story.documents[item.document];
    const place = (index) =>
      index === null ? { text: words.say("notOnMap"), node: words.say("notOnMap") } : placeCell(index);
    function placeCell(index) {
      const text = geomap.listing.where(words, story.places[index]);
      return {
        text,
        node: element(
          "button",
          { type: "button", class: "geomap-textlink", click: () => open.place(index) },
          isolated(text),
        ),
      };
    }
    const plain = (text) => ({ text, node: isolated(text) });
    const percent = (share) => ({ text: share, node: words.confidence(share) });
    const quote = (item, marked) => ({ text: "", node: geomap.popup.quote(story, item, marked) });
    const source = (item) => ({
      text: document(item).date || "",
      node: [
        geomap.link(document(item).url, isolated(document(item).title)),
        element(
          "div",
          { class: "geomap-quietly" },
          [document(item).outlet, document(item).date && words.day(document(item).date)].filter(Boolean).join(" · "),
        ),
      ],
    });
    const named = (mention) => (mention.place === null ? plain(mention.text) : placeCell(mention.place));
    const incident = (group) => story.incidents[group[0]];
    const end = (relation, which) => named(story.mentions[relation[which]]);
    return {
      incidents: {
        rows: () => story.groups.filter(story.groupIsShown),
        cells: [
          [
            "type",
            (group) => ({
              text: words.say(`incident.${incident(group).type}`),
              node: [glyphs.incident(incident(group).type), " ", words.say(`incident.${incident(group).type}`)],
            }),
          ],
          ["place", (group) => placeCell(incident(group).place)],
          [
            "date",
            (group) => ({
              text: incident(group).date ? incident(group).date[0] : "",
              node: incident(group).date ? words.days(incident(group).date) : words.say("undated"),
            }),
          ],
          [
            "precision",
            (group) => ({ text: incident(group).precision, node: words.say(`precision.${incident(group).precision}`) }),
          ],
          ["confidence", (group) => percent(incident(group).confidence)],
          [
            "sources",
            (group) => ({
              text: geomap.popup.sources(story, group),
              node: words.number(geomap.popup.sources(story, group)),
            }),
          ],
          ["quote", (group) => quote(incident(group), null)],
          ["document", (group) => source(incident(group))],
        ],
      },
      mentions: {
        rows: () => story.mentions.filter((_, index) => story.filter.shown.mentions[index] === 2),
        cells: [
          ["role", (mention) => ({ text: story.rank(mention.role), node: geomap.popup.chip(words, mention.role) })],
          ["text", (mention) => plain(mention.text)],
          ["place", (mention) => place(mention.place)],
          ["placeConfidence", (mention) => percent(mention.confidence)],
          ["roleConfidence", (mention) => percent(mention.roleConfidence)],
          ["quote", (mention) => quote(mention, mention.span)],
          ["document", source],
        ],
      },
      relations: {
        rows: () => story.relations.filter((_, index) => story.filter.shown.relations[index] === 2),
        cells: [
          ["who", (relation) => end(relation, "source")],
          [
            "kind",
            (relation) => ({
              text: words.say(`kind.${relation.kind}`),
              node: [glyphs.line(relation.kind), " ", words.say(`kind.${relation.kind}`)],
            }),
          ],
          ["whom", (relation) => end(relation, "target")],
          ["confidence", (relation) => percent(relation.confidence)],
          ["quote", (relation) => quote(relation, null)],
          ["document", source],
        ],
      },
    };
  }

  const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b)));

  function sheet(words, name, { cells, rows }) {
    const body = element("tbody", {});
    const more = element("button", { type: "button", class: "geomap-more" });
    const caption = element("caption", {});
    let sort = null;
    let items = [];
    let made = 0;

    function extend(n = ROWS_AT_ONCE) {
      const next = items.slice(made, made + n).map((item) =>
        element(
          "tr",
          {},
          cells.map(([key, cell], order) =>
            element(order ? "td" : "th", { class: `is-${key}`, scope: order ? null : "row" }, cell(item).node),
          ),
        ),
      );
      body.append(...next);
      made += next.length;
      more.hidden = made >= items.length;
      more.textContent = words.say("showMore", { n: items.length - made });
    }

    const heads = cells.map(([key, cell]) => {
      const head = element(
        "th",
        { scope: "col", class: `is-${key}` },
        element("button", { type: "button" }, words.say(`column.${key}`)),
      );
      head.firstChild.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort = (a, b) => (down ? -1 : 1) * compare(cell(a).text, cell(b).text);
        fill();
      });
      return head;
    });

    function fill() {
      items = rows();
      if (sort) items = [...items].sort(sort);
      made = 0;
      body.replaceChildren();
      caption.textContent = `${words.say(`sheet.${name}`)}: ${words.number(items.length)}`;
      extend();
    }

    more.addEventListener("click", () => extend());
    const node = element(
      "div",
      { class: "geomap-sheet", role: "tabpanel", "data-sheet": name },
      element("table", {}, caption, element("thead", {}, element("tr", {}, heads)), body),
      more,
    );
    return { node, fill, all: (n) => extend(Math.max(0, n - made)) };
  }

  return (story, words, open) => {
    const kinds = columns(story, words, open);
    const sheets = Object.entries(kinds)
      .filter(([name]) => story[name].length || name === "mentions")
      .map(([name, kind]) => ({ name, ...sheet(words, name, kind) }));
    let current = sheets[0].name;
    const tabs = sheets.map(({ name, node }) => {
      node.id = `geomap-sheet-${name}`;
      node.setAttribute("aria-labelledby", `geomap-tab-${name}`);
      return element(
        "button",
        {
          type: "button",
          role: "tab",
          id: `geomap-tab-${name}`,
          "data-tab": name,
          "aria-controls": node.id,
          click: () => choose(name),
        },
        words.say(`sheet.${name}`),
      );
    });
    const bar = element("div", { class: "geomap-tabs", role: "tablist", "aria-label": words.say("viewTable") }, tabs);
    bar.addEventListener("keydown", ({ key }) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (!by) return;
      const next = sheets[(sheets.findIndex(({ name }) => name === current) + by + sheets.length) % sheets.length].name;
      choose(next);
      bar.querySelector(`[data-tab="${next}"]`).focus();
    });
    const root = element(
      "div",
      { class: "geomap-table", hidden: true, tabindex: "-1" },
      bar,
      sheets.map(({ node }) => node),
    );

    function choose(name) {
      current = name;
      tabs.forEach((tab) => {
        tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
        tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
      });
      sheets.forEach(({ name: other, node }) => (node.hidden = other !== name));
      if (!root.hidden) sheets.find((each) => each.name === name).fill();
    }

    const update = () => !root.hidden && choose(current);
    story.events.on("filter", geomap.later(update));
    choose(current);
    return {
      root,
      show(on) {
        root.hidden = !on;
        update();
      },
      // For print: every sheet, with as many rows as paper bears.
      unfold(n) {
        root.hidden = false;
        sheets.forEach((each) => {
          each.node.hidden = false;
          each.fill();
          each.all(n);
        });
      },
    };
  };
})();
