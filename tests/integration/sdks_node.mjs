// SDKs for Node against porticod in front of a scripted provider: Anthropic's, Google's, Vercel's, OpenAI's Responses.
// Arguments: the gateway's base URL, its key, the folder of the packages. What the provider saw is checked by
// sdks_node.py, which starts this.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const [base, key, packages] = process.argv.slice(2);

// The module that a package exports to import statements, from a folder that is not ours.
async function load(name) {
  const root = `${packages}/${name}`;
  const about = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const find = entry => typeof entry === 'string' || !entry ? entry
    : Array.isArray(entry) ? entry.map(find).find(Boolean)
      : find(entry.node) ?? find(entry.import) ?? find(entry.default);
  return import(pathToFileURL(`${root}/${find(about.exports?.['.'] ?? about.exports) ?? about.module ?? about.main}`));
}

const {default: Anthropic} = await load('@anthropic-ai/sdk');
const {default: OpenAI} = await load('openai');
const {GoogleGenAI, ApiError} = await load('@google/genai');
const {generateText, streamText, tool, jsonSchema, stepCountIs, APICallError} = await load('ai');
const {createOpenAICompatible} = await load('@ai-sdk/openai-compatible');
const {createAnthropic} = await load('@ai-sdk/anthropic');
const {createGoogleGenerativeAI} = await load('@ai-sdk/google');

globalThis.AI_SDK_LOG_WARNINGS = false;
const text = 'Hello from the scripted model.';
const ask = 'What is the weather?';
const answer = 'It is rain.';
const schema = {type: 'object', properties: {zone: {type: 'string'}, big: {type: 'integer'},
  at: {type: 'array', items: {type: 'number'}}}};
const about = 'Says how the weather is.';
const tokens = 1200;
const shapes = ['chat', 'responses', 'messages', 'gemini'].map(shape => `m-${shape}`);

function isGiven(value) {
  assert.equal(value.zone, 'Oslo');
  assert.deepEqual(value.at, [1, 2.5]);
}

const cases = {};
// One case per provider's shape.
function inEachShape(name, check) {
  for (const model of shapes) cases[`${name}, by ${model}`] = () => check(model);
}

{
  const connect = apiKey => new Anthropic({baseURL: base, apiKey, authToken: null, maxRetries: 0, timeout: 20_000});
  const client = connect(key);
  const tools = [{name: 'get_weather', description: about, input_schema: schema}];
  const asked = [{role: 'user', content: ask}];
  inEachShape('anthropic answers whole and streamed', async model => {
    const whole = await client.messages.create({model, max_tokens: 99, messages: asked});
    assert.equal(whole.content[0].text, text);
    assert.equal(whole.usage.input_tokens, tokens);
    const stream = client.messages.stream({model, max_tokens: 99, messages: asked});
    let pieces = 0;
    stream.on('text', () => ++pieces);
    assert.equal(await stream.finalText(), text);
    assert.equal(pieces, 5);
  });
  inEachShape('anthropic calls a tool', async model => {
    const first = await client.messages.stream({model, max_tokens: 99, messages: asked, tools}).finalMessage();
    assert.equal(first.stop_reason, 'tool_use');
    isGiven(first.content[0].input);
    const result = {type: 'tool_result', tool_use_id: first.content[0].id, content: 'rain'};
    const last = await client.messages.create({model, max_tokens: 99, tools, messages: [
      ...asked, {role: 'assistant', content: first.content}, {role: 'user', content: [result]}]});
    assert.equal(last.content[0].text, answer);
  });
  cases['anthropic raises its own errors'] = async () => {
    await assert.rejects(client.messages.create({model: 'nobody', max_tokens: 9, messages: asked}),
      Anthropic.NotFoundError);
    await assert.rejects(connect('sk-wrong').messages.create({model: 'm-chat', max_tokens: 9, messages: asked}),
      Anthropic.AuthenticationError);
  };
}

