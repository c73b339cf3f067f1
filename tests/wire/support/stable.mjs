// Makes the answers of two conversations comparable: what differs each time (ids, times, secrets) is written as an example that
// would be valid, the same id as the same one, in the order in which they appear.
const now = '2026-11-22T08:00:00';
const next_year = '2027-11-22T08:00:00';
const far_milliseconds = 300 * 24 * 3600 * 1000; // as far away only a credential's end is
const forms = {
  directory: /\bd-(?!0{9}dev\b)[0-9a-z]{12}\b/g,
  user: /\bu-[0-9a-z]{20}\b/g,
  group: /\bg-[0-9a-z]{20}\b/g,
  credential: /\bscimcred-[0-9a-z]{20}\b/g,
  request: /\b[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\b/g,
};
const examples = {
  directory: (n) => `d-0example${String(n).padStart(4, '0')}`,
  user: (n) => `u-0example${String(n).padStart(12, '0')}`,
  group: (n) => `g-0example${String(n).padStart(12, '0')}`,
  credential: (n) => `scimcred-0example${String(n).padStart(12, '0')}`,
  request: (n) => `0F9A3C52-7B1D-4E60-9A4C-${String(n).padStart(12, '0')}`,
};
const secrets = {
  CredentialSecret: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789aBcD',
  AccessKeySecret: 'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123',
  NewPassword: 'aBcDe-FgHiJ-kLmNo-PqRs7',
  NextToken: '7d1f3b0c5a9e2846d0c37b19e5f8a264b3908cd1',
  Digest: '5f0c2a7e9b41d386c05e7f92a8b1d4630e97c2f85ab46d1390e7f8c2b5a4d607',
};

export class Stable {
  constructor(host) {
    this.host = host;
    this.seen = new Map();
    this.counts = {};
  }

  // Any text in which such things stand.
  text(written) {
    let made = written.replaceAll(this.host, '127.0.0.1:8080');
    for (const [kind, form] of Object.entries(forms)) made = made.replace(form, (id) => this.example(kind, id));
    return made.replace(/\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3})?Z/g, (time, seconds, fraction) => {
      const far = Math.abs(new Date(time) - Date.now()) > far_milliseconds;
      return `${far ? next_year : now}${fraction ? '.000' : ''}Z`;
    });
  }

  example(kind, id) {
    if (!this.seen.has(id)) {
      this.counts[kind] = (this.counts[kind] ?? 0) + 1;
      this.seen.set(id, examples[kind](this.counts[kind]));
    }
    return this.seen.get(id);
  }

  // A member of an answer, and all that is in it.
  value(of, name = '') {
    if (typeof of === 'string') return secrets[name] ?? this.text(of);
    if (Array.isArray(of)) return of.map((one) => this.value(one, name));
    if (of === null || typeof of !== 'object') return of;
    return Object.fromEntries(Object.entries(of).map(([key, one]) => [key, this.value(one, key)]));
  }
}
