// One article: its text with the mentions coloured, and beneath it who does what to whom.
geomap.article = (() => {
  const { element, glyphs, isolated } = geomap;

  const mentionClass = (mention) =>
    `geomap-mention role-${mention.role}${mention.place === null ? " is-unplaced" : ""}`;

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
    const heading = document.headline ? marked.shift() : isolated((!story.many && story.title) || document.title);
    const text = element(
      "div",
      { class: "geomap-text", lang: document.lang },
      marked.map((parts) => element("p", { dir: "auto" }, parts)),
    );
    return { heading: element("h1", { dir: "auto", lang: document.headline && document.lang }, heading), text };
  }

  function byline(words, document) {
    const parts = [
      document.outlet && geomap.link(document.url, isolated(document.outlet)),
      document.date && element("time", { datetime: document.date }, words.day(document.date)),
      !document.outlet && document.url && geomap.link(document.url, words.say("toSource")),
    ].filter(Boolean);
    return parts.length
      ? element(
          "p",
          { class: "geomap-byline" },
          parts.flatMap((part, i) => (i ? [" · ", part] : [part])),
        )
      : null;
  }

  function relationList(story, words, index, arcs) {
    const within = story.relations
      .map((_, number) => number)
      .filter((number) => story.relations[number].document === index);
    if (!within.length) return null;
    const item = (number) => {
      const relation = story.relations[number];
      const told = [glyphs.line(relation.kind), geomap.popup.sentence(story, words, relation)];
      return element(
        "li",
        {},
        arcs.isDrawn(number)
          ? element(
              "button",
              { type: "button", class: "geomap-relation", click: () => arcs.openRelation(number) },
              told,
            )
          : element("p", { class: "geomap-relation" }, told),
        geomap.popup.quote(story, relation, null),
      );
    };
    return geomap.listing.section(
      words.say("relations"),
      geomap.listing.paged(words, "geomap-relations", within, item),
    );
  }

  function unplacedList(story, words, index) {
    const names = new Map();
    for (const number of story.mentionsIn(index)) {
      const { text, role, place } = story.mentions[number];
      const key = `${role} ${text}`;
      if (place === null) names.set(key, { text, role, n: names.has(key) ? names.get(key).n + 1 : 1 });
    }
    if (!names.size) return null;
    const item = ({ text, role, n }) =>
      element(
        "li",
        {},
        glyphs.role(role),
        isolated(text),
        n > 1 ? ` ×${words.number(n)}` : "",
        " ",
        element("span", { class: "geomap-quietly" }, words.say(`role.${role}`)),
      );
    return geomap.listing.section(
      words.say("notOnMap"),
      element("p", { class: "geomap-quietly" }, words.say("notOnMapHelp")),
      element("ul", { class: "geomap-unplaced" }, [...names.values()].map(item)),
    );
  }

  return (story, words, arcs, index) => {
    const document = story.documents[index];
    const groups = story.groups.filter((group) => group.some((number) => story.incidents[number].document === index));
    const { heading, text } = body(story, words, index);
    return {
      heading: [heading, byline(words, document)],
      content: [
        groups.length
          ? geomap.listing.section(
              words.say("incidents"),
              geomap.listing.incidents(story, words, groups, ({ place, mentions }) => story.open(place, mentions[0])),
            )
          : null,
        text,
        relationList(story, words, index, arcs),
        unplacedList(story, words, index),
        document.warnings.length
          ? geomap.listing.section(
              words.say("warnings"),
              element(
                "ul",
                {},
                document.warnings.map((warning) => element("li", {}, warning)),
              ),
            )
          : null,
      ],
    };
  };
})();
