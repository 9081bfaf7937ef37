// What the reader wants to see: the conditions, and for every mention, incident and relation whether it meets them all.
geomap.filter = (() => {
  const NEVER = -(2 ** 31); // the day of what has no date
  const EVERYTHING = () => ({
    hidden: new Set(), // roles and kinds of relations that are switched off
    types: new Set(), // an empty set lets all through
    countries: new Set(),
    sources: new Set(),
    least: 0,
    query: "",
    from: null, // days since 1970, both included
    to: null,
    undated: true,
  });

  const allows = (wanted, value) => !wanted.size || wanted.has(value);

  // First and last day of each mention: of its incident, else of its document.
  function days(model) {
    const { dayNumber } = geomap.reading;
    const span = (date) => (date ? date.map(dayNumber) : [NEVER, NEVER]);
    const ofDocument = model.documents.map(({ date }) => span(date && [date, date]));
    const ofIncident = model.incidents.map(({ date }) => span(date));
    const ofMention = model.mentions.map(({ document }) => ofDocument[document]);
    model.incidents.forEach((incident, index) => {
      for (const mention of incident.mentions) if (incident.date) ofMention[mention] = ofIncident[index];
    });
    return { ofDocument, ofIncident, ofMention };
  }

  // The types of incident that each mention belongs to; one that belongs to none goes with its document.
  function types(model) {
    const ofDocument = model.documents.map(() => new Set());
    const ofMention = new Array(model.mentions.length).fill(null);
    for (const { document, type, mentions } of model.incidents) {
      ofDocument[document].add(type);
      for (const mention of mentions) (ofMention[mention] = ofMention[mention] || new Set()).add(type);
    }
    return ofMention.map((own, index) => own || ofDocument[model.mentions[index].document]);
  }

  return (model, search, nameOf) => {
    const state = EVERYTHING();
    const dates = days(model);
    const typesOf = types(model);
    const shown = {
      mentions: new Uint8Array(model.mentions.length), // 1: meets all but its role is switched off; 2: shown
      incidents: new Uint8Array(model.incidents.length), // 1: meets all but the days; 2: shown
      relations: new Uint8Array(model.relations.length),
    };

    const sourceOf = (document) => model.documents[document].outlet || "";

    function inTime([from, to]) {
      if (from === NEVER) return state.undated;
      return (state.from === null || to >= state.from) && (state.to === null || from <= state.to);
    }

    function apply() {
      const found = search.find(state.query, nameOf);
      const documents = model.documents.map((_, index) => allows(state.sources, sourceOf(index)));
      const has = (document, place, quote) =>
        !found || found.document(document) || found.place(place) || found.within(document, quote);
      const inCountry = (place) =>
        !state.countries.size || (place !== null && state.countries.has(model.places[place].country));
      const common = (item) => documents[item.document] && item.confidence >= state.least;

      model.mentions.forEach((mention, index) => {
        const meets =
          common(mention) &&
          (!state.types.size || [...typesOf[index]].some((type) => state.types.has(type))) &&
          inCountry(mention.place) &&
          inTime(dates.ofMention[index]) &&
          has(mention.document, mention.place, mention.quote);
        shown.mentions[index] = meets ? (state.hidden.has(mention.role) ? 1 : 2) : 0;
      });
      model.incidents.forEach((incident, index) => {
        const meets =
          common(incident) &&
          allows(state.types, incident.type) &&
          inCountry(incident.place) &&
          !incident.mentions.every((mention) => state.hidden.has(model.mentions[mention].role)) &&
          has(incident.document, incident.place, incident.quote);
        shown.incidents[index] = meets ? (inTime(dates.ofIncident[index]) ? 2 : 1) : 0;
      });
      model.relations.forEach((relation, index) => {
        const ends = [relation.source, relation.target].map((mention) => shown.mentions[mention]);
        const off = [relation.source, relation.target].some((mention) =>
          state.hidden.has(model.mentions[mention].role),
        );
        shown.relations[index] =
          !off && common(relation) && Math.max(...ends) > 0 ? (state.hidden.has(relation.kind) ? 1 : 2) : 0;
      });
    }

    // Whether anything but the switches of the legend holds something back.
    const active = () =>
      state.types.size + state.countries.size + state.sources.size > 0 ||
      state.least > 0 ||
      state.query.trim() !== "" ||
      state.from !== null ||
      state.to !== null ||
      !state.undated;

    apply();
    return {
      state,
      shown,
      dates,
      NEVER,
      apply,
      active,
      sourceOf,
      cleared: () => ({ ...EVERYTHING(), hidden: state.hidden }),
    };
  };
})();
