// An administrator who has one of Alibaba's clients: calls that must succeed, and calls that must be refused.
import assert from 'node:assert/strict';

export class ClientOfWay {
  // `options` may name another key and secret.
  constructor(way, server, options) {
    this.way = way;
    this.client = way.open(server, options);
  }

  // The members of an answer that must be a success. The directory that this client has goes with every call, unless the
  // parameters say another or (undefined) none.
  async call(action, parameters = {}, changes = {}) {
    try {
      return await this.client.ask(action, this.withDirectory(parameters), changes);
    } catch (error) {
      const { code, message } = this.way.read(error);
      throw new Error(`${this.way.name}: ${action} ${JSON.stringify(parameters)}: ${code}: ${message}`);
    }
  }

  // What the client makes of a call that must be refused so.
  async refused(status, code, action, parameters = {}, changes = {}) {
    const about = `${this.way.name}: ${action} ${JSON.stringify(parameters).slice(0, 300)}`;
    let answer;
    try {
      answer = await this.client.ask(action, this.withDirectory(parameters), changes);
    } catch (error) {
      const refusal = this.way.read(error);
      assert.deepEqual([refusal.status, refusal.code], [status, code], `${about}: ${refusal.message}`);
      return refusal;
    }
    return assert.fail(`${about}: not refused with ${code} but answered ${JSON.stringify(answer)}`);
  }

  withDirectory(parameters) {
    const whole = { ...(this.directory ? { DirectoryId: this.directory } : {}), ...parameters };
    return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  }

  // Every entry of a list, page by page.
  async listed(action, name, parameters = {}, size = 2) {
    const entries = [];
    for (let NextToken; ;) {
      const page = await this.call(action, { ...parameters, MaxResults: size, NextToken });
      const about = `${this.way.name}: ${action} ${JSON.stringify(page)}`;
      assert.equal(page.MaxResults, size, about);
      assert.ok(page[name].length <= size, about);
      assert.equal(page.IsTruncated, 'NextToken' in page, about);
      entries.push(...page[name]);
      if (!page.IsTruncated) return entries;
      NextToken = page.NextToken;
      assert.ok(entries.length < 1000, 'paging ends');
    }
  }
}
