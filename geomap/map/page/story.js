// The reports as the page holds them: who is mentioned where, what happened, and how much of it the reader wants to see.
geomap.story = (() => {
  const { ROLES, KINDS, TYPES } = geomap.glyphs;

  function grouped(items, key) {
    const groups = new Map();
    items.forEach((item, index) => {
      const group = key(item);
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(index);
    });
    return groups;
  }

  // One incident in many reports is one group; newest first, and what has no date last but in the list.
  function groupsOf(incidents) {
    const last = ([index]) => (incidents[index].date ? incidents[index].date[1] : "");
    return [...grouped(incidents, ({ id }) => id).values()].sort((a, b) => last(b).localeCompare(last(a)));
  }

  return (data, words) => {
    const model = geomap.reading.read(data);
    const events = new L.Evented();
    const search = geomap.search(model);
    const filter = geomap.filter(model, search, words.placeName);
    const { state, shown } = filter;
    const byPlace = grouped(model.mentions, (mention) => mention.place);
    const byDocument = grouped(model.mentions, (mention) => mention.document);
    const incidentsByPlace = grouped(model.incidents, (incident) => incident.place);
    const incidentsByMention = new Map();
    model.incidents.forEach(({ mentions }, index) =>
      mentions.forEach((mention) =>
        incidentsByMention.set(mention, [...(incidentsByMention.get(mention) || []), index]),
      ),
    );
    const groups = groupsOf(model.incidents);
    const groupOf = new Map(groups.flatMap((group) => group.map((index) => [index, group])));
    const weight = new Int32Array(model.places.length); // mentions shown at each place
    const roleBits = new Int32Array(model.places.length);
    const roleWeights = new Int32Array(model.places.length * ROLES.length);
    const happened = new Map(); // place -> type -> how many incidents are shown
    let version = 0;

    const orderOf = Object.fromEntries(ROLES.map((role, order) => [role, order]));
    const mentionsAt = (place) => byPlace.get(place) || [];
    const shownAt = (place) => mentionsAt(place).filter((index) => shown.mentions[index] === 2);

    function tally() {
      weight.fill(0);
      roleBits.fill(0);
      roleWeights.fill(0);
      model.mentions.forEach(({ place, role }, index) => {
        if (place === null || shown.mentions[index] !== 2) return;
        weight[place] += 1;
        roleBits[place] |= 1 << orderOf[role];
        roleWeights[place * ROLES.length + orderOf[role]] += 1;
      });
      happened.clear();
      model.incidents.forEach(({ place, type }, index) => {
        if (shown.incidents[index] !== 2) return;
        if (!happened.has(place)) happened.set(place, new Map());
        happened.get(place).set(type, (happened.get(place).get(type) || 0) + 1);
      });
    }

    // The roles that are shown at these places, in order of precedence.
    function rolesAt(...places) {
      const bits = places.reduce((found, place) => found | roleBits[place], 0);
      return ROLES.filter((_, order) => bits & (1 << order));
    }

    // UCDP's code for how precisely the text says where: 1 exact spot, 2 near it, 3 and more an area around it.
    const precisions = new Map();
    for (const { place, precision } of model.incidents) {
      precisions.set(place, Math.max(precision, precisions.get(place) || 1));
    }

    // What happened at these places, most often first.
    function typesAt(...places) {
      const counts = new Map();
      for (const place of places) {
        for (const [type, count] of happened.get(place) || []) counts.set(type, (counts.get(type) || 0) + count);
      }
      return [...counts].sort((a, b) => b[1] - a[1] || TYPES.indexOf(a[0]) - TYPES.indexOf(b[0])).map(([type]) => type);
    }

    const tallied = (names, of, mask) => {
      const counts = new Map(names.map((name) => [name, { name, count: 0, all: 0 }]));
      of.forEach((name, index) => {
        counts.get(name).all += 1;
        if (mask[index]) counts.get(name).count += 1;
      });
      return [...counts.values()];
    };
    const roleNames = model.mentions.map(({ role }) => role);
    const kindNames = model.relations.map(({ kind }) => kind);

    function refresh() {
      filter.apply();
      tally();
      version += 1;
      events.fire("filter");
    }

    tally();
    return {
      ...model,
      title: data.title,
      blur: data.blur,
      many: model.documents.length > 1,
      events,
      search,
      filter,
      groups,
      groupOf: (incident) => groupOf.get(incident),
      version: () => version,
      mentionsAt,
      shownAt,
      weightAt: (place) => weight[place],
      // How often these places are shown in each of their roles.
      sharesAt: (...places) =>
        rolesAt(...places).map((role) => ({
          role,
          count: places.reduce((sum, place) => sum + roleWeights[place * ROLES.length + orderOf[role]], 0),
        })),
      // The order of the weightiest role shown there; the place must have one.
      rankAt: (place) => 31 - Math.clz32(roleBits[place] & -roleBits[place]),
      // Says the same for the same roles, types and number: whether a marker must be drawn anew.
      lookAt: (place) => `${roleBits[place]} ${weight[place]} ${[...(happened.get(place) || new Map()).keys()]}`,
      rolesAt,
      typesAt,
      incidentsAt: (place) => incidentsByPlace.get(place) || [],
      incidentsOf: (mention) => incidentsByMention.get(mention) || [],
      precisionAt: (place) => precisions.get(place) || 1,
      mentionsIn: (document) => byDocument.get(document) || [],
      unplaced: byPlace.get(null) || [],
      placesOf: (relation) => [relation.source, relation.target].map((mention) => model.mentions[mention].place),
      roles: () => tallied(ROLES, roleNames, shown.mentions),
      kinds: () => tallied(KINDS, kindNames, shown.relations),
      rank: (role) => orderOf[role],
      text: (item, [start, end]) => model.documents[item.document].text.slice(start, end),
      isShown: (name) => !state.hidden.has(name),
      show(name, on) {
        if (on === !state.hidden.has(name)) return;
        if (on) state.hidden.delete(name);
        else state.hidden.add(name);
        refresh();
      },
      // Changes conditions of the filter: want({ least: 0.9, query: "Almaty" }).
      want(conditions) {
        Object.assign(state, conditions);
        refresh();
      },
      groupIsShown: (group) => group.some((index) => shown.incidents[index] === 2),
      // Points out a place, by hover or focus, wherever it is shown; null for none.
      point: (place) => events.fire("point", { place }),
      open: (place, mention) => events.fire("open", { place, mention }),
    };
  };
})();
