// What stands beside the map: one article with its mentions coloured, or the incidents of many, newest first.
geomap.panel = (() => {
  const { element, glyphs, isolated } = geomap;

  const ROWS_AT_ONCE = 100;

  const mentionClass = (mention) => `geomap-mention role-${mention.role}${mention.place === null ? " is-unplaced" : ""}`;

  // A paragraph's text cut at its mentions; of overlapping mentions the first is marked.
  function pieces(story, words, document, [from, to], marks) {
    const parts = [];
    let at = from;
    for (const index of marks) {
      const mention = story.mentions[index];
      const [start, end] = mention.span;
      if (start < at || end > to) continue;
      parts.push(story.text({ document }, [at, start]), mark(story, words, index));
      at = end;
    }
    parts.push(story.text({ document }, [at, to]));
    return parts;
  }

  // The role's shape keeps to the same line as the first word.
  function shaped(role, text) {
    const [first] = text.match(/^\S*/);
    return [element("span", { class: "geomap-first" }, glyphs.role(role), first), text.slice(first.length)];
  }

  function mark(story, words, index) {
    const mention = story.mentions[index];
    const act = mention.place === null ? null : () => story.open(mention.place, index);
    const name = mention.place === null ? words.say("notOnMap") : words.placeName(story.places[mention.place]);
    return element(
      "span",
      {
        class: mentionClass(mention),
        "data-mention": index,
        title: `${words.say(`role.${mention.role}`)} · ${name}`,
        role: act && "button",
        tabindex: act && "0",
        click: act,
        keydown: act && geomap.onKeys(act),
        mouseenter: act && (() => story.point(mention.place)),
        mouseleave: act && (() => story.point(null)),
        focus: act && (() => story.point(mention.place)),
        blur: act && (() => story.point(null)),
      },
      shaped(mention.role, story.text(mention, mention.span)),
      element("span", { class: "geomap-spoken" }, ` (${words.say(`role.${mention.role}`)})`),
    );
  }

  function paragraphs(text) {
    const spans = [];
    for (const match of text.matchAll(/[^\r\n]+/g)) {
      if (match[0].trim()) spans.push([match.index, match.index + match[0].length]);
    }
    return spans;
  }

  // A text without a title has its first line for one, with its mentions marked too.
  function body(story, words, index) {
    const document = story.documents[index];
    const rest = [...story.mentionsIn(index)].sort((a, b) => story.mentions[a].span[0] - story.mentions[b].span[0]);
    const marked = paragraphs(document.text).map((span) => {
      const here = [];
      while (rest.length && story.mentions[rest[0]].span[0] < span[1]) here.push(rest.shift());
      return pieces(story, words, index, span, here);
    });
    const heading = document.headline ? marked.shift() : isolated((story.documents.length === 1 && story.title) || document.title);
    const text = element("div", { class: "geomap-text", lang: document.lang }, marked.map((parts) => element("p", { dir: "auto" }, parts)));
    return { heading: element("h1", { dir: "auto", lang: document.headline && document.lang }, heading), text };
  }

  function byline(words, document) {
    const parts = [
      document.outlet && geomap.link(document.url, isolated(document.outlet)),
      document.date && element("time", { datetime: document.date }, words.day(document.date)),
      !document.outlet && document.url && geomap.link(document.url, words.say("toSource")),
    ].filter(Boolean);
    return parts.length ? element("p", { class: "geomap-byline" }, parts.flatMap((part, i) => (i ? [" · ", part] : [part]))) : null;
  }

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
    more.addEventListener("click", extend);
    extend();
    return [list, more];
  }

  function section(title, ...content) {
    return element("section", { class: "geomap-section" }, element("h2", {}, title), content);
  }

  function incidentCard(story, words, group, go) {
    const incident = group[0];
    const place = story.places[incident.place];
    const where = [words.placeName(place), geomap.popup.path(words, place)].filter(Boolean).join(", ");
    const facts = [
      incident.date ? words.days(incident.date) : words.say("undated"),
      words.say(`precision.${incident.precision}`),
      group.length > 1 ? words.say("sources", { n: group.length }) : null,
    ].filter(Boolean);
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "geomap-incident", click: () => go(incident), mouseenter: () => story.point(incident.place), mouseleave: () => story.point(null) },
        glyphs.incident(incident.type),
        element("span", { class: "geomap-incident-type" }, words.say(`incident.${incident.type}`), element("span", { class: "geomap-incident-place" }, isolated(where))),
        element("span", { class: "geomap-incident-facts" }, facts.join(" · "), " · ", words.confidence(incident.confidence)),
      ),
    );
  }

  // Newest first; those without a date come last but stay in the list. One incident in many reports is one row.
  function incidentGroups(incidents) {
    const groups = new Map(incidents.map(({ id }) => [id, []]));
    for (const incident of incidents) groups.get(incident.id).push(incident);
    const last = ([incident]) => (incident.date ? incident.date[1] : "");
    return [...groups.values()].sort((a, b) => last(b).localeCompare(last(a)));
  }

  function incidentList(story, words, incidents, go) {
    if (!incidents.length) return null;
    return section(words.say("incidents"), paged(words, "geomap-incidents", incidentGroups(incidents), (group) => incidentCard(story, words, group, go)));
  }

  function relationList(story, words, relations, arcs) {
    if (!relations.length) return null;
    const item = (relation) =>
      element(
        "li",
        {},
        arcs.isDrawn(relation)
          ? element("button", { type: "button", class: "geomap-relation", click: () => arcs.openRelation(relation) }, glyphs.line(relation.kind), geomap.popup.sentence(story, words, relation))
          : element("p", { class: "geomap-relation" }, glyphs.line(relation.kind), geomap.popup.sentence(story, words, relation)),
        geomap.popup.quote(story, relation, null),
      );
    return section(words.say("relations"), paged(words, "geomap-relations", relations, item));
  }

  function unplacedList(story, words, indices) {
    if (!indices.length) return null;
    const names = new Map();
    for (const index of indices) {
      const { text, role } = story.mentions[index];
      const key = `${role} ${text}`;
      names.set(key, { text, role, n: names.has(key) ? names.get(key).n + 1 : 1 });
    }
    const item = ({ text, role, n }) => element("li", {}, glyphs.role(role), isolated(text), n > 1 ? ` ×${words.number(n)}` : "", " ", element("span", { class: "geomap-quietly" }, words.say(`role.${role}`)));
    return section(words.say("notOnMap"), element("p", { class: "geomap-quietly" }, words.say("notOnMapHelp")), element("ul", { class: "geomap-unplaced" }, [...names.values()].map(item)));
  }

  function about(words) {
    return element(
      "details",
      { class: "geomap-about" },
      element("summary", {}, words.say("about")),
      words.say("aboutMethod").split("\n").map((text) => element("p", {}, text)),
      element("p", {}, words.say("aboutBorders")),
      element("p", {}, words.say("aboutData")),
    );
  }

  function article(story, words, arcs, index) {
    const document = story.documents[index];
    const within = (item) => item.document === index;
    const go = (incident) => story.open(incident.place, incident.mentions[0]);
    const { heading, text } = body(story, words, index);
    return [
      heading,
      byline(words, document),
      incidentList(story, words, story.incidents.filter(within), go),
      text,
      relationList(story, words, story.relations.filter(within), arcs),
      unplacedList(story, words, story.unplaced.filter((mention) => within(story.mentions[mention]))),
      document.warnings.length ? section(words.say("warnings"), element("ul", {}, document.warnings.map((text) => element("li", {}, text)))) : null,
    ];
  }

  function overview(story, words, show) {
    const go = (incident) => {
      show(incident.document);
      story.open(incident.place, incident.mentions[0]);
    };
    const documentItem = ({ document, index }) =>
      element(
        "li",
        {},
        element(
          "button",
          { type: "button", class: "geomap-document", click: () => show(index) },
          element("span", { class: "geomap-document-title" }, isolated(document.title)),
          element("span", { class: "geomap-quietly" }, [document.outlet, document.date && words.day(document.date)].filter(Boolean).join(" · ")),
        ),
      );
    return [
      element("h1", {}, isolated(story.title || words.say("documents", { n: story.documents.length }))),
      element("p", { class: "geomap-byline" }, [story.title && words.say("documents", { n: story.documents.length }), words.say("incidentCount", { n: incidentGroups(story.incidents).length })].filter(Boolean).join(" · ")),
      incidentList(story, words, story.incidents, go),
      section(words.say("articles"), paged(words, "geomap-documents", story.documents.map((document, index) => ({ document, index })), documentItem)),
    ];
  }

  return (root, story, words, arcs) => {
    const many = story.documents.length > 1;
    const content = element("div", { class: "geomap-panel-content" });
    root.append(content);

    function show(index) {
      const back = many ? element("button", { type: "button", class: "geomap-back", click: list }, words.say("back")) : null;
      content.replaceChildren(...[back, ...article(story, words, arcs, index), about(words)].filter(Boolean));
      root.scrollTop = 0;
    }

    function list() {
      content.replaceChildren(...[...overview(story, words, show), about(words)].filter(Boolean));
      root.scrollTop = 0;
    }

    const marksOf = (place) => story.mentionsAt(place).map((index) => content.querySelector(`.geomap-mention[data-mention="${index}"]`)).filter(Boolean);

    story.events.on("point", ({ place }) => {
      content.querySelectorAll(".geomap-mention.is-lit").forEach((node) => node.classList.remove("is-lit"));
      if (place !== null) marksOf(place).forEach((node) => node.classList.add("is-lit"));
    });
    story.events.on("opened", ({ place, mention }) => {
      if (mention !== undefined || geomap.narrow()) return;
      const [first] = marksOf(place);
      if (first) first.scrollIntoView({ block: "center", behavior: geomap.calm() ? "auto" : "smooth" });
    });
    story.events.on("filter", () => story.roles.forEach(({ name }) => content.classList.toggle(`without-${name}`, !story.isShown(name))));

    if (many || !story.documents.length) list();
    else show(0);
  };
})();
