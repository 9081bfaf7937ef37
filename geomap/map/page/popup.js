// What stands in a popup: the evidence for a place or a relation.
geomap.popup = (() => {
  const { element, isolated, link, glyphs } = geomap;
  // So many mentions are shown at once; the rest on demand.
  const AT_ONCE = 6;

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

  function chip(words, role) {
    return element("span", { class: `geomap-chip role-${role}` }, glyphs.role(role), words.say(`role.${role}`));
  }

  function kindChip(words, kind) {
    return element("span", { class: "geomap-chip" }, glyphs.line(kind), words.say(`kind.${kind}`));
  }

  function folded(summary, items) {
    if (!items.length) return null;
    return element("details", {}, element("summary", {}, summary), element("ul", {}, items.map((item) => element("li", {}, item))));
  }

  function alternative(words, other) {
    const where = [other.admin1, other.country && words.country(other.country)].filter(Boolean).join(", ");
    return [isolated(other.name), ` (${words.say(`place.${other.kind}`)}${where ? `, ${where}` : ""}): ${words.confidence(other.confidence)}`];
  }

  function written(words, mention) {
    const notes = [mention.kind === "demonym" && "demonym", mention.reading !== "literal" && mention.reading].filter(Boolean);
    return [isolated(mention.text), notes.map((note) => [" · ", words.say(`note.${note}`)])];
  }

  function source(words, document) {
    const parts = [document.outlet && isolated(document.outlet), document.date && words.day(document.date)].filter(Boolean);
    const name = document.title;
    return element(
      "p",
      { class: "geomap-source" },
      link(document.url, isolated(name)),
      parts.map((part) => [" · ", part]),
    );
  }

  function mentionCard(story, words, index) {
    const mention = story.mentions[index];
    const cue = mention.evidence && mention.evidence.cue;
    return element(
      "section",
      { class: `geomap-card role-${mention.role}`, "data-mention": index },
      element("h3", {}, chip(words, mention.role)),
      quote(story, mention, mention.span),
      element(
        "dl",
        {},
        row(words.say("written"), written(words, mention)),
        cue ? row(words.say("cue"), isolated(cue)) : null,
        row(words.say("placeConfidence"), words.confidence(mention.confidence)),
        row(words.say("roleConfidence"), words.confidence(mention.roleConfidence)),
      ),
      folded(words.say("alternatives", { n: mention.alternatives.length }), mention.alternatives.map((other) => alternative(words, other))),
      folded(words.say("why"), [...mention.why, ...mention.roleWhy]),
      source(words, story.documents[mention.document]),
    );
  }

  function path(words, place) {
    return [...place.admin, place.kind !== "country" && place.country && words.country(place.country)].filter(Boolean).join(", ");
  }

  function standing(words, place) {
    const names = (list) => list.map((name) => words.country(name)).join(", ");
    return [
      place.claimedBy.length ? element("p", { class: "geomap-standing" }, words.say("claimedBy", { names: names(place.claimedBy) })) : null,
      place.heldBy.length ? element("p", { class: "geomap-standing" }, words.say("heldBy", { names: names(place.heldBy) })) : null,
    ];
  }

  function cards(story, words, indices, wanted) {
    const order = wanted === undefined ? indices : [wanted, ...indices.filter((index) => index !== wanted)];
    const list = element("div", {}, order.slice(0, AT_ONCE).map((index) => mentionCard(story, words, index)));
    const rest = order.slice(AT_ONCE);
    if (rest.length) {
      const more = element("button", { type: "button", class: "geomap-more" }, words.say("showMore", { n: rest.length }));
      more.addEventListener("click", () => more.replaceWith(...rest.map((index) => mentionCard(story, words, index))));
      list.append(more);
    }
    return list;
  }

  // ``wanted`` is the mention that the reader came from; it stands first.
  function place(story, words, index, wanted) {
    const it = story.places[index];
    const where = path(words, it);
    return element(
      "div",
      { class: "geomap-popup", role: "dialog", "aria-label": words.placeName(it), tabindex: "-1" },
      element("h2", {}, isolated(words.placeName(it))),
      element("p", { class: "geomap-where" }, [where, words.say(`place.${it.kind}`)].filter(Boolean).join(" · ")),
      standing(words, it),
      cards(story, words, story.mentionsAt(index), wanted),
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
    const cue = relation.evidence.cue;
    return element(
      "section",
      { class: "geomap-card" },
      element("h3", {}, kindChip(words, relation.kind)),
      quote(story, relation, null),
      element(
        "dl",
        {},
        cue ? row(words.say("cue"), isolated(cue)) : null,
        row(words.say("relationConfidence"), words.confidence(relation.confidence)),
      ),
      source(words, story.documents[relation.document]),
    );
  }

  function relations(story, words, list) {
    const title = sentence(story, words, list[0]);
    return element(
      "div",
      { class: "geomap-popup", role: "dialog", "aria-label": title, tabindex: "-1" },
      element("h2", {}, title),
      list.slice(0, AT_ONCE).map((relation) => relationCard(story, words, relation)),
    );
  }

  return { place, relations, sentence, quote, chip, path, source };
})();
