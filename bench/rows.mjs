// What is measured, as tables: which scenario of scimd_load, over how many connections, and what scimd is to keep to. The
// targets are in µs of the server's processor for each request ("cpu") and of waiting (p50, p99).

// Of the standard size.
export const rows = [
  { name: 'GET by id', scenario: 'get', target: { cpu: 25 } },
  { name: 'GET by id with attributes', scenario: 'attributes', target: { cpu: 35 } },
  { name: 'GET by id with excludedAttributes', scenario: 'excluded', target: { cpu: 35 } },
  { name: 'filter userName eq, hit', scenario: 'find_hit', target: { cpu: 27 } },
  { name: 'filter userName eq, miss', scenario: 'find_miss', target: { cpu: 20 } },
  { name: 'page of 100, first', scenario: 'page_first', target: { cpu: 260 } },
  { name: 'page of 100, second half', scenario: 'page_deep', target: { cpu: 260 } },
  { name: 'page of 100 with projection', scenario: 'page_projected', target: { cpu: 1_000 } },
  { name: 'GET group of 100 without members', scenario: 'get_group', group: 100, target: { cpu: 27 } },
  { name: 'GET group of 10,000 without members', scenario: 'get_group', group: 10_000, target: { cpu: 27 } },
  { name: 'GET group of 100,000 without members', scenario: 'get_group', group: 100_000, target: { cpu: 27 } },
  { name: 'PATCH active', scenario: 'patch_active', target: { cpu: 110 } },
  { name: 'PUT', scenario: 'put', target: { cpu: 130 } },
  { name: 'PATCH add a member to 100', scenario: 'add_member', group: 100, target: { cpu: 120, p99: 5_000 } },
  { name: 'PATCH add a member to 10,000', scenario: 'add_member', group: 10_000, target: { cpu: 120, p99: 5_000 } },
  { name: 'PATCH add a member to 100,000', scenario: 'add_member', group: 100_000, target: { cpu: 120, p99: 5_000 } },
  { name: 'POST, 1 connection', scenario: 'post', connections: 1, target: { cpu: 250, p50: 350, p99: 2_000 } },
  { name: 'POST', scenario: 'post', target: { cpu: 150 } },
  { name: 'POST, 64 connections', scenario: 'post', connections: 64, target: { cpu: 130 } },
  { name: 'Bulk of 100 creates, 1 connection', scenario: 'bulk_100', connections: 1, target: { cpu: 10_000 } },
  { name: 'connector cycle, per request', scenario: 'cycle', group: 10_000, target: { cpu: 85 } },
];
export const usual_connections = 16;

// Rows of the table above that are to cost about the same.
export const comparisons = [
  { name: 'page of 100: second half / first', one: 'page of 100, second half', other: 'page of 100, first', max: 1.2 },
  { name: 'PATCH add a member: to 10,000 / to 100', one: 'PATCH add a member to 10,000', other: 'PATCH add a member to 100', max: 1.3 },
  { name: 'PATCH add a member: to 100,000 / to 100', one: 'PATCH add a member to 100,000', other: 'PATCH add a member to 100', max: 1.3 },
];

// Measured at every size: what it costs must not depend on how many there are.
export const growing = [
  { name: 'GET by id', scenario: 'get' },
  { name: 'filter userName eq, hit', scenario: 'find_hit' },
  { name: 'POST', scenario: 'post' },
];
export const growth_max = 1.3;

// In a folder of a million users, where that is there.
export const million_rows = [
  { name: 'PATCH add a member to 1,000,000', scenario: 'add_member', group: 1_000_000, target: { cpu: 120, p99: 5_000 } },
  { name: 'GET group of 1,000,000 without members', scenario: 'get_group', group: 1_000_000, target: { cpu: 27 } },
];

// With scimd alone: the same over TLS, and as `scimd serve` does it when nothing else is said.
export const variants = [
  { name: 'GET by id', scenario: 'get' },
  { name: 'POST', scenario: 'post' },
];
