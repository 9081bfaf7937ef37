// The reader's corrections: given in a popup, gathered in the page, taken away as corrections.jsonl.
geomap.corrections = (() => {
  const { element, isolated, glyphs } = geomap;
  const FOUND_AT_MOST = 8; // places offered for a search
  const LEAST_LETTERS = 2;

  // Python counts code points, and so do the files; the page counts UTF-16 units.
  const codePoints = (text, units) => [...text.slice(0, units)].length;

  function line(story, index, { verdict, place, role, everywhere }) {
    const mention = story.mentions[index];
    const document = story.documents[mention.document];
    const was = { place: mention.place === null ? null : story.places[mention.place].id, role: mention.role };
    const given = {
      document: everywhere ? null : document.id,
      lang: document.lang || null,
      text: mention.text,
      start: codePoints(document.text, mention.span[0]),
      end: codePoints(document.text, mention.span[1]),
      quote: story.text(mention, mention.quote),
      was,
      verdict,
    };
    if (place !== undefined) given.place = placeLine(story.places[place]);
    if (role !== undefined) given.role = role;
    return given;
  }

  const placeLine = ({ id, name, kind, country, admin1, lat, lon, population }) => ({
    id,
    name,
    kind,
    country,
    admin1,
    lat,
    lon,
    population,
  });

  return (story, words) => {
    const given = new Map(); // mention -> correction
    const nameKeys = [];

    function note(index, correction) {
      given.set(index, correction);
      story.events.fire("corrections");
    }

    function drop(index) {
      given.delete(index);
      story.events.fire("corrections");
    }

    // Of the places that the page knows, those whose name begins with or holds the words.
    function search(query) {
      const wanted = story.search.fold(query.trim());
      if (wanted.length < LEAST_LETTERS) return [];
      if (!nameKeys.length) {
        story.places.forEach((place) => nameKeys.push(story.search.fold(`${words.placeName(place)}\n${place.name}`)));
      }
      const found = nameKeys.flatMap((key, index) =>
        key.includes(wanted) ? [{ index, begins: key.startsWith(wanted) }] : [],
      );
      return found
        .sort(
          (a, b) =>
            b.begins - a.begins || (story.places[b.index].population || 0) - (story.places[a.index].population || 0),
        )
        .slice(0, FOUND_AT_MOST)
        .map(({ index }) => index);
    }

    function told(index) {
      const { verdict, place, role } = given.get(index);
      const what =
        place !== undefined
          ? [": ", geomap.popup.described(words, story.places[place])]
          : role
            ? `: ${words.say(`role.${role}`)}`
            : "";
      return [words.say(`verdict.${verdict}`), what];
    }

    function choices(name, items, label) {
      return items.map((item, order) =>
        element(
          "label",
          { class: "geomap-choice" },
          element("input", { type: "radio", name, value: item, checked: order === 0 }),
          label(item),
        ),
      );
    }

    // One mention's question; its answer; and what more an answer asks.
    function form(index) {
      const mention = story.mentions[index];
      const root = element("div", { class: "geomap-correct", role: "group", "aria-label": words.say("correct") });
      const name = `correct_${index}`;

      function ask() {
        if (given.has(index)) return answered();
        const button = (verdict, act) =>
          element(
            "button",
            { type: "button", class: "geomap-small", "data-verdict": verdict, click: act },
            words.say(`verdict.${verdict}`),
          );
        root.replaceChildren(
          element("span", { class: "geomap-quietly" }, words.say("correct")),
          button("right", () => save({ verdict: "right" })),
          button("place", pickPlace),
          button("role", pickRole),
          button("not_a_place", () => details("not_a_place", [], () => ({}))),
        );
        return root;
      }

      function answered() {
        root.replaceChildren(
          element("span", { class: "geomap-noted", role: "status" }, words.say("noted"), " ", told(index)),
          element(
            "button",
            { type: "button", class: "geomap-small", click: () => (drop(index), ask()) },
            words.say("undo"),
          ),
        );
        return root;
      }

      function save(correction) {
        note(index, correction);
        answered();
        root.querySelector("button").focus({ preventScroll: true });
      }

      function details(verdict, content, answer) {
        const everywhere = element("input", { type: "checkbox" });
        const act = (event) => {
          event.preventDefault();
          const found = answer();
          if (found) save({ verdict, ...found, everywhere: everywhere.checked });
        };
        const body = element(
          "form",
          { class: "geomap-correct-form", submit: act },
          content,
          story.many
            ? element(
                "label",
                { class: "geomap-choice" },
                everywhere,
                words.say("everywhere", { text: `\u2068${mention.text}\u2069` }),
              )
            : null,
          element(
            "div",
            { class: "geomap-buttons" },
            element("button", { type: "submit", class: "geomap-small is-main" }, words.say("save")),
            element("button", { type: "button", class: "geomap-small", click: ask }, words.say("cancel")),
          ),
        );
        root.replaceChildren(body);
        const first = body.querySelector("input, select, button");
        first.focus({ preventScroll: true });
        body.scrollIntoView({ block: "nearest" });
      }

      const picked = () => root.querySelector(`input[name="${name}"]:checked`);

      function pickPlace() {
        const list = element("div", {});
        const offer = (places) =>
          list.replaceChildren(
            ...choices(name, places, (place) =>
              element("span", {}, geomap.popup.described(words, story.places[place])),
            ),
          );
        const others = mention.alternatives.map(({ place }) => place);
        const box = element("input", {
          type: "search",
          "aria-label": words.say("searchPlaces"),
          placeholder: words.say("searchPlaces"),
        });
        box.addEventListener("input", () => offer(box.value.trim() ? search(box.value) : others));
        offer(others);
        details("place", [element("p", {}, words.say("pickPlace")), list, box], () =>
          picked() ? { place: Number(picked().value) } : null,
        );
      }

      function pickRole() {
        const options = glyphs.ROLES.filter((role) => role !== mention.role).map((role) =>
          element("option", { value: role }, words.say(`role.${role}`)),
        );
        const box = element("select", { "aria-label": words.say("pickRole") }, options);
        details("role", [element("p", {}, words.say("pickRole")), box], () => ({ role: box.value }));
      }

      return ask();
    }

    const lines = () =>
      [...given].sort(([a], [b]) => a - b).map(([index, correction]) => JSON.stringify(line(story, index, correction)));

    // What is gathered, and the way to take it away; it appears with the first correction.
    function bar() {
      const root = element("aside", {
        class: "geomap-corrections",
        "aria-label": words.say("corrections", { n: 0 }),
        hidden: true,
      });
      let kept = 0;
      function download() {
        geomap.download("corrections.jsonl", "application/x-ndjson", `${lines().join("\n")}\n`);
        kept = given.size;
      }
      function show() {
        root.hidden = !given.size;
        if (given.size < kept) kept = 0;
        root.replaceChildren(
          element("strong", { role: "status" }, words.say("corrections", { n: given.size })),
          element(
            "button",
            { type: "button", class: "geomap-small is-main", "data-download": "corrections", click: download },
            words.say("downloadCorrections"),
          ),
          element(
            "details",
            {},
            element("summary", {}, words.say("showThem")),
            element(
              "ul",
              {},
              [...given.keys()].map((index) =>
                element("li", {}, isolated(story.mentions[index].text), " — ", told(index)),
              ),
            ),
          ),
          element("p", { class: "geomap-quietly" }, words.say("correctionsHelp")),
        );
      }
      story.events.on("corrections", show);
      window.addEventListener("beforeunload", (event) => given.size > kept && event.preventDefault());
      return root;
    }

    return { form, bar, lines };
  };
})();
