// The rows of the page's data -> records. What each column holds is written in story.py, which makes the rows.
geomap.reading = (() => {
  const DAY = 86400000;
  const share = (thousandths) => thousandths / 1000;
  // Days since 1970 in UTC; comparing numbers is quicker than comparing dates.
  const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
  const isoDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);

  function places({ places: rows, areas, codes, shapes }) {
    return rows.map(
      ([id, name, kind, lat, lon, country, admin1, admin2, population, names, claimedBy, heldBy], index) => ({
        id,
        name,
        kind: codes.placeKinds[kind],
        lat,
        lon,
        country: country || null,
        names: names || {},
        admin1: admin1 < 0 ? null : areas[admin1][0],
        // The divisions it lies in, the smaller first: their names, and those in other languages.
        admin: [admin2, admin1]
          .filter((area) => area >= 0 && areas[area][0] !== name)
          .map((area) => ({ name: areas[area][0], names: areas[area][1] || {} })),
        population: population || null,
        claimedBy: claimedBy || [],
        heldBy: heldBy || [],
        geometry: shapes[index] || null,
      }),
    );
  }

  function pairs(flat) {
    const found = [];
    for (let i = 0; i < flat.length; i += 2) found.push({ place: flat[i], confidence: share(flat[i + 1]) });
    return found;
  }

  const evidence = (phrases, start, end, cue) =>
    start === undefined ? null : { span: [start, end], cue: phrases[cue] };

  function mention({ codes, phrases }, document, text, row) {
    const [
      place,
      start,
      end,
      from,
      to,
      kind,
      reading,
      role,
      confidence,
      roleConfidence,
      alternatives,
      why,
      roleWhy,
      ...decided
    ] = row;
    return {
      document,
      place: place < 0 ? null : place,
      span: [start, end],
      quote: [from, to],
      text: text.slice(start, end),
      kind: codes.mentionKinds[kind],
      reading: codes.readings[reading],
      role: codes.roles[role],
      confidence: share(confidence),
      roleConfidence: share(roleConfidence),
      alternatives: pairs(alternatives),
      why: why.map((number) => phrases[number]),
      roleWhy: roleWhy.map((number) => phrases[number]),
      evidence: evidence(phrases, ...decided),
    };
  }

  function incident(
    { codes, phrases },
    document,
    first,
    [id, type, mentions, place, precision, date, confidence, merged, from, to, ...decided],
  ) {
    return {
      document,
      id,
      type: codes.types[type],
      mentions: mentions.map((number) => first + number),
      place,
      precision,
      date: date || null,
      confidence: share(confidence),
      // How many independent sources tell of it, and why they are taken to tell of one happening.
      sources: merged ? merged[0] : 1,
      merged: merged ? merged.slice(1).map((number) => phrases[number]) : [],
      quote: [from, to],
      evidence: evidence(phrases, ...decided),
    };
  }

  function relation({ codes, phrases }, document, first, [kind, source, target, confidence, from, to, ...decided]) {
    return {
      document,
      kind: codes.kinds[kind],
      source: first + source,
      target: first + target,
      confidence: share(confidence),
      quote: [from, to],
      evidence: evidence(phrases, ...decided),
    };
  }

  function read(data) {
    const found = { documents: [], mentions: [], incidents: [], relations: [] };
    data.documents.forEach(({ mentions = [], incidents = [], relations = [], ...document }, index) => {
      const first = found.mentions.length;
      found.documents.push({ warnings: [], ...document });
      for (const row of mentions) found.mentions.push(mention(data, index, document.text, row));
      for (const row of incidents) found.incidents.push(incident(data, index, first, row));
      for (const row of relations) found.relations.push(relation(data, index, first, row));
    });
    return { ...found, places: places(data) };
  }

  return { read, dayNumber, isoDay };
})();
