#include "tests/support/fakeclients.h"

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

using client::Tool;
using client::ToolState;

constexpr std::int64_t kDollar = 1'000'000'000'000;
constexpr std::int64_t kConnectedS = 1'794'830'000;

Tool tool(const QString &id, const QString &name, const QString &version, ToolState state,
          const QString &file)
{
    Tool out;
    out.id = id;
    out.name = name;
    out.version = version;
    out.state = state;
    out.files = {file};
    out.mayModel = true;
    return out;
}

Tool connectedTool(const QString &id, const QString &name, const QString &version, const QString &file,
                   int lines)
{
    Tool out = tool(id, name, version, ToolState::Connected, file);
    out.sinceS = kConnectedS;
    out.lines = lines;
    out.keyId = u"hash-of-"_s + id;
    out.canLaunch = true;
    return out;
}

}   // namespace

void fillClients(FakeClients &clients)
{
    Tool claude =
        connectedTool(u"claude-code"_s, u"Claude Code"_s, u"2.1.14"_s, u"~/.claude/settings.json"_s, 2);
    claude.spentPico = kDollar * 132 / 100;
    claude.budgetPico = kDollar * 150 / 100;
    Tool codex = connectedTool(u"codex"_s, u"Codex"_s, u"0.63.0"_s, u"~/.codex/config.toml"_s, 8);
    codex.state = ToolState::Drifted;
    codex.spentPico = kDollar * 31 / 100;
    codex.budgetPico = kDollar * 150 / 100;
    codex.drifts = {{u"~/.codex/config.toml"_s, u"model_provider"_s, u"openai"_s, u"portico"_s, u"azure"_s}};
    Tool aider = connectedTool(u"aider"_s, u"aider"_s, u"0.86.1"_s, u"~/.aider.conf.yml"_s, 3);
    aider.keyBlocked = true;
    aider.needsModel = true;
    aider.model = u"sonnet"_s;
    aider.spentPico = kDollar / 4;
    aider.budgetPico = kDollar / 4;
    Tool zed = connectedTool(u"zed"_s, u"Zed"_s, u"0.214"_s, u"~/.config/zed/settings.json"_s, 4);
    zed.needsModel = true;
    zed.asksForKey = true;
    zed.moved = true;
    Tool gemini = tool(u"gemini-cli"_s, u"Gemini CLI"_s, u"0.16.0"_s, ToolState::Off, u"~/.gemini/.env"_s);
    gemini.canLaunch = true;
    gemini.direct = u"talks to Google directly"_s;
    gemini.note =
        u"A .env file of a project, if there is one, is read instead of the one in the home folder."_s;
    Tool qwen =
        tool(u"qwen-code"_s, u"Qwen Code"_s, u"0.4.1"_s, ToolState::Managed, u"~/.qwen/settings.json"_s);
    qwen.policy = u"/etc/qwen-code/settings.json"_s;
    Tool idea = tool(u"jetbrains"_s, u"JetBrains AI"_s, {}, ToolState::Manual, u"~/.config/JetBrains"_s);
    idea.brief = u"needs one setting in the IDE"_s;
    idea.steps = {u"Open Settings, Tools, AI Assistant, Providers & API keys."_s,
                  u"Choose OpenAI-compatible and give it the URL and the key below."_s};
    Tool cursor = tool(u"cursor"_s, u"Cursor"_s, u"2.3"_s, ToolState::Never, u"~/.config/Cursor"_s);
    cursor.brief = u"its servers make the requests, not this computer"_s;
    cursor.reason =
        u"Cursor sends every request to its own servers, and those ask the model. They cannot reach a "
        "gateway on this computer, whatever address is entered in its settings."_s;
    clients.list.tools = {claude, codex, aider, zed, gemini, qwen, idea, cursor};
    for (const char *name : {"Grok Build", "OpenCode", "Crush", "Goose", "llm"})
        clients.list.tools.push_back(
            tool(QString::fromLatin1(name).toLower(), QString::fromLatin1(name), {}, ToolState::Missing, {}));
    clients.planned_.files = {
        {u"~/.codex/config.toml"_s,
         u"model = \"gpt-5.1-codex\"\nmodel_provider = \"openai\"\napproval_policy = \"on-request\"   # "
         u"mine, keep\n\n"
         "[projects.\"/home/me/work\"]\ntrust_level = \"trusted\"\n"_s,
         u"model = \"gpt-5.1-codex\"\nmodel_provider = \"portico\"\napproval_policy = \"on-request\"   # "
         u"mine, keep\n\n"
         "[projects.\"/home/me/work\"]\ntrust_level = \"trusted\"\n\n[model_providers.portico]\nname = "
         "\"Portico\"\n"
         "base_url = \"http://127.0.0.1:4000/v1\"\nwire_api = \"responses\"\nexperimental_bearer_token = "
         "\"sk-...imyr\"\n"_s,
         false}};
    clients.planned_.seen = u"seen"_s;
    clients.snippets.snippets = {
        {u"Python"_s, u"client = OpenAI(base_url=\"http://127.0.0.1:4000/v1\", api_key=\"YOUR_KEY\")\n"_s,
         Secret("python text")},
        {u"curl"_s, u"curl http://127.0.0.1:4000/v1/chat/completions\n"_s, Secret("curl text")}};
}

}   // namespace gw::test
