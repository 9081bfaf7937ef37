// What stands in a popup: the evidence for a place or a relation.
geomap.popup = (() => {
  const { element, isolated, link, glyphs } = geomap;
  const AT_ONCE = 6; // mentions shown at once; the rest on demand
  const SURE = 0.66; // below it a reading is called uncertain: "likely" begins there in the IPCC's guidance (2010)

  // The quote, with the mention marked and the cue underlined. Both spans lie in the document's text.
  function quote(story, item, marked) {
    const [start, end] = item.quote;
    const marks = [marked && { span: marked, tag: "mark" }, cueIn(story, item)].filter(Boolean);
    const usable = marks.filter(({ span }) => span[0] >= start && span[1] <= end).sort((a, b) => a.span[0] - b.span[0]);
    const parts = [];
    let at = start;
    for (const { span, tag } of usable) {
      if (span[0] < at) continue;
      parts.push(story.text(item, [at, span[0]]), element(tag, {}, story.text(item, span)));
      at = span[1];
    }
    parts.push(story.text(item, [at, end]));
    const document = story.documents[item.document];
    return element("blockquote", { dir: "auto", lang: document.lang }, parts);
  }

  function cueIn(story, { document, evidence }) {
    if (!evidence || !evidence.cue) return null;
    const [start, end] = evidence.span;
    const clause = story.text({ document }, [start, end]);
    const found = clause.toLocaleLowerCase().indexOf(evidence.cue.toLocaleLowerCase());
    return found < 0 ? null : { span: [start + found, start + found + evidence.cue.length], tag: "u" };
  }

  const row = (name, ...value) => element("div", {}, element("dt", {}, name), element("dd", {}, value));
  const note = (text) => element("p", { class: "geomap-note" }, text);

  function chip(words, role) {
    return element("span", { class: `geomap-chip role-${role}` }, glyphs.role(role), words.say(`role.${role}`));
  }

  function folded(summary, items) {
    if (!items.length) return null;
    return element(
      "details",
      {},
      element("summary", {}, summary),
      element(
        "ul",
        {},
        items.map((item) => element("li", {}, item)),
      ),
    );
  }

  // "Aktau (town or city, Karagandy, Kazakhstan)": what it is called, what it is and where.
  function described(words, place) {
    const where = path(words, place);
    return [isolated(words.placeName(place)), ` (${words.say(`place.${place.kind}`)}${where ? `, ${where}` : ""})`];
  }

  function written(words, mention) {
    const notes = [mention.kind === "demonym" && "demonym", mention.reading !== "literal" && mention.reading].filter(
      Boolean,
    );
    return [isolated(mention.text), notes.map((name) => [" · ", words.say(`note.${name}`)])];
  }

  function source(words, document) {
    const parts = [document.outlet && isolated(document.outlet), document.date && words.day(document.date)].filter(
      Boolean,
    );
    return element(
      "p",
      { class: "geomap-source" },
      link(document.url, isolated(document.title)),
      parts.map((part) => [" · ", part]),
    );
  }

  // What the reader must not take for established.
  function caution(words, mention) {
    return [
      mention.role === "accused" ? note(words.say("alleged")) : null,
      mention.confidence < SURE && mention.place !== null ? note(words.say("unsurePlace")) : null,
      mention.roleConfidence < SURE ? note(words.say("unsureRole")) : null,
    ];
  }

  function mentionCard(story, words, index) {
    const mention = story.mentions[index];
    const cue = mention.evidence && mention.evidence.cue;
    return element(
      "section",
      { class: `geomap-card role-${mention.role}`, "data-mention": index },
      element("h3", {}, chip(words, mention.role)),
      quote(story, mention, mention.span),
      caution(words, mention),
      element(
        "dl",
        {},
        row(words.say("written"), written(words, mention)),
        cue ? row(words.say("cue"), isolated(cue)) : null,
        row(words.say("placeConfidence"), words.confidence(mention.confidence)),
        row(words.say("roleConfidence"), words.confidence(mention.roleConfidence)),
      ),
      folded(
        words.say("alternatives", { n: mention.alternatives.length }),
        mention.alternatives.map(({ place, confidence }) => [
          described(words, story.places[place]),
          `: ${words.confidence(confidence)}`,
        ]),
      ),
      folded(words.say("why"), [...mention.why, ...mention.roleWhy]),
      source(words, story.documents[mention.document]),
      story.corrections.form(index),
    );
  }

  function path(words, place) {
    return [
      ...place.admin.map(words.placeName),
      place.kind !== "country" && place.country && words.country(place.country),
    ]
      .filter(Boolean)
      .join(", ");
  }

  function standing(words, place) {
    const names = (list) => list.map((name) => words.country(name)).join(", ");
    return [
      place.claimedBy.length
        ? element("p", { class: "geomap-standing" }, words.say("claimedBy", { names: names(place.claimedBy) }))
        : null,
      place.heldBy.length
        ? element("p", { class: "geomap-standing" }, words.say("heldBy", { names: names(place.heldBy) }))
        : null,
    ];
  }

  const sources = (story, group) => story.incidents[group[0]].sources;

  function happening(story, words, group) {
    const incident = story.incidents[group[0]];
    const n = sources(story, group);
    return element(
      "li",
      { class: "geomap-happening" },
      glyphs.incident(incident.type),
      element(
        "div",
        {},
        element("strong", {}, words.say(`incident.${incident.type}`)),
        ` · ${incident.date ? words.days(incident.date) : words.say("undated")}`,
        element(
          "div",
          { class: "geomap-quietly" },
          `${words.say("precise")}: ${words.say(`precision.${incident.precision}`)} · ${words.confidence(incident.confidence)}`,
        ),
        element("div", { class: "geomap-quietly" }, n > 1 ? words.say("reportedBy", { n }) : words.say("oneSource")),
        incident.merged.length ? folded(words.say("whyOne"), incident.merged) : null,
      ),
    );
  }

  function happenings(story, words, place) {
    const shown = story.incidentsAt(place).filter((index) => story.filter.shown.incidents[index] === 2);
    const groups = [...new Set(shown.map((index) => story.groupOf(index)))];
    if (!groups.length) return null;
    const rest = groups.length - AT_ONCE;
    return [
      element(
        "ul",
        { class: "geomap-happenings" },
        groups.slice(0, AT_ONCE).map((group) => happening(story, words, group)),
      ),
      rest > 0 ? element("p", { class: "geomap-quietly" }, words.say("andMore", { n: rest })) : null,
    ];
  }

  function cards(story, words, indices, wanted) {
    const order = wanted === undefined ? indices : [wanted, ...indices.filter((index) => index !== wanted)];
    const list = element(
      "div",
      {},
      order.slice(0, AT_ONCE).map((index) => mentionCard(story, words, index)),
    );
    let made = AT_ONCE;
    if (order.length > made) {
      const more = element("button", { type: "button", class: "geomap-more" });
      const label = () => (more.textContent = words.say("showMore", { n: order.length - made }));
      more.addEventListener("click", () => {
        more.before(...order.slice(made, made + AT_ONCE).map((index) => mentionCard(story, words, index)));
        made += AT_ONCE;
        if (made >= order.length) more.remove();
        else label();
      });
      label();
      list.append(more);
    }
    return list;
  }

  const foot = (story, words) =>
    element(
      "p",
      { class: "geomap-foot" },
      words.say("byProgram"),
      " ",
      element(
        "button",
        { type: "button", class: "geomap-textlink", click: () => story.events.fire("about") },
        words.say("about"),
      ),
    );

  // ``wanted`` is the mention that the reader came from; it stands first.
  function ofPlace(story, words, index, wanted) {
    const it = story.places[index];
    const spot = !["country", "region", "admin1"].includes(it.kind);
    return element(
      "div",
      { class: "geomap-popup", role: "dialog", "aria-label": words.placeName(it), tabindex: "-1" },
      element("h2", {}, isolated(words.placeName(it))),
      element(
        "p",
        { class: "geomap-where" },
        [path(words, it), words.say(`place.${it.kind}`)].filter(Boolean).join(" · "),
      ),
      standing(words, it),
      story.blur && spot ? note(words.say("blurred", { km: story.blur })) : null,
      happenings(story, words, index),
      cards(story, words, story.shownAt(index), wanted),
      foot(story, words),
    );
  }

  function sentence(story, words, relation) {
    const [from, to] = [relation.source, relation.target].map((index) => {
      const mention = story.mentions[index];
      return mention.place === null ? mention.text : words.placeName(story.places[mention.place]);
    });
    return words.say(`sentence.${relation.kind}`, { source: `\u2068${from}\u2069`, target: `\u2068${to}\u2069` });
  }

  function relationCard(story, words, relation) {
    const cue = relation.evidence && relation.evidence.cue;
    return element(
      "section",
      { class: "geomap-card" },
      quote(story, relation, null),
      element(
        "dl",
        {},
        cue ? row(words.say("cue"), isolated(cue)) : null,
        row(words.say("relationConfidence"), words.confidence(relation.confidence)),
      ),
      relation.confidence < SURE ? note(words.say("unsureRelation")) : null,
      source(words, story.documents[relation.document]),
    );
  }

  function relations(story, words, list) {
    const title = sentence(story, words, list[0]);
    const { kind } = list[0];
    return element(
      "div",
      { class: "geomap-popup", role: "dialog", "aria-label": title, tabindex: "-1" },
      element("h2", {}, title),
      element("p", { class: "geomap-where" }, glyphs.line(kind), " ", words.say(`kindHelp.${kind}`)),
      list.slice(0, AT_ONCE).map((relation) => relationCard(story, words, relation)),
      list.length > AT_ONCE
        ? element("p", { class: "geomap-quietly" }, words.say("andMore", { n: list.length - AT_ONCE }))
        : null,
      foot(story, words),
    );
  }

  return { place: ofPlace, relations, sentence, quote, chip, path, source, sources, described };
})();