{
  const client = new OpenAI({baseURL: `${base}/v1`, apiKey: key, maxRetries: 0, timeout: 20_000});
  const tools = [{type: 'function', name: 'get_weather', description: about, parameters: schema, strict: false}];
  inEachShape('openai responds whole and streamed', async model => {
    const whole = await client.responses.create({model, input: ask});
    assert.equal(whole.output_text, text);
    assert.equal(whole.usage.input_tokens, tokens);
    let said = '';
    for await (const event of await client.responses.create({model, input: ask, stream: true}))
      if (event.type === 'response.output_text.delta') said += event.delta;
    assert.equal(said, text);
  });
  inEachShape('openai calls a tool by Responses', async model => {
    const first = await client.responses.create({model, input: ask, tools});
    const call = first.output.find(item => item.type === 'function_call');
    isGiven(JSON.parse(call.arguments));
    const last = await client.responses.create({model, tools, input: [{role: 'user', content: ask}, call,
      {type: 'function_call_output', call_id: call.call_id, output: 'rain'}]});
    assert.equal(last.output_text, answer);
  });
  cases['openai raises its own errors by Responses'] = async () => {
    await assert.rejects(client.responses.create({model: 'nobody', input: ask}), OpenAI.BadRequestError);
    const wrong = new OpenAI({baseURL: `${base}/v1`, apiKey: 'sk-wrong', maxRetries: 0});
    await assert.rejects(wrong.responses.create({model: 'm-chat', input: ask}), OpenAI.AuthenticationError);
  };
}

{
  const connect = apiKey => new GoogleGenAI({apiKey, httpOptions: {baseUrl: base}});
  const client = connect(key);
  const config = {tools: [{functionDeclarations: [{name: 'get_weather', description: about,
    parametersJsonSchema: schema}]}]};
  inEachShape('google answers whole and streamed', async model => {
    const whole = await client.models.generateContent({model, contents: ask});
    assert.equal(whole.text, text);
    assert.equal(whole.usageMetadata.promptTokenCount, tokens);
    let said = '';
    for await (const chunk of await client.models.generateContentStream({model, contents: ask}))
      said += chunk.text ?? '';
    assert.equal(said, text);
  });
  inEachShape('google calls a tool', async model => {
    const first = await client.models.generateContent({model, contents: ask, config});
    const call = first.functionCalls[0];
    isGiven(call.args);
    const result = {functionResponse: {id: call.id, name: call.name, response: {result: 'rain'}}};
    const last = await client.models.generateContent({model, config, contents: [{role: 'user', parts: [{text: ask}]},
      first.candidates[0].content, {role: 'user', parts: [result]}]});
    assert.equal(last.text, answer);
  });
  cases['google raises its own errors'] = async () => {
    await assert.rejects(client.models.generateContent({model: 'nobody', contents: ask}),
      error => error instanceof ApiError && error.status === 404);
    await assert.rejects(connect('sk-wrong').models.generateContent({model: 'm-chat', contents: ask}),
      error => error instanceof ApiError && error.status === 401);
  };
}

const vercel = {
  'openai-compatible': apiKey => createOpenAICompatible({name: 'portico', baseURL: `${base}/v1`, apiKey,
    includeUsage: true}),
  anthropic: apiKey => createAnthropic({baseURL: `${base}/v1`, apiKey}),
  google: apiKey => createGoogleGenerativeAI({baseURL: `${base}/v1beta`, apiKey}),
};
for (const [name, connect] of Object.entries(vercel)) {
  const models = connect(key);
  inEachShape(`ai with ${name} answers whole and streamed`, async model => {
    const whole = await generateText({model: models(model), prompt: ask, maxRetries: 0});
    assert.equal(whole.text, text);
    assert.equal(whole.usage.inputTokens, tokens);
    const stream = streamText({model: models(model), prompt: ask, maxRetries: 0});
    let said = '';
    for await (const piece of stream.textStream) said += piece;
    assert.equal(said, text);
    assert.equal((await stream.usage).inputTokens, tokens);
  });
  inEachShape(`ai with ${name} runs a tool`, async model => {
    let given;
    const tools = {get_weather: tool({description: about, inputSchema: jsonSchema(schema), execute: async input => {
      given = input;
      return 'rain';
    }})};
    const stream = streamText({model: models(model), prompt: ask, tools, stopWhen: stepCountIs(3), maxRetries: 0});
    // Vercel's Google provider wraps a result into {name, content}, which goes on as it is.
    assert.match(await stream.text, name === 'google' ? /rain/ : /^It is rain\.$/);
    isGiven(given);
    assert.equal((await stream.steps).length, 2);
  });
  cases[`ai with ${name} raises its own errors`] = async () => {
    for (const [models, model, statuses] of [[connect(key), 'nobody', [400, 404]],
      [connect('sk-wrong'), 'm-chat', [401]]])
      await assert.rejects(generateText({model: models(model), prompt: ask, maxRetries: 0}),
        error => APICallError.isInstance(error) && statuses.includes(error.statusCode));
  };
}

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
