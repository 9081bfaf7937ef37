// The reports as the page holds them: who is mentioned where, and which roles and relations are switched on.
geomap.story = (() => {
  const { ROLES, KINDS } = geomap.glyphs;

  function grouped(items, key) {
    const groups = new Map();
    items.forEach((item, index) => {
      const group = key(item);
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(index);
    });
    return groups;
  }

  return (data) => {
    const events = new L.Evented();
    const hidden = new Set();
    const byPlace = grouped(data.mentions, (mention) => mention.place);
    const byDocument = grouped(data.mentions, (mention) => mention.document);
    const roleCounts = grouped(data.mentions, (mention) => mention.role);
    const kindCounts = grouped(data.relations, (relation) => relation.kind);
    const mentionsAt = (place) => byPlace.get(place) || [];

    // The roles that are switched on, of these places, in order of precedence.
    function rolesAt(...places) {
      const found = new Set(places.flatMap(mentionsAt).map((index) => data.mentions[index].role));
      return ROLES.filter((role) => found.has(role) && !hidden.has(role));
    }

    function placesOf(relation) {
      return [relation.source, relation.target].map((mention) => data.mentions[mention].place);
    }

    // UCDP's code for how precisely the text says where: 1 exact spot, 2 near it, 3 and more an area around it.
    const precisions = new Map();
    for (const { place, precision } of data.incidents) precisions.set(place, Math.max(precision, precisions.get(place) || 1));

    return {
      ...data,
      events,
      mentionsAt,
      rolesAt,
      placesOf,
      precisionAt: (place) => precisions.get(place) || 1,
      mentionsIn: (document) => byDocument.get(document) || [],
      unplaced: byPlace.get(null) || [],
      places: data.places,
      roles: ROLES.map((name) => ({ name, count: (roleCounts.get(name) || []).length })),
      kinds: KINDS.map((name) => ({ name, count: (kindCounts.get(name) || []).length })),
      text: (item, [start, end]) => data.documents[item.document].text.slice(start, end),
      isShown: (name) => !hidden.has(name),
      show(name, on) {
        if (on) hidden.delete(name);
        else hidden.add(name);
        events.fire("filter");
      },
      // Points out a place, by hover or focus, wherever it is shown; null for none.
      point(place) {
        events.fire("point", { place });
      },
      open(place, mention) {
        events.fire("open", { place, mention });
      },
    };
  };
})();
