// The page's own words, in the reader's language: strings.json, and what the browser knows of dates and numbers.
geomap.words = (() => {
  // Least probability and its words: the calibrated language of the IPCC's guidance note for authors (2010).
  const LIKELIHOOD = [
    [0.9, "veryLikely"],
    [0.66, "likely"],
    [0.33, "asLikelyAsNot"],
    [0, "unlikely"],
  ];

  function choose(asked, tables) {
    if (asked) return asked;
    const wished = (navigator.languages || [navigator.language]).map((tag) => tag.slice(0, 2).toLowerCase());
    return wished.find((lang) => lang in tables) || "en";
  }

  return (data) => {
    const lang = choose(data.lang, data.words);
    const table = data.words[lang];
    const locale = lang === "en" ? "en-GB" : lang; // day before month, as most readers of English news outside America
    const plural = new Intl.PluralRules(lang);
    const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    const number = new Intl.NumberFormat(locale);
    const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    const regions = new Intl.DisplayNames([lang, "en"], { type: "region" });
    // A country's outlying islands have shapes of their own; its main one is named from farthest off.
    const shapes = data.base.shapes.map(({ properties }) => properties).filter(({ label }) => label);
    shapes.sort((one, other) => other.label[2] - one.label[2]);
    const countries = new Map(shapes.map(({ iso2, names }) => [iso2, names[lang] || names.en]));

    // say("sources", { n: 3 }): the phrase, its {holes} filled; a phrase with plural forms goes by n.
    function say(key, values = {}) {
      const phrase = key.split(".").reduce((part, name) => part && part[name], table);
      if (phrase === undefined) return key;
      const form = typeof phrase === "string" ? phrase : phrase[plural.select(values.n)] || phrase.other;
      return form.replace(/\{(\w+)\}/g, (_, name) =>
        typeof values[name] === "number" ? number.format(values[name]) : values[name],
      );
    }

    // The phrase for whose view the map was made with; without one view of all reports, borders are those of the first phrase.
    function viewed(key) {
      if (!data.view) return key === "aboutView" ? "" : say(`${key}.default`);
      if (/^[A-Z]{2}$/.test(data.view)) return say(`${key}.state`, { country: country(data.view) });
      return say(`${key}.${data.view}`);
    }

    // Territories that the map draws as part of another state are named by the browser.
    const country = (code) => countries.get(code) || regions.of(code);
    const likelihood = (share) => say(`likelihood.${LIKELIHOOD.find(([least]) => share >= least)[1]}`);
    return {
      lang,
      say,
      // [latitude, longitude, least zoom, name] of each sea, and of each province of the countries in the story.
      seas: data.seas.map(([lat, lon, zoom, names]) => [lat, lon, zoom, names[lang] || names.en]),
      divisions: data.divisions.map(([lon, lat, zoom, names]) => [lat, lon, zoom, names[lang] || names.en]),
      viewed,
      borders: say(data.view && data.view !== "default" ? "aboutBorders.other" : "aboutBorders.default"),
      number: (value) => number.format(value),
      percent: (share) => percent.format(share),
      day: (iso) => day.format(new Date(`${iso}T00:00:00Z`)),
      days: ([from, to]) => day.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)),
      confidence: (share) => `${likelihood(share)} (${percent.format(share)})`,
      country,
      // A place goes by its name in the reader's language, where it has one.
      placeName: (place) =>
        (place.kind === "country" && countries.get(place.country)) || place.names[lang] || place.name,
    };
  };
})();
