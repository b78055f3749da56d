// The official OpenAI client for Node. Arguments: the gateway's base URL, its key, the path of the client's package.
// What the provider saw is checked by clients_node.py, which starts this.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [base, key, packages] = process.argv.slice(2);
const entry = createRequire(`${packages}/x.js`).resolve('openai');
const {default: OpenAI, AzureOpenAI} = await import(pathToFileURL(entry.replace(/\.js$/, '.mjs')));
const client = new OpenAI({baseURL: `${base}/v1`, apiKey: key, maxRetries: 0, timeout: 20_000});
const messages = [{role: 'user', content: 'hi'}];
const text = 'Hello from the scripted provider.';

async function join(stream) {
  let out = '';
  for await (const chunk of stream) out += chunk.choices[0]?.delta?.content ?? '';
  return out;
}

const cases = {
  async 'chats'() {
    const answer = await client.chat.completions.create({model: 'plain', messages});
    assert.equal(answer.choices[0].message.content, text);
    assert.equal(answer.usage.total_tokens, 1500);
  },
  async 'streams, with usage only when asked'() {
    let usage = 0;
    for await (const chunk of await client.chat.completions.create({model: 'plain', messages, stream: true}))
      usage += chunk.usage ? 1 : 0;
    assert.equal(usage, 0);
    const asked = {model: 'plain', messages, stream: true, stream_options: {include_usage: true}};
    for await (const chunk of await client.chat.completions.create(asked))
      usage += chunk.usage?.total_tokens ?? 0;
    assert.equal(usage, 1500);
  },
  async 'streams from a mock'() {
    assert.equal(await join(await client.chat.completions.create({model: 'mocked', messages, stream: true})),
      'A mock answer that is longer than twenty characters.');
  },
  async 'streams parallel tool calls'() {
    const tools = ['get_weather', 'get_time'].map(name => ({type: 'function', function: {name, parameters: {}}}));
    const calls = [];
    for await (const chunk of await client.chat.completions.create({model: 'tools', messages, tools, stream: true})) {
      for (const part of chunk.choices[0]?.delta?.tool_calls ?? []) {
        calls[part.index] ??= {name: '', arguments: ''};
        calls[part.index].name += part.function?.name ?? '';
        calls[part.index].arguments += part.function?.arguments ?? '';
      }
    }
    assert.deepEqual(calls, [{name: 'get_weather', arguments: '{"city":"Oslo"}'},
      {name: 'get_time', arguments: '{"zone":"CET","h24":true}'}]);
  },
  async 'embeds'() {
    const answer = await client.embeddings.create({model: 'plain', input: ['a', 'b']});
    assert.deepEqual([...answer.data[1].embedding], [0.25, -0.5, 0.125]);
    const floats = await client.embeddings.create({model: 'plain', input: 'a', encoding_format: 'float'});
    assert.deepEqual(floats.data[0].embedding, [0.25, -0.5, 0.125]);
  },
  async 'lists models'() {
    const names = [];
    for await (const model of client.models.list()) names.push(model.id);
    assert.ok(names.includes('plain') && names.includes('tools'), names.join());
  },
  async 'completes text the legacy way'() {
    const answer = await client.completions.create({model: 'plain', prompt: 'Say'});
    assert.equal(answer.choices[0].text, text);
  },
  async 'refuses a wrong key'() {
    const wrong = new OpenAI({baseURL: `${base}/v1`, apiKey: 'sk-wrong', maxRetries: 0});
    await assert.rejects(wrong.chat.completions.create({model: 'plain', messages}), OpenAI.AuthenticationError);
  },
  async 'names near models for an unknown one'() {
    await assert.rejects(client.chat.completions.create({model: 'plane', messages}),
      error => error instanceof OpenAI.BadRequestError && error.message.includes('Did you mean plain'));
  },
  async 'says that a stream was cut'() {
    await assert.rejects(async () => join(await client.chat.completions.create({model: 'cut', messages, stream: true})),
      OpenAI.APIError);
  },
  async 'tells of a timeout of the deployment'() {
    await assert.rejects(client.chat.completions.create({model: 'short', messages}), error => error.status === 408);
  },
  async 'leaves in the middle of a stream'() {
    const stream = await client.chat.completions.create({model: 'endless', messages, stream: true});
    let seen = 0;
    for await (const chunk of stream) {
      if (chunk && ++seen === 5) break;
    }
    assert.equal(seen, 5);
  },
  async 'speaks as an Azure client'() {
    const azure = new AzureOpenAI({endpoint: base, apiKey: key, apiVersion: '2024-10-21', maxRetries: 0});
    const answer = await azure.chat.completions.create({model: 'plain', messages});
    assert.equal(answer.choices[0].message.content, text);
  },
};

let failures = 0;
for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`ok: ${name}`);
  } catch (error) {
    ++failures;
    console.log(`FAILED: ${name}: ${error.stack}`);
  }
}
console.log(`${Object.keys(cases).length} cases, ${failures} failures`);
process.exit(failures ? 1 : 0);
