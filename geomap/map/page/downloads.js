// Taking away what is shown, as GeoJSON or CSV. The columns are named as in `geomap export`.
geomap.download = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = geomap.element("a", { href: url, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

geomap.downloads = (() => {
  // OWASP, "CSV Injection": what makes a spreadsheet take a cell for a formula, also after blanks and in full-width form.
  const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

  const point = ({ lat, lon }) => ({ type: "Point", coordinates: [lon, lat] });

  const documentColumns = ({ id, date, lang, title, outlet, url }) => ({
    document: id,
    date: date || null,
    lang: lang || null,
    title,
    outlet: outlet || null,
    url: url || null,
  });

  const placeColumns = (place) => ({
    place: place.name,
    place_id: place.id,
    geonameid: place.id.startsWith("geonames:") ? Number(place.id.slice(9)) : null,
    place_kind: place.kind,
    country: place.country,
    admin1: place.admin1,
    population: place.population,
  });

  const evidenceColumns = (story, item) => ({
    cue: item.evidence ? item.evidence.cue : null,
    quote: story.text(item, item.quote),
  });

  function incidents(story) {
    return story.incidents.flatMap((incident, index) => {
      if (story.filter.shown.incidents[index] !== 2) return [];
      const place = story.places[incident.place];
      const properties = {
        ...documentColumns(story.documents[incident.document]),
        incident: incident.id,
        type: incident.type,
        precision: incident.precision,
        date_start: incident.date ? incident.date[0] : null,
        date_end: incident.date ? incident.date[1] : null,
        names: [...new Set(incident.mentions.map((mention) => story.mentions[mention].text))].join("; "),
        mentions: incident.mentions.length,
        ...placeColumns(place),
        confidence: incident.confidence,
        ...evidenceColumns(story, incident),
      };
      return [{ geometry: point(place), properties }];
    });
  }

  function mentions(story) {
    return story.mentions.flatMap((mention, index) => {
      if (story.filter.shown.mentions[index] !== 2 || mention.place === null) return [];
      const place = story.places[mention.place];
      const properties = {
        ...documentColumns(story.documents[mention.document]),
        text: mention.text,
        kind: mention.kind,
        reading: mention.reading,
        role: mention.role,
        role_confidence: mention.roleConfidence,
        ...placeColumns(place),
        confidence: mention.confidence,
        ...evidenceColumns(story, mention),
        why: [...mention.why, ...mention.roleWhy].join("; "),
      };
      return [{ geometry: point(place), properties }];
    });
  }

  const geojson = (rows) =>
    JSON.stringify({
      type: "FeatureCollection",
      features: rows.map(({ geometry, properties }) => ({ type: "Feature", geometry, properties })),
    });

  function cell(value) {
    if (value === null || value === undefined) return "";
    const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  // Without the byte order mark, Excel reads UTF-8 as the local code page.
  function csv(rows) {
    if (!rows.length) return "\ufeff";
    const names = [...Object.keys(rows[0].properties), "lat", "lon"];
    const lines = rows.map(({ geometry: { coordinates }, properties }) =>
      [...Object.values(properties), coordinates[1], coordinates[0]].map(cell).join(","),
    );
    return `\ufeff${[names.join(","), ...lines].join("\r\n")}\r\n`;
  }

  const LAYERS = { incidents, mentions };
  const FORMATS = { geojson: ["application/geo+json", geojson], csv: ["text/csv", csv] };

  return (story, layer, format) => {
    const [type, write] = FORMATS[format];
    geomap.download(`${layer}.${format}`, type, write(LAYERS[layer](story)));
  };
})();
