// The roles and relations as drawn: a shape each, so that none is told by colour alone. Colours are in style.css.
geomap.glyphs = (() => {
  function burst(points, outer, inner) {
    const corner = (i) => {
      const radius = i % 2 ? inner : outer;
      const angle = (Math.PI * i) / points - Math.PI / 2;
      return `${(12 + radius * Math.cos(angle)).toFixed(1)} ${(12 + radius * Math.sin(angle)).toFixed(1)}`;
    };
    return `M${Array.from({ length: 2 * points }, (_, i) => corner(i)).join("L")}Z`;
  }

  // On a square of 24; in the order of precedence.
  const ROLES = {
    incident_site: burst(9, 11.8, 8),
    contested_area: "M12 .8 23.2 12 12 23.2 .8 12ZM12 8.2 8.2 12 12 15.8 15.8 12Z",
    accuser: "M3.5 2 22 12 3.5 22Z",
    accused: "M20.5 2 2 12 20.5 22Z",
    aggressor:
      "M6.5 1.8 12 7.3 17.5 1.8 22.2 6.5 16.7 12 22.2 17.5 17.5 22.2 12 16.7 6.5 22.2 1.8 17.5 7.3 12 1.8 6.5Z",
    target:
      "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22ZM12 5.4a6.6 6.6 0 1 0 0 13.2 6.6 6.6 0 0 0 0-13.2ZM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z",
    ally: "M8.4 1.5h7.2v6.9h6.9v7.2h-6.9v6.9H8.4v-6.9H1.5V8.4h6.9Z",
    mediator: "M1.5 3.5 12 10 22.5 3.5v17L12 14 1.5 20.5Z",
    source: "M3 3h18v18H3Z",
    mention: "M12 4.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Z",
  };

  const KINDS = ["accuses", "supports", "attacks", "mediates", "claims"];

  // Line drawings on a square of 20.
  const INCIDENTS = {
    battles: "M4 4l12 12M16 4 4 16M3 13l4 4M17 13l-4 4",
    explosions_remote_violence:
      "M10 2v4M10 14v4M2 10h4M14 10h4M4.5 4.5l2.6 2.6M12.9 12.9l2.6 2.6M15.5 4.5l-2.6 2.6M7.1 12.9l-2.6 2.6",
    violence_against_civilians:
      "M10 3a2.2 2.2 0 1 1 0 4.4A2.2 2.2 0 0 1 10 3M5.5 17v-3.5a4.5 4.5 0 0 1 9 0V17M3 3l14 14",
    protests: "M4 3h12v8H4ZM10 11v7",
    riots: "M10 2c.8 3.2 5 4.7 5 9.5a5 5 0 0 1-10 0c0-2 1-3.2 2-4.3.4 1.3 1 2 1.8 2.3C8.7 7 8.8 4.5 10 2Z",
    strategic_developments: "M5 18V3M5 4h10l-2.5 3.5L15 11H5",
    disaster: "M2 8c2.7-3 5.3 3 8 0s5.3 3 8 0M2 13c2.7-3 5.3 3 8 0s5.3 3 8 0",
    accident: "M10 3 18 17H2ZM10 8v4M10 14.5v.5",
    crime: "M10 2.5 16 5v5c0 4-2.5 6.5-6 8-3.5-1.5-6-4-6-8V5Z",
    diplomacy: "M3 4h9v6H7l-2.5 2.5V10H3ZM9 12.5h4l2.5 2.5v-2.5H17v-6h-2.5",
    other: "M10 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8",
  };

  const role = (name) =>
    geomap.svg(
      "svg",
      { class: `geomap-glyph role-${name}`, viewBox: "-1 -1 26 26", "aria-hidden": "true" },
      geomap.svg("path", { class: "geomap-glyph-halo", d: ROLES[name] }),
      geomap.svg("path", { class: "geomap-glyph-shape", d: ROLES[name], "fill-rule": "evenodd" }),
    );

  const line = (kind) =>
    geomap.svg(
      "svg",
      { class: `geomap-line kind-${kind}`, viewBox: "0 0 30 12", "aria-hidden": "true" },
      geomap.svg("path", { class: "geomap-arc", d: "M1 9Q13 1 23 6" }),
      geomap.svg("path", { class: "geomap-arrow", d: "M29 8 21.5 9.3 23.5 2.8Z" }),
    );

  // The place of an incident, with what happened drawn in it.
  const site = (type) =>
    geomap.svg(
      "svg",
      { class: "geomap-glyph geomap-site role-incident_site", viewBox: "-1 -1 26 26", "aria-hidden": "true" },
      geomap.svg("path", { class: "geomap-glyph-halo", d: ROLES.incident_site }),
      geomap.svg("path", { class: "geomap-glyph-shape", d: ROLES.incident_site }),
      geomap.svg("path", {
        class: "geomap-glyph-type",
        d: INCIDENTS[type] || INCIDENTS.other,
        transform: "translate(5.6 5.6) scale(.64)",
      }),
    );

  // How many mentions of each role stand together, as a bar; the glyphs beside it name the roles.
  const mix = (shares) => {
    const whole = shares.reduce((sum, { count }) => sum + count, 0);
    let at = 0;
    const parts = shares.map(({ role: name, count }) => {
      const part = geomap.svg("rect", {
        class: `geomap-share role-${name}`,
        x: at,
        y: 0,
        width: (100 * count) / whole,
        height: 4,
      });
      at += (100 * count) / whole;
      return part;
    });
    return geomap.svg(
      "svg",
      { class: "geomap-mix", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
      parts,
    );
  };

  // Signs of the tools, on a square of 20.
  const TOOLS = {
    map: "M2.5 5 7.5 3l5 2 5-2v12l-5 2-5-2-5 2ZM7.5 3v12M12.5 5v12",
    table: "M3 4h14v12H3ZM3 8h14M3 12h14M8 8v8",
    download: "M10 3v9M6.5 8.5 10 12l3.5-3.5M3.5 16h13",
    print: "M6 8V3h8v5M5.5 14H3.5V8h13v6h-2M6 11.5h8V17H6Z",
    theme:
      "M10 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8M10 1v2M10 17v2M1 10h2M17 10h2M3.6 3.6 5 5M15 15l1.4 1.4M16.4 3.6 15 5M5 15l-1.4 1.4",
    play: "M6 4 16 10 6 16Z",
    pause: "M6.5 4v12M13.5 4v12",
    search: "M8.5 3.5a5 5 0 1 1 0 10 5 5 0 0 1 0-10M12.2 12.2 17 17",
  };

  const tool = (name) =>
    geomap.svg(
      "svg",
      { class: "geomap-icon", viewBox: "0 0 20 20", "aria-hidden": "true" },
      geomap.svg("path", { d: TOOLS[name] }),
    );

  const incident = (type) =>
    geomap.svg(
      "svg",
      { class: "geomap-icon", viewBox: "0 0 20 20", "aria-hidden": "true" },
      geomap.svg("path", { d: INCIDENTS[type] || INCIDENTS.other }),
    );

  return { ROLES: Object.keys(ROLES), KINDS, TYPES: Object.keys(INCIDENTS), role, line, site, mix, incident, tool };
})();
